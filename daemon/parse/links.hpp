// Makes references absolute, or says why not.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/document.hpp"
#include "parse/findings.hpp"

namespace mediumsync::parse {

// Whether a relative image lies beside the file or on the web.
enum class ImageHome { folder, web };

// Against what a body's references are read.
struct References {
  std::optional<std::string> canonical;  // what `#fragment` belongs to
  std::optional<std::string> base;       // absolute
  ImageHome images = ImageHome::web;
  std::optional<std::string> top;  // where the folder lives that the post lies in
};

using ImageSource = std::variant<core::RemoteImage, core::LocalImage>;

// Owned by the reader of one body; `findings` outlives it.
class Links {
 public:
  Links(References references, FindingList& findings) : references_(std::move(references)), findings_(findings) {}

  // <base href>, read against the base so far.
  void set_base(std::string_view href);

  // The address that the page itself gives as its own: what its references are read against unless one is known that
  // weighs more. Absolute; std::nullopt where it can't be.
  std::optional<std::string> set_page(std::string_view href);

  // std::nullopt where the link goes and its text stays; a finding then says why, except for a fragment without a page.
  std::optional<std::string> link(std::string_view href, int line);

  // std::nullopt with a finding where there is nothing that could be loaded.
  std::optional<ImageSource> image(std::string_view source, int line);

 private:
  std::optional<std::string> absolute(std::string_view reference) const;
  std::optional<std::string> from_top(const std::string& path) const;

  References references_;
  bool based_ = false;  // by <base>
  FindingList& findings_;
};

}  // namespace mediumsync::parse
