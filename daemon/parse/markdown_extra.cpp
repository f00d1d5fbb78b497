#include "parse/markdown_extra.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "core/text.hpp"
#include "parse/markdown_lines.hpp"
#include "parse/markdown_regions.hpp"
#include "parse/markdown_shorthand.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t max_abbreviations = 100;
constexpr std::size_t max_attributes = 300;

std::size_t indent_of(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// ": definition" with its mark taken off.
std::optional<std::string_view> definition_of(std::string_view line) {
  if (!line.starts_with(": ") && !line.starts_with(":\t")) return std::nullopt;
  const std::string_view text = core::trim(line.substr(1));
  if (text.empty()) return std::nullopt;
  return text;
}

// A line that can be a term: a paragraph's, not that of a list, heading, quote, table or tag.
bool may_be_term(std::string_view line) {
  const std::string_view text = core::trim(line);
  if (text.empty() || indent_of(line) > 3 || definition_of(line)) return false;
  if (behind_containers(line).data() != text.data()) return false;
  return std::string_view("#|<`~=:!").find(text.front()) == std::string_view::npos && !text.ends_with('|');
}

// One pass over one text.
class Definitions {
 public:
  explicit Definitions(std::string_view text) : lines_(lines_of(text)) { out_.reserve(text.size() + 64); }

  std::string run() {
    for (at_ = 0; at_ < lines_.size(); ++at_) {
      const bool code = fences_.is_code(lines_[at_]) || fences_.open();
      write(lines_[at_], code);
      out_ += '\n';
    }
    return std::move(out_);
  }

 private:
  bool blank(std::size_t i) const { return i >= lines_.size() || core::trim(lines_[i]).empty(); }

  void write(std::string_view line, bool code) {
    if (code) {
      defining_ = false;
      out_.append(line);
      return;
    }
    const auto definition = defining_ ? definition_of(line) : std::nullopt;
    if (definition) {
      out_.append(*definition);
      if (at_ + 1 < lines_.size() && definition_of(lines_[at_ + 1])) out_ += '\\';
      return;
    }
    if (is_term()) {
      defining_ = true;
      const bool follows = !blank(at_ + 1);
      out_.append("<strong>").append(core::trim(line)).append("</strong>").append(follows ? "<br>" : "");
      return;
    }
    const bool continues = defining_ && indent_of(line) >= 2;
    if (!blank(at_) && !continues) defining_ = false;
    out_.append(continues ? line.substr(std::min<std::size_t>(indent_of(line), 4)) : line);
  }

  // Terms stand at a block's beginning, one or more, and what follows them begins with a colon.
  bool is_term() const {
    if (!may_be_term(lines_[at_])) return false;
    if (at_ > 0 && !blank(at_ - 1) && !defining_) return false;
    std::size_t next = at_ + 1;
    for (int terms = 1; terms < 4 && next < lines_.size() && may_be_term(lines_[next]); ++terms) ++next;
    if (next == at_ + 1 && blank(next)) ++next;
    return next < lines_.size() && definition_of(lines_[next]).has_value();
  }

  std::vector<std::string_view> lines_;
  FenceWatch fences_;
  std::size_t at_ = 0;
  bool defining_ = false;  // the lines above are terms or definitions
  std::string out_;
};

struct Abbreviation {
  std::string_view name;
  std::string_view expansion;
};

std::optional<Abbreviation> abbreviation_of(std::string_view line) {
  if (indent_of(line) > 3) return std::nullopt;
  const std::string_view text = core::trim(line);
  const std::size_t end = text.starts_with("*[") ? text.find("]:") : std::string_view::npos;
  if (end == std::string_view::npos || end == 2) return std::nullopt;
  return Abbreviation{text.substr(2, end - 2), core::trim(text.substr(end + 2))};
}

// The first place where the name stands as a word of the text.
std::optional<std::size_t> first_use(std::string_view text, const std::vector<Region>& regions, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + name.size())) {
    const std::size_t end = at + name.size();
    if ((at > 0 && is_word(text[at - 1])) || (end < text.size() && is_word(text[end]))) continue;
    const auto region = std::upper_bound(regions.begin(), regions.end(), at,
                                         [](std::size_t place, const Region& one) { return place < one.end; });
    if (region == regions.end() || region->begin > at) return end;
  }
  return std::nullopt;
}

