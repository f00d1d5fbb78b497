// Liquid's tags and Hugo's shortcodes as they stand in a text.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mediumsync::parse {

enum class TagKind {
  tag,      // {% name … %}, {{< name … >}}, {{% name … %}}
  output,   // {{ … }}
  comment,  // {{/* … */}}, {{!-- … --}}, {/* … */}
  quoted,   // {{</* … */>}}: to be shown, not run
};

// One of the words behind a tag's name; the key is empty for those by place.
struct ShortcodeArgument {
  std::string key;
  std::string value;
  bool quoted = false;
};

struct ShortcodeTag {
  TagKind kind = TagKind::tag;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string name;  // in lower case, without "end" or '/'
  bool closing = false;
  std::vector<ShortcodeArgument> arguments;
  bool has_literal = false;  // an output of a text in quotes: the first argument
  bool alone = false;        // nothing closes it: `{{< x />}}`, an include

  std::string argument(std::string_view key) const;
  // The nth word by place, empty for none.
  std::string word(std::size_t n) const;
};

// The tag that begins at `begin`.
std::optional<ShortcodeTag> read_shortcode_tag(std::string_view text, std::size_t begin);

}  // namespace mediumsync::parse
