#include "parse/markdown_callouts.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "core/text.hpp"
#include "parse/markdown_lines.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t max_nested = 8;

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

std::size_t indent_of(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

std::string_view without_quotes(std::string_view text) {
  if (text.size() > 1 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
    return text.substr(1, text.size() - 2);
  return text;
}

// What opens a box.
struct Opening {
  std::string type;
  std::string title;
  bool titled = false;  // even with nothing
};

std::string label_line(const Opening& box) {
  if (box.titled && box.title.empty()) return "";
  const std::string title = box.title.empty() ? "" : box.title;
  return "<strong>" + callout_label(box.type, title) + ":</strong>" + (title.empty() ? "" : "  ");
}

// "!!! note inline \"Title\"", "???+ tip".
std::optional<Opening> bang_opening(std::string_view line) {
  std::string_view text = core::trim(line);
  if (!text.starts_with("!!!") && !text.starts_with("???")) return std::nullopt;
  text.remove_prefix(3);
  if (text.starts_with('+')) text.remove_prefix(1);
  text = core::trim(text);
  const std::size_t end = static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_name) - text.begin());
  if (end == 0 || (end < text.size() && text[end] != ' ')) return std::nullopt;
  Opening box{core::ascii_lower(text.substr(0, end)), {}, false};
  const std::size_t quote = text.find('"');
  if (quote != std::string_view::npos && text.ends_with('"') && quote + 1 < text.size()) {
    box.title = std::string(core::trim(text.substr(quote + 1, text.size() - quote - 2)));
    box.titled = true;
  }
  return box;
}

std::size_t colons_of(std::string_view line) {
  const std::string_view text = core::trim(line);
  const std::size_t colons = std::min(text.find_first_not_of(':'), text.size());
  return colons < 3 ? 0 : colons;
}

// "Title" of `{title="Title" .x}`.
std::string attribute_title(std::string_view attributes) {
  for (const char quote : {'"', '\''}) {
    const std::string key = std::string("title=") + quote;
    const std::size_t begin = attributes.find(key);
    const std::size_t end = begin == std::string_view::npos ? begin : attributes.find(quote, begin + key.size());
    if (end != std::string_view::npos)
      return std::string(core::trim(attributes.substr(begin + key.size(), end - begin - key.size())));
  }
  return {};
}

// ":::note Title", ":::note[Title]", "::: {.note}", "::: details Title".
std::optional<Opening> colon_opening(std::string_view line) {
  const std::size_t colons = colons_of(line);
  std::string_view text = core::trim(core::trim(line).substr(colons));
  while (text.ends_with(':')) text.remove_suffix(1);
  if (colons == 0 || text.empty()) return std::nullopt;
  const bool braced = text.starts_with('{');
  while (!text.empty() && (text.front() == '{' || text.front() == '.' || text.front() == ' ')) text.remove_prefix(1);
  const std::size_t end = static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_name) - text.begin());
  if (end == 0) return std::nullopt;
  Opening box{core::ascii_lower(text.substr(0, end)), {}, false};
  text = core::trim(text.substr(end));
  const std::size_t bracket = text.starts_with('[') ? text.find(']') : std::string_view::npos;
  if (bracket != std::string_view::npos && (bracket + 1 == text.size() || text[bracket + 1] == '{'))
    text = text.substr(1, bracket - 1);
  if (braced || text.starts_with('{')) box.title = attribute_title(text);
  if (!braced && !text.starts_with('{')) box.title = std::string(without_quotes(text));
  return box;
}

// Which lines open and close boxes of colons: the number of the line that closes each.
std::map<std::size_t, std::size_t> paired(const std::vector<std::string_view>& lines) {
  std::map<std::size_t, std::size_t> pairs;
  std::vector<std::size_t> open;
  FenceWatch fences;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (fences.is_code(lines[i]) || colons_of(lines[i]) == 0) continue;
    if (colon_opening(lines[i])) {
      open.push_back(i);
    } else if (core::trim(lines[i]).find_first_not_of(':') == std::string_view::npos && !open.empty()) {
      pairs.emplace(open.back(), i);
      open.pop_back();
    }
  }
  return pairs;
}

// One pass over one text.
class Boxes {
 public:
  Boxes(std::string_view text, int first_line, FindingList& findings)
      : lines_(lines_of(text)), pairs_(paired(lines_)), first_line_(first_line), findings_(findings) {
    out_.reserve(text.size() + 64);
    indent_ahead_.resize(lines_.size());
    for (std::size_t i = lines_.size(), indent = 0; i-- > 0; indent_ahead_[i] = indent) {
      if (!core::trim(lines_[i]).empty()) indent = indent_of(lines_[i]);
    }
  }

  std::string run() {
    for (number_ = 0; number_ < lines_.size(); ++number_) {
      std::string prefix;
      const std::string_view line = inside_open(lines_[number_], prefix);
      const bool code = fences_.is_code(line);
      const bool handled = !code && !fences_.open() && (closes() || opens(line, prefix) || github(line, prefix));
      if (!handled) out_.append(prefix).append(line);
      out_ += '\n';
    }
    return std::move(out_);
  }

 private:
  struct Open {
    std::size_t indent = 0;
    std::optional<std::size_t> last;  // its closing line; those of indentation have none
    bool quoted = false;
    std::string said_by;
  };

