#include "parse/markdown_regions.hpp"

#include <array>
#include <map>
#include <set>

#include "core/text.hpp"
#include "parse/markdown_lines.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t max_tag = 2000;  // bytes that one tag or address may have

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::size_t indentation(std::string_view line) {
  std::size_t columns = 0;
  for (const char c : line) {
    if (c == '\t') {
      columns += 4 - columns % 4;
    } else if (c == ' ') {
      ++columns;
    } else {
      break;
    }
  }
  return columns;
}

// The column behind a list's mark that `line` begins with.
std::optional<std::size_t> item_column(std::string_view line) {
  const std::size_t indent = indentation(line);
  const std::string_view text = core::trim(line);
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  std::size_t mark = 0;
  if (digits > 0 && digits < 10 && digits < text.size() && (text[digits] == '.' || text[digits] == ')')) {
    mark = digits + 1;
  } else if (!text.empty() && (text[0] == '-' || text[0] == '*' || text[0] == '+')) {
    mark = 1;
  }
  if (mark == 0 || (mark < text.size() && text[mark] != ' ' && text[mark] != '\t')) return std::nullopt;
  return indent + mark + 1;
}

// Text in backticks does not reach over such a line's beginning.
bool begins_block(std::string_view line) {
  const std::string_view text = core::trim(line);
  return text.starts_with('#') || text.starts_with('|') || text.starts_with('>') || item_column(line).has_value();
}

// One pass over one text; lives for one regions_of().
class Finder {
 public:
  explicit Finder(std::string_view text) : text_(text), lines_(lines_of(text)) {}

  std::vector<Region> run() {
    std::size_t i = 0;
    while (i < lines_.size()) {
      const std::size_t begin = offset(i);
      if (begin < done_) {
        ++i;
      } else if (is_code_line(lines_[i])) {
        add(begin, begin + lines_[i].size(), RegionKind::code);
        ++i;
      } else {
        const std::size_t end = chunk_end(i);
        const std::string_view last = lines_[end - 1];
        chunk(begin, offset(end - 1) + last.size());
        i = end;
      }
    }
    return std::move(regions_);
  }

 private:
  std::size_t offset(std::size_t line) const { return static_cast<std::size_t>(lines_[line].data() - text_.data()); }

  void add(std::size_t begin, std::size_t end, RegionKind kind) {
    if (end > begin) regions_.push_back({begin, end, kind});
    done_ = end;
  }

  bool is_code_line(std::string_view line) {
    const bool before = fences_.open();
    const bool code = fences_.is_code(line);
    const bool blank = core::trim(line).empty();
    const bool indented = !blank && after_blank_ && indentation(line) >= list_column_ + 4;
    if (!code && !before && !blank && !indented) {
      if (const auto column = item_column(line)) {
        list_column_ = *column;
      } else if (indentation(line) < 2) {
        list_column_ = 0;
      }
    }
    if (blank || (!indented && !before)) after_blank_ = blank;
    return code || before || fences_.open() || indented;
  }

  // Lines whose inline marks may belong together; at least one.
  std::size_t chunk_end(std::size_t i) const {
    std::size_t end = i + 1;
    FenceWatch ahead = fences_;
    while (end < lines_.size() && !core::trim(lines_[i]).empty() && !core::trim(lines_[end]).empty() &&
           !begins_block(lines_[end])) {
      static_cast<void>(ahead.is_code(lines_[end]));
      if (ahead.open()) break;
      ++end;
    }
    return end;
  }

  void chunk(std::size_t begin, std::size_t end) {
    const std::string_view part = text_.substr(0, end);
    std::map<std::size_t, std::vector<std::size_t>> ticks;  // by length: where the runs of backticks begin
    for (std::size_t i = part.find('`', begin); i < end; i = part.find('`', i)) {
      const std::size_t behind = std::min(part.find_first_not_of('`', i), end);
      ticks[behind - i].push_back(i);
      i = behind;
    }
    for (std::size_t i = part.find_first_of("`<]\\", begin); i < end; i = part.find_first_of("`<]\\", i)) {
      const char mark = text_[i];
      if (mark == '\\') {
        i += 2;
      } else if (mark == '`') {
        i = ticked(i, ticks);
      } else if (mark == '<') {
        i = angled(i, end);
      } else {
        i = address(i, end);
      }
    }
  }

