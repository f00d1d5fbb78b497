#include "parse/shortcode_tag.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t max_tag = 2000;

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_quote(char c) {
  return c == '"' || c == '\'' || c == '`';
}

// Reads `key="value" word key=word` from left to right.
class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}

  std::optional<ShortcodeArgument> next() {
    while (at_ < text_.size() && (is_space(text_[at_]) || text_[at_] == ',')) ++at_;
    if (at_ >= text_.size() || text_[at_] == '|') return std::nullopt;
    if (is_quote(text_[at_])) return ShortcodeArgument{{}, quoted(), true};
    const std::size_t begin = at_;
    while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != '=' && text_[at_] != ',') ++at_;
    std::string word(text_.substr(begin, at_ - begin));
    const bool keyed = at_ < text_.size() && text_[at_] == '=' && word.find_first_of("/:?") == std::string::npos;
    if (!keyed) {
      while (at_ < text_.size() && !is_space(text_[at_])) word += text_[at_++];
      if (is_key_of_quoted(word)) {
        while (is_space(text_[at_])) ++at_;
        word.pop_back();
        return ShortcodeArgument{core::ascii_lower(word), quoted(), true};
      }
      return ShortcodeArgument{{}, word, false};
    }
    ++at_;
    if (at_ < text_.size() && is_quote(text_[at_])) return ShortcodeArgument{core::ascii_lower(word), quoted(), true};
    const std::size_t value = at_;
    while (at_ < text_.size() && !is_space(text_[at_])) ++at_;
    return ShortcodeArgument{core::ascii_lower(word), std::string(text_.substr(value, at_ - value)), false};
  }

 private:
  // `caption: "…"`, as Liquid has it.
  bool is_key_of_quoted(std::string_view word) const {
    if (word.size() < 2 || !word.ends_with(':') || !std::all_of(word.begin(), word.end() - 1, is_letter)) return false;
    const std::size_t next = text_.find_first_not_of(" \n\t", at_);
    return next != std::string_view::npos && is_quote(text_[next]);
  }

  std::string quoted() {
    const char mark = text_[at_++];
    std::string value;
    while (at_ < text_.size() && text_[at_] != mark) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size() && mark != '`') ++at_;
      value += text_[at_++];
    }
    ++at_;
    return value;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

struct Marks {
  std::string_view open;
  std::string_view close;
  TagKind kind;
};

std::optional<Marks> marks_at(std::string_view rest) {
  for (const Marks& marks :
       {Marks{"{{</*", "*/>}}", TagKind::quoted}, Marks{"{{%/*", "*/%}}", TagKind::quoted},
        Marks{"{{/*", "*/}}", TagKind::comment}, Marks{"{{!--", "--}}", TagKind::comment},
        Marks{"{/*", "*/}", TagKind::comment}, Marks{"{{<", ">}}", TagKind::tag}, Marks{"{{%", "%}}", TagKind::tag},
        Marks{"{{", "}}", TagKind::output}, Marks{"{%", "%}", TagKind::tag}}) {
    if (rest.starts_with(marks.open)) return marks;
  }
  return std::nullopt;
}

void read_name(ShortcodeTag& tag, std::string_view name) {
  while (name.ends_with('/')) name.remove_suffix(1);
  if (name.starts_with('/')) {
    tag.closing = true;
    name.remove_prefix(1);
  }
  tag.name = core::ascii_lower(name);
  if (tag.kind == TagKind::tag && !tag.closing && tag.name.size() > 3 && tag.name.starts_with("end")) {
    tag.closing = true;
    tag.name.erase(0, 3);
  }
}

// Jekyll keeps its players in includes: `{% include youtube.html id="…" %}`.
void unwrap_include(ShortcodeTag& tag) {
  if ((tag.name != "include" && tag.name != "render" && tag.name != "partial") || tag.arguments.empty()) return;
  std::string name = tag.arguments.front().value;
  tag.alone = true;
  if (!tag.arguments.front().key.empty()) return;
  name.erase(0, name.rfind('/') + 1);
  tag.name = core::ascii_lower(name.substr(0, name.find('.')));
  tag.arguments.erase(tag.arguments.begin());
}

}  // namespace

std::string ShortcodeTag::argument(std::string_view key) const {
  const auto found = std::find_if(arguments.begin(), arguments.end(), [&](const auto& one) { return one.key == key; });
  return found == arguments.end() ? std::string() : found->value;
}

std::string ShortcodeTag::word(std::size_t n) const {
  for (const ShortcodeArgument& one : arguments) {
    if (one.key.empty() && n-- == 0) return one.value;
  }
  return {};
}

std::optional<ShortcodeTag> read_shortcode_tag(std::string_view text, std::size_t begin) {
  const std::string_view rest = text.substr(begin, max_tag);
  const auto marks = marks_at(rest);
  if (!marks) return std::nullopt;
  const std::size_t close = rest.find(marks->close, marks->open.size());
  if (close == std::string_view::npos) return std::nullopt;
  std::string_view inner = rest.substr(marks->open.size(), close - marks->open.size());
  ShortcodeTag tag{marks->kind, begin, begin + close + marks->close.size(), {}, false, {}, false, false};
  if (tag.kind == TagKind::comment) return tag;
  if (tag.kind == TagKind::quoted) {
    tag.name = core::trim(inner);
    return tag;
  }
  if (inner.starts_with('-')) inner.remove_prefix(1);
  if (inner.ends_with('-')) inner.remove_suffix(1);
  inner = core::trim(inner);
  if (inner.size() > 1 && inner.ends_with('/') &&
      (is_space(inner[inner.size() - 2]) || is_quote(inner[inner.size() - 2]))) {
    tag.alone = true;
    inner = core::trim(inner.substr(0, inner.size() - 1));
  }
  if (inner.empty() || inner.find("\n\n") != std::string_view::npos) return std::nullopt;
  if (tag.kind == TagKind::output && is_quote(inner.front())) {
    tag.has_literal = true;
  } else if (!is_letter(inner.front()) && inner.front() != '/' && tag.kind == TagKind::tag) {
    return std::nullopt;
  }
  Words words(inner);
  if (!tag.has_literal) {
    std::size_t end = 0;
    while (end < inner.size() && !is_space(inner[end])) ++end;
    read_name(tag, inner.substr(0, end));
    words = Words(inner.substr(end));
  }
  while (auto word = words.next()) tag.arguments.push_back(std::move(*word));
  unwrap_include(tag);
  return tag;
}

}  // namespace mediumsync::parse
