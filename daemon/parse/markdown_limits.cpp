#include "parse/markdown_limits.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "core/text.hpp"
#include "parse/markdown_lines.hpp"

namespace mediumsync::parse {
namespace {

constexpr int max_containers = 100;                       // that one line opens
constexpr std::ptrdiff_t max_columns = 400;               // cmark-gfm walks all cells of a row for each
constexpr std::size_t max_padding = 200'000;              // empty cells that short rows of wide tables are filled with
constexpr int max_delimiter_rows = 20;                    // without a blank line between; each makes it read all before
constexpr std::size_t long_reference = 1000;              // bytes that every use repeats
constexpr std::size_t max_repeated = 16UL * 1024 * 1024;  // by all uses together
constexpr std::size_t max_pairs =
    4'000'000;                           // of links and emphasis marks in one block: each link looks back at every mark
constexpr int max_ats_in_word = 200;     // each is looked around for an address
constexpr std::size_t max_ats = 20'000;  // each takes cmark-gfm some kilobytes
constexpr std::uint64_t cost_of_byte = 12;  // of plain words, in bytes of memory
constexpr std::uint64_t cost_of_bare_link = 1000;
constexpr std::string_view marks_of_any_length = "*_~`\n";
constexpr std::uint64_t cost_of_container = 400;

// Where the mark of the first container too many stands.
std::optional<std::size_t> excess_container(std::string_view line) {
  int containers = 0;
  for (std::size_t i = 0; i < line.size();) {
    const char c = line[i];
    if (c == ' ' || c == '\t') {
      ++i;
      continue;
    }
    const std::size_t mark = c == '>' ? 1 : list_mark(line.substr(i));
    if (mark == 0) return std::nullopt;
    i += mark;
    if (++containers > max_containers) return i - 1;
  }
  return std::nullopt;
}

std::ptrdiff_t pipes(std::string_view line) {
  return std::count(line.begin(), line.end(), '|');
}

bool is_delimiter_row(std::string_view line) {
  const std::string_view text = core::trim(behind_containers(line));
  return text.find('-') != std::string_view::npos && text.find_first_of("|:") != std::string_view::npos &&
         text.find_first_not_of("|-: \t") == std::string_view::npos;
}

bool is_blank(std::string_view line) {
  return core::trim(behind_containers(line)).empty();
}

// For each line: the first blank one from it on.
std::vector<std::size_t> block_ends(const std::vector<std::string_view>& lines) {
  std::vector<std::size_t> ends(lines.size(), lines.size());
  std::size_t end = lines.size();
  for (std::size_t i = lines.size(); i-- > 0;) {
    if (is_blank(lines[i])) end = i;
    ends[i] = end;
  }
  return ends;
}

// A label as cmark compares them, or looser: what is no ASCII is all the same.
std::string folded_label(std::string_view label) {
  std::string folded = core::ascii_lower(core::collapse_space(label));
  std::replace_if(
      folded.begin(), folded.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
  return folded;
}

// How often each "[label]" stands in the text.
std::map<std::string, std::size_t> label_uses(std::string_view text) {
  std::map<std::string, std::size_t> uses;
  for (std::size_t open = text.find('['); open != std::string_view::npos; open = text.find('[', open + 1)) {
    const std::size_t close = text.find_first_of("[]", open + 1);
    if (close != std::string_view::npos && text[close] == ']' && close - open < long_reference) {
      ++uses[folded_label(text.substr(open + 1, close - open - 1))];
    }
  }
  return uses;
}

// What each mark costs, as measured with texts of nothing but lists, cells, links and so on.
constexpr std::array<std::uint16_t, 256> mark_costs = [] {
  std::array<std::uint16_t, 256> costs{};
  const auto set = [&costs](std::string_view marks, std::uint16_t cost) {
    for (const char mark : marks) costs[static_cast<unsigned char>(mark)] = cost;
  };
  set("\n", 700);
  set("[", 200);
  set("]", 700);
  set("*_", 500);
  set("~<|\\", 350);
  set("`&", 250);
  return costs;
}();

bool has_crowded_word(std::string_view text) {
  int ats = 0;
  for (const char c : text) {
    if (c == ' ' || c == '\n' || c == '\t') ats = 0;
    if (c == '@' && ++ats > max_ats_in_word) return true;
  }
  return false;
}

// Whether the links of a block, times its emphasis marks, are more than anybody writes.
bool is_crowded(std::string_view block) {
  const auto links = static_cast<std::size_t>(std::count(block.begin(), block.end(), ']'));
  const auto marks = static_cast<std::size_t>(
      std::count_if(block.begin(), block.end(), [](char c) { return c == '*' || c == '_' || c == '~'; }));
  return links * marks > max_pairs;
}

// One pass over one text; lives for one bound_markdown().
class Bounder {
 public:
  explicit Bounder(std::string_view markdown)
      : markdown_(markdown), lines_(lines_of(markdown)), ends_(block_ends(lines_)) {}

  std::string run() {
    std::string out;
    out.reserve(markdown_.size() + 64);
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (is_blank(lines_[i])) delimiter_rows_ = 0;
      if (i == 0 || is_blank(lines_[i - 1]))
        crowded_ = is_crowded(markdown_.substr(offset_of(i), bytes_until(i, ends_[i])));
      if (crowded_) {
        append_escaped(out, lines_[i], "*_~");
      } else if (pipes(lines_[i]) > max_columns) {
        append_escaped(out, lines_[i], "|");
      } else {
        const std::size_t at = escape_at(i).value_or(lines_[i].size());
        out.append(lines_[i].substr(0, at));
        if (at < lines_[i].size()) out += '\\';
        out.append(lines_[i].substr(at));
      }
      out += '\n';
    }
    return out;
  }

 private:
  static void append_escaped(std::string& out, std::string_view line, std::string_view marks) {
    for (const char c : line) {
      if (marks.find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }

  std::size_t offset_of(std::size_t i) const { return static_cast<std::size_t>(lines_[i].data() - markdown_.data()); }

  // Where a backslash makes text of what follows.
  std::optional<std::size_t> escape_at(std::size_t i) {
    const std::string_view line = lines_[i];
    if (const auto excess = excess_container(line)) return excess;
    const std::string_view text = behind_containers(line);
    const auto begin = static_cast<std::size_t>(text.data() - line.data());
    if (is_delimiter_row(line) && (++delimiter_rows_ > max_delimiter_rows || pads_too_much(i))) return begin;
    if (text.starts_with('[') && repeats_too_much(i, text)) return begin;
    return std::nullopt;
  }

  std::size_t bytes_until(std::size_t begin, std::size_t end) const {
    if (begin >= end) return 0;
    const std::string_view last = lines_[end - 1];
    return static_cast<std::size_t>(last.data() + last.size() - lines_[begin].data());
  }

  bool pads_too_much(std::size_t i) const {
    const std::size_t cells = static_cast<std::size_t>(pipes(lines_[i]) + 1) * (ends_[i] - i);
    return cells > max_padding + bytes_until(i, ends_[i]);
  }

  bool repeats_too_much(std::size_t i, std::string_view text) {
    const std::string_view block(text.data(),
                                 bytes_until(i, ends_[i]) - static_cast<std::size_t>(text.data() - lines_[i].data()));
    const std::size_t close = block.substr(0, long_reference).find("]:");
    const std::size_t size = ends_on_its_line(i) ? text.size() : block.size();
    if (size < long_reference || close == std::string_view::npos) return false;
    if (uses_.empty()) uses_ = label_uses(markdown_);
    const auto uses = uses_.find(folded_label(block.substr(1, close - 1)));
    return uses != uses_.end() && uses->second * size > max_repeated;
  }

  // False where a definition's URL or title may go on in the lines below.
  bool ends_on_its_line(std::size_t i) const {
    const std::string_view line = core::trim(lines_[i]);
    const auto even = [&](char c) { return std::count(line.begin(), line.end(), c) % 2 == 0; };
    const bool closed = even('"') && even('\'') && line.find('(') == std::string_view::npos && !line.ends_with(':') &&
                        line.find("]:") != std::string_view::npos;
    const std::string_view next =
        i + 1 < lines_.size() ? core::trim(behind_containers(lines_[i + 1])) : std::string_view();
    return closed && (next.empty() || std::string_view("\"'(").find(next.front()) == std::string_view::npos);
  }

  std::string_view markdown_;
  std::vector<std::string_view> lines_;
  std::vector<std::size_t> ends_;
  std::map<std::string, std::size_t> uses_;
  int delimiter_rows_ = 0;
  bool crowded_ = false;  // the block that is being passed
};

// What one look at each byte tells of a text: more than there is of anything that has a bound.
struct Census {
  std::size_t lines = 0;
  std::size_t most_pipes = 0;      // in one line
  std::size_t delimiter_rows = 0;  // that may be some, the most without an empty line between
  std::size_t opening = 0;         // brackets
  std::size_t closing = 0;
  std::size_t marks = 0;
  std::size_t ats = 0;
  bool deep = false;
};

// What is neither counted nor part of a delimiter row.
constexpr std::array<bool, 256> is_ordinary = [] {
  std::array<bool, 256> ordinary{};
  ordinary.fill(true);
  for (const char c : std::string_view("|*_~[]@-:>+.)0123456789 \t\r\v\f"))
    ordinary[static_cast<unsigned char>(c)] = false;
  return ordinary;
}();

Census census_of(std::string_view text) {
  Census census;
  std::size_t rows = 0;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    ++census.lines;
    std::size_t pipes = 0;
    bool other = false;  // than a delimiter row has
    for (const char c : line) {
      if (is_ordinary[static_cast<unsigned char>(c)]) {
        other = true;
        continue;
      }
      switch (c) {
        case '|':
          ++pipes;
          break;
        case '*':
          ++census.marks;
          break;
        case '_':
        case '~':
          ++census.marks;
          other = true;
          break;
        case '[':
          ++census.opening;
          other = true;
          break;
        case ']':
          ++census.closing;
          other = true;
          break;
        case '@':
          ++census.ats;
          other = true;
          break;
        default:
          break;
      }
    }
    census.most_pipes = std::max(census.most_pipes, pipes);
    if (line.empty()) rows = 0;
    if (!other && !line.empty()) census.delimiter_rows = std::max(census.delimiter_rows, ++rows);
    if (line.size() > static_cast<std::size_t>(max_containers))
      census.deep = census.deep || excess_container(line).has_value();
  }
  return census;
}

bool is_within_bounds(const Census& census, std::size_t size) {
  return !census.deep && census.most_pipes <= static_cast<std::size_t>(max_columns) &&
         census.delimiter_rows <= static_cast<std::size_t>(max_delimiter_rows) &&
         (census.most_pipes + 1) * census.lines <= max_padding && census.opening * size <= max_repeated &&
         census.closing * census.marks <= max_pairs && census.ats <= static_cast<std::size_t>(max_ats_in_word);
}

}  // namespace

std::size_t cost_of_markdown(std::string_view markdown) {
  std::uint64_t cost = cost_of_byte * markdown.size();
  char before = '\n';
  for (const char c : markdown) {
    const bool again = c == before && marks_of_any_length.find(c) != std::string_view::npos;
    if (!again) cost += mark_costs[static_cast<unsigned char>(c)];
    if (c == ' ' && (before == '-' || before == '+' || before == '>')) cost += cost_of_container;
    before = c;
  }
  for (const std::string_view link : {"://", "www."}) {
    for (std::size_t at = markdown.find(link); at != std::string_view::npos; at = markdown.find(link, at + link.size()))
      cost += cost_of_bare_link;
  }
  return cost;
}

BoundedMarkdown bound_markdown(std::string_view markdown) {
  const Census census = census_of(markdown);
  if (is_within_bounds(census, markdown.size())) return {std::string(markdown), Autolinks::on};
  return {Bounder(markdown).run(), has_crowded_word(markdown) || census.ats > max_ats ? Autolinks::off : Autolinks::on};
}

}  // namespace mediumsync::parse