  // What remains of a line within the open boxes; those that end before it are left.
  std::string_view inside_open(std::string_view line, std::string& prefix) {
    for (std::size_t i = 0, outside = 0; i < open_.size(); ++i) {
      const Open& box = open_[i];
      const std::size_t indent = indent_of(line);
      if (!box.last && indent_ahead_[number_] < outside + box.indent + 4) {
        open_.resize(i);
        break;
      }
      outside += box.last ? box.indent : box.indent + 4;
      const std::size_t own = box.last ? box.indent : box.indent + 4;
      line.remove_prefix(std::min(own, indent));
      prefix.append(box.indent, ' ');
      if (box.quoted) prefix += "> ";
    }
    return line;
  }

  bool closes() {
    if (open_.empty() || open_.back().last != number_) return false;
    const Open closed = std::move(open_.back());
    open_.pop_back();
    if (!closed.said_by.empty()) {
      for (const Open& around : open_) out_.append(around.indent, ' ').append(around.quoted ? "> " : "");
      out_.append(closed.indent, ' ').append("> <br>— ").append(closed.said_by);
      const bool follows = number_ + 1 < lines_.size() && !core::trim(lines_[number_ + 1]).empty();
      out_ += follows ? "\n" : "";
      if (!follows) return true;
    }
    // The blank line that is left of it belongs to the boxes around.
    for (const Open& box : open_) out_.append(box.indent, ' ').append(box.quoted ? ">" : "");
    return true;
  }

  bool opens(std::string_view line, const std::string& prefix) {
    if (open_.size() >= max_nested) return false;
    if (const auto pair = pairs_.find(number_); pair != pairs_.end()) {
      if (const auto box = colon_opening(line)) return open_colons(*box, indent_of(line), pair->second, prefix);
    }
    const auto box = bang_opening(line);
    if (!box || !is_followed_by_indented(indent_of(lines_[number_]))) return false;
    out_.append(prefix).append(indent_of(line), ' ').append("> ").append(label_line(*box));
    open_.push_back({indent_of(line), std::nullopt, true, {}});
    return true;
  }

  bool open_colons(const Opening& box, std::size_t indent, std::size_t last, const std::string& prefix) {
    const bool quoted = is_callout(box.type);
    out_.append(prefix).append(indent, ' ');
    if (quoted) {
      out_.append("> ").append(label_line(box));
    } else if (box.type == "details" || box.type == "spoiler" || box.type == "expand") {
      out_.append("<strong>").append(box.title.empty() ? "Details" : box.title).append("</strong>  ");
    } else if (box.type != "quote") {
      findings_.add(
          core::Severity::advice, "container-unknown",
          "the box :::" + core::printable(core::cut_on_word(box.type, 40)) + " means nothing here; what it holds stays",
          first_line_ + static_cast<int>(number_));
    }
    const bool quote = box.type == "quote";
    open_.push_back({indent, last, quoted || quote, quote ? box.title : std::string()});
    return true;
  }

  bool is_followed_by_indented(std::size_t indent) const {
    for (std::size_t i = number_ + 1; i < lines_.size() && i < number_ + 3; ++i) {
      if (!core::trim(lines_[i]).empty()) return indent_of(lines_[i]) >= indent + 4;
    }
    return false;
  }

  // "> [!NOTE]", "> [!tip]- Title".
  bool github(std::string_view line, const std::string& prefix) {
    const std::string_view text = behind_containers(line);
    const std::string_view before = line.substr(0, static_cast<std::size_t>(text.data() - line.data()));
    const std::size_t end = text.starts_with("[!") ? text.find(']') : std::string_view::npos;
    if (end == std::string_view::npos || end < 3 || before.find('>') == std::string_view::npos) return false;
    const std::string_view type = text.substr(2, end - 2);
    if (!std::all_of(type.begin(), type.end(), is_name)) return false;
    std::string_view title = text.substr(end + 1);
    if (title.starts_with('(') || title.starts_with('[')) return false;
    if (title.starts_with('-') || title.starts_with('+')) title.remove_prefix(1);
    title = core::trim(title);
    out_.append(prefix).append(before).append(label_line({core::ascii_lower(type), std::string(title), false}));
    return true;
  }

  std::vector<std::string_view> lines_;
  std::vector<std::size_t> indent_ahead_;  // of each line or, where it is blank, of the next one that is not
  std::map<std::size_t, std::size_t> pairs_;
  int first_line_;
  FindingList& findings_;
  FenceWatch fences_;
  std::vector<Open> open_;
  std::size_t number_ = 0;
  std::string out_;
};

}  // namespace

bool is_callout(std::string_view type) {
  static constexpr std::string_view types =
      " note tip info warning danger caution important hint success question failure bug example abstract summary "
      "attention error seealso todo faq help check done fail missing tldr notice alert callout admonition aside ";
  return types.find(" " + core::ascii_lower(type) + " ") != std::string_view::npos;
}

std::string callout_label(std::string_view type, std::string_view title) {
  std::string label = core::ascii_lower(type);
  if (label == "notice" || label == "alert" || label == "callout" || label == "admonition" || label == "aside") {
    if (!title.empty())
      label.clear();
    else
      label = "note";
  }
  if (label == "seealso") label = "see also";
  if (label == "tldr") label = "TL;DR";
  if (label == "faq") label = "FAQ";
  std::replace(label.begin(), label.end(), '-', ' ');
  if (!label.empty() && label.front() >= 'a' && label.front() <= 'z')
    label.front() = static_cast<char>(label.front() - 32);
  std::string shown(title);
  while (shown.ends_with(':')) shown.pop_back();
  if (shown.empty()) return label;
  return label.empty() || core::equal_ignoring_case(shown, label) ? shown : label + ": " + shown;
}

std::string spell_out_callouts(std::string_view markdown, int first_line, FindingList& findings) {
  return Boxes(markdown, first_line, findings).run();
}

}  // namespace mediumsync::parse
