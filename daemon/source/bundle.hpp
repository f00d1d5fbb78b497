// Posts that are a directory: NAME.textbundle/text.md with its assets/, and NAME/index.md with the images beside it.
// Told by names alone.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace mediumsync::source {

// What the text of a bundle may be called, the first that is there counts.
inline constexpr std::array<std::string_view, 4> textbundle_texts{"text.md", "text.markdown", "text.html", "text.htm"};
inline constexpr std::array<std::string_view, 4> page_bundle_texts{"index.md", "index.markdown", "index.html",
                                                                   "index.htm"};

bool is_textbundle(std::string_view directory);

// The directory that is a post when `path` is its text. What lies at the top of its folder is no bundle.
std::optional<std::string> bundle_of(std::string_view path);

// The innermost .textbundle that `path` lies in.
std::optional<std::string> textbundle_around(std::string_view path);

// What a post without a title is called: its bundle's name, else its file's, without the extension and a date before
// it, and with spaces where it was written for an address.
std::string name_of_post(std::string_view path);

}  // namespace mediumsync::source
