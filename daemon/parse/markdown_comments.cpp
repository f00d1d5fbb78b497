#include "parse/markdown_comments.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "core/text.hpp"
#include "parse/markdown_regions.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t max_extension = 300;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '%' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// One pass over one text.
class Dropper {
 public:
  Dropper(std::string_view text, int first_line, FindingList& findings)
      : text_(text), line_(first_line), findings_(findings) {}

  std::string run() {
    return rewrite(text_, "%{\\", [&](std::size_t position, const Region* tag) -> std::optional<Replacement> {
      if (tag != nullptr) return std::nullopt;
      const auto end = text_[position] == '%' ? percent_end(position) : extension_end(position);
      if (!end) return std::nullopt;
      if (text_[position] == '%') tell(position);
      return Replacement{*end, ""};
    });
  }

 private:
  void tell(std::size_t position) {
    const std::string_view passed = text_.substr(told_, position - told_);
    line_ += static_cast<int>(std::count(passed.begin(), passed.end(), '\n'));
    told_ = position;
    findings_.add(
        core::Severity::advice, "comment-left-out",
        "what stands between %% and %% is a comment, as Obsidian has it, and is left out; write \\%% for the sign",
        line_);
  }

  bool begins_line(std::size_t at) const {
    while (at > 0 && (text_[at - 1] == ' ' || text_[at - 1] == '\t')) --at;
    return at == 0 || text_[at - 1] == '\n';
  }

  // A comment within a line ends on it; one that begins a line may reach over blank ones.
  std::optional<std::size_t> percent_end(std::size_t begin) {
    if (!text_.substr(begin).starts_with("%%") || (begin > 0 && text_[begin - 1] == '%')) return std::nullopt;
    if (begin > 0 && text_[begin - 1] >= '0' && text_[begin - 1] <= '9') return std::nullopt;
    const bool block = begins_line(begin);
    const std::size_t reach = block ? text_.size() : std::min(text_.find('\n', begin), text_.size());
    const auto end = behind("%%", begin + 2, reach);
    if (!end || *end == begin + 4) return std::nullopt;
    if (*end < text_.size() && is_word(text_[*end])) return std::nullopt;
    return end;
  }

  std::optional<std::size_t> extension_end(std::size_t begin) {
    const std::string_view rest = text_.substr(begin, max_extension);
    if (rest.starts_with("{::comment}")) {
      const auto whole = behind("{:/comment}", begin, text_.size());
      return whole ? whole : behind("{:/}", begin, text_.size());
    }
    if (!rest.starts_with("{::options") && !rest.starts_with("{::nomarkdown") && !rest.starts_with("{:/"))
      return std::nullopt;
    const std::size_t close = rest.find_first_of("}\n");
    if (close == std::string_view::npos || rest[close] != '}') return std::nullopt;
    return begin + close + 1;
  }

  std::optional<std::size_t> behind(std::string_view mark, std::size_t from, std::size_t reach) {
    if (missing_.contains(mark)) return std::nullopt;
    const std::size_t end = text_.find(mark, from);
    if (end == std::string_view::npos) missing_.emplace(mark);
    if (end == std::string_view::npos || end + mark.size() > reach) return std::nullopt;
    return end + mark.size();
  }

  std::string_view text_;
  int line_;  // of told_
  std::size_t told_ = 0;
  FindingList& findings_;
  std::set<std::string, std::less<>> missing_;  // what is not found from here on
};

}  // namespace

std::string drop_comments(std::string_view markdown, int first_line, FindingList& findings) {
  return Dropper(markdown, first_line, findings).run();
}

}  // namespace mediumsync::parse
