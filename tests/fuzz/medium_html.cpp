#include "fuzz/medium_html.hpp"

#include <array>
#include <set>
#include <vector>

#include "core/url.hpp"

namespace mediumsync::fuzz {
namespace {

using Names = std::set<std::string, std::less<>>;

const Names inline_elements{"a", "strong", "em", "code", "br"};
const Names block_elements{"h1", "h2", "h4", "p", "pre", "blockquote", "ul", "ol", "figure", "hr"};
const Names void_elements{"br", "hr", "img"};
const Names attributes{"href", "src", "alt", "class", "data-code-block-mode", "data-code-block-lang"};

bool may_hold(std::string_view outer, std::string_view inner) {
  if (outer.empty()) return block_elements.contains(inner);
  if (outer == "ul" || outer == "ol") return inner == "li";
  if (outer == "figure") return inner == "img" || inner == "figcaption";
  if (outer == "pre") return false;
  return inline_elements.contains(inner);
}

// Reads one story from its first byte on; lives for one fault_in_medium_html().
class Reader {
 public:
  explicit Reader(std::string_view html) : html_(html) {}

  std::optional<std::string> run() {
    while (!html_.empty()) {
      const std::size_t open = std::min(html_.find('<'), html_.size());
      if (auto fault = text(html_.substr(0, open))) return fault;
      html_.remove_prefix(open);
      if (html_.empty()) break;
      const std::size_t end = html_.find('>');
      if (end == std::string_view::npos) return "a tag never ends";
      const std::string_view tag = html_.substr(1, end - 1);
      html_.remove_prefix(end + 1);
      if (auto fault = tag.starts_with('/') ? close(tag.substr(1)) : begin(tag)) return fault;
    }
    if (!open_.empty()) return "<" + open_.back() + "> is never closed";
    return std::nullopt;
  }

 private:
  std::optional<std::string> text(std::string_view text) const {
    const std::string_view around = open_.empty() ? std::string_view() : open_.back();
    const bool holds_none = around.empty() || around == "ul" || around == "ol" || around == "figure";
    if (holds_none && !text.empty()) return "text between blocks: " + std::string(text);
    return std::nullopt;
  }

  std::optional<std::string> begin(std::string_view tag) {
    const std::string name(tag.substr(0, tag.find(' ')));
    const std::string_view around = open_.empty() ? std::string_view() : open_.back();
    if (!may_hold(around, name)) return "<" + std::string(around) + "> holds <" + name + ">";
    for (const std::string& outer : open_) {
      if (outer == name) return "<" + name + "> inside itself";
    }
    if (auto fault = attributes_of(tag.substr(std::min(name.size(), tag.size())))) return fault;
    if (!void_elements.contains(name)) open_.push_back(name);
    return std::nullopt;
  }

  static std::optional<std::string> attributes_of(std::string_view rest) {
    while (!rest.empty()) {
      const std::size_t equals = rest.find("=\"");
      const std::size_t end = equals == std::string_view::npos ? equals : rest.find('"', equals + 2);
      if (rest.front() != ' ' || end == std::string_view::npos) return "attributes: " + std::string(rest);
      const std::string_view name = rest.substr(1, equals - 1);
      const std::string_view value = rest.substr(equals + 2, end - equals - 2);
      if (!attributes.contains(name)) return "an attribute: " + std::string(name);
      if (name == "src" && !core::is_web_url(value)) return "an image from " + std::string(value);
      if (name == "href" && value.find(':') == std::string_view::npos) return "a link to " + std::string(value);
      rest.remove_prefix(end + 1);
    }
    return std::nullopt;
  }

  std::optional<std::string> close(std::string_view name) {
    if (open_.empty() || open_.back() != name) return "</" + std::string(name) + "> closes nothing";
    open_.pop_back();
    return std::nullopt;
  }

  std::string_view html_;
  std::vector<std::string> open_;
};

}  // namespace

std::optional<std::string> fault_in_medium_html(std::string_view html) {
  return Reader(html).run();
}

}  // namespace mediumsync::fuzz