  std::size_t ticked(std::size_t begin, const std::map<std::size_t, std::vector<std::size_t>>& ticks) {
    const std::size_t behind = std::min(text_.find_first_not_of('`', begin), text_.size());
    const auto runs = ticks.find(behind - begin);
    if (runs == ticks.end()) return behind;
    const auto close = std::lower_bound(runs->second.begin(), runs->second.end(), behind);
    if (close == runs->second.end()) return behind;
    add(begin, *close + (behind - begin), RegionKind::code);
    return done_;
  }

  std::size_t angled(std::size_t begin, std::size_t end) {
    const std::string_view rest = text_.substr(begin);
    if (rest.starts_with("<!--")) return up_to("-->", begin, RegionKind::code).value_or(begin + 4);
    if (rest.size() < 2 || (!is_letter(rest[1]) && rest[1] != '/')) return begin + 1;
    static constexpr std::array<std::string_view, 8> hiding{"pre", "code",     "script", "style",
                                                            "kbd", "textarea", "samp",   "svg"};
    for (const std::string_view name : hiding) {
      const char behind = rest.size() > name.size() + 1 ? rest[name.size() + 1] : ' ';
      if (!core::equal_ignoring_case(rest.substr(1, name.size()), name) || is_letter(behind)) continue;
      if (const auto close = up_to("</" + std::string(name), begin, RegionKind::code)) return *close;
    }
    const std::size_t close = text_.substr(0, std::min(end, begin + max_tag)).find('>', begin);
    if (close == std::string_view::npos) return begin + 1;
    add(begin, close + 1, RegionKind::tag);
    return done_;
  }

  // A region that may reach over blank lines.
  std::optional<std::size_t> up_to(std::string_view close, std::size_t begin, RegionKind kind) {
    if (missing_.contains(close)) return std::nullopt;
    const std::size_t end = text_.find(close, begin);
    if (end == std::string_view::npos) {
      missing_.emplace(close);
      return std::nullopt;
    }
    add(begin, end + close.size(), kind);
    return done_;
  }

  // "](where)", and "[label]: where" at a line's beginning.
  std::size_t address(std::size_t begin, std::size_t end) {
    const std::string_view rest = text_.substr(begin, std::min(end - begin, max_tag));
    if (rest.starts_with("]:")) {
      std::string_view before = text_.substr(begin - std::min(begin, max_tag), std::min(begin, max_tag));
      before.remove_prefix(before.rfind('\n') + 1);
      const std::size_t close = std::min(rest.find('\n'), rest.size());
      if (behind_containers(before).starts_with('[')) add(begin + 1, begin + close, RegionKind::tag);
      return std::max(done_, begin + 1);
    }
    if (!rest.starts_with("](")) return begin + 1;
    int depth = 0;
    for (std::size_t i = 1; i < rest.size() && rest[i] != '\n'; ++i) {
      if (rest[i] == '(') ++depth;
      if (rest[i] == ')' && --depth == 0) {
        add(begin + 1, begin + i + 1, RegionKind::tag);
        return done_;
      }
    }
    return begin + 1;
  }

  std::string_view text_;
  std::vector<std::string_view> lines_;
  std::vector<Region> regions_;
  FenceWatch fences_;
  std::size_t done_ = 0;
  std::size_t list_column_ = 0;                 // of the innermost list's text, 0 outside of lists
  std::set<std::string, std::less<>> missing_;  // what is not found from here on
  bool after_blank_ = true;
};

}  // namespace

std::vector<Region> regions_of(std::string_view markdown) {
  return Finder(markdown).run();
}

}  // namespace mediumsync::parse