// Whether a link or an image ends right before `position`: there Pandoc's attributes need no more to be some.
bool is_behind_address(std::string_view text, std::size_t position) {
  constexpr std::size_t longest = 300;
  if (position == 0 || text[position - 1] != ')') return false;
  const std::string_view before = text.substr(position - std::min(position, longest), std::min(position, longest));
  const std::size_t open = before.rfind("](");
  return open != std::string_view::npos && before.find('\n', open) == std::string_view::npos &&
         before.find(')', open) + 1 == before.size();
}

// The offset behind an attribute list of kramdown's at `begin`.
std::optional<std::size_t> attributes_end(std::string_view text, std::size_t begin) {
  const std::string_view rest = text.substr(begin, max_attributes);
  const std::size_t close = rest.find_first_of("}\n");
  if (close == std::string_view::npos || rest[close] != '}') return std::nullopt;
  const bool kramdown = rest.starts_with("{:");
  const std::string_view inner = core::trim(rest.substr(kramdown ? 2 : 1, close - (kramdown ? 2 : 1)));
  const std::string_view behind = rest.substr(close + 1);
  const std::size_t line_end = behind.find('\n');
  const bool whole = line_end != std::string_view::npos || begin + rest.size() == text.size();
  const bool last = whole && core::trim(behind.substr(0, line_end)).empty();
  if (inner.empty()) return std::nullopt;
  const bool named = inner.front() == '#' || inner.front() == '.';
  const bool keyed = inner.find('=') != std::string_view::npos || inner == "toc" || inner == "no_toc";
  if (kramdown && (named || keyed) && inner.size() > 1) return begin + close + 1;
  if (!kramdown && named && last && inner.size() > 1 && is_word(inner[1])) return begin + close + 1;
  if (!kramdown && (named || (keyed && is_word(inner.front()))) && is_behind_address(text, begin))
    return begin + close + 1;
  return std::nullopt;
}

// "Title {#id}" over a row of '=' or '-'.
bool is_underlined(std::string_view text, std::size_t position) {
  const std::size_t end = text.find('\n', position);
  if (end == std::string_view::npos) return false;
  const std::string_view below = behind_containers(text.substr(end + 1, text.find('\n', end + 1) - end - 1));
  const std::string_view rule = core::trim(below);
  return rule.size() > 1 && (rule.find_first_not_of('=') == std::string_view::npos ||
                             rule.find_first_not_of('-') == std::string_view::npos);
}

bool is_in_heading(std::string_view text, std::size_t position) {
  const std::string_view before =
      text.substr(position - std::min<std::size_t>(position, 1000), std::min<std::size_t>(position, 1000));
  return behind_containers(before.substr(before.rfind('\n') + 1)).starts_with('#') || is_underlined(text, position);
}

}  // namespace

std::string spell_out_definitions(std::string_view markdown) {
  return Definitions(markdown).run();
}

std::string spell_out_abbreviations(std::string_view markdown) {
  std::vector<Abbreviation> known;
  FenceWatch fences;
  std::string text;
  for (const std::string_view line : lines_of(markdown)) {
    const bool code = fences.is_code(line) || fences.open();
    const auto abbreviation = code ? std::nullopt : abbreviation_of(line);
    if (abbreviation && known.size() < max_abbreviations) {
      known.push_back(*abbreviation);
    } else {
      text.append(line);
    }
    text += '\n';
  }
  const std::vector<Region> regions = known.empty() ? std::vector<Region>{} : regions_of(text);
  std::vector<std::pair<std::size_t, std::string_view>> additions;
  for (const Abbreviation& one : known) {
    const auto place = first_use(text, regions, one.name);
    if (place && !one.expansion.empty()) additions.emplace_back(*place, one.expansion);
  }
  std::sort(additions.begin(), additions.end());
  std::string out;
  std::size_t done = 0;
  for (const auto& [place, expansion] : additions) {
    out.append(text, done, place - done).append(" (").append(escape_markdown(expansion)).append(")");
    done = place;
  }
  return out.append(text, done);
}

std::string drop_attribute_lists(std::string_view markdown) {
  return rewrite(markdown, "{", [&](std::size_t position, const Region* tag) -> std::optional<Replacement> {
    if (tag != nullptr) return std::nullopt;
    const auto end = attributes_end(markdown, position);
    if (!end) return std::nullopt;
    const bool belongs = markdown.substr(position).starts_with("{:") || is_in_heading(markdown, position) ||
                         is_behind_address(markdown, position);
    if (!belongs) return std::nullopt;
    return Replacement{*end, ""};
  });
}

}  // namespace mediumsync::parse
