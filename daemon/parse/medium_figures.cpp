#include "parse/medium_figures.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/story_address.hpp"
#include "core/text.hpp"
#include "parse/decoding.hpp"
#include "parse/document.hpp"
#include "parse/html_tree.hpp"
#include "parse/stats_json.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t most_digits = 15;

bool is_digit(char one) {
  return one >= '0' && one <= '9';
}
bool is_capital(char one) {
  return one >= 'A' && one <= 'Z';
}

// A code of three capitals on its own, else the currency of the sign.
std::string currency_in(std::string_view text) {
  for (std::size_t i = 0; i + 3 <= text.size(); ++i) {
    const bool alone = (i == 0 || !is_capital(text[i - 1])) && (i + 3 == text.size() || !is_capital(text[i + 3]));
    if (alone && std::ranges::all_of(text.substr(i, 3), is_capital)) return std::string(text.substr(i, 3));
  }
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> signs{
      {{"€", "EUR"}, {"£", "GBP"}, {"¥", "JPY"}, {"₹", "INR"}}};
  for (const auto& [sign, code] : signs) {
    if (text.find(sign) != std::string_view::npos) return std::string(code);
  }
  return "USD";
}

// "1,234.56", "1.234,56", "12": what stands behind the last mark is a fraction when it is one digit or two.
std::optional<std::int64_t> hundredths(std::string_view number) {
  const std::size_t mark = number.find_last_of(".,");
  const std::size_t behind = mark == std::string_view::npos ? 0 : number.size() - mark - 1;
  const bool fraction = behind == 1 || behind == 2;
  std::string digits;
  for (const char one : number) {
    if (is_digit(one)) digits += one;
  }
  if (digits.empty() || digits.size() > most_digits) return std::nullopt;
  digits.append(fraction ? 2 - behind : 2, '0');
  return std::stoll(digits);
}

std::optional<ExportedFigures> earnings_in(const GumboNode& entry) {
  const GumboNode* link = find_node(entry, [](const GumboNode& node) {
    return tag_name(node) == "a" && attribute(node, "href") && core::story_id_in(*attribute(node, "href"));
  });
  if (link == nullptr) return std::nullopt;
  ExportedFigures story;
  story.id = *core::story_id_in(*attribute(*link, "href"));
  const std::string title = deep_text(*link);
  story.title = core::collapse_space(title);
  // The title may hold an amount, too.
  const std::string text = deep_text(entry);
  const std::size_t at = text.find(title);
  const std::size_t behind = at == std::string::npos ? 0 : at + title.size();
  story.earned = read_money(std::string_view(text).substr(behind));
  if (!story.earned) return std::nullopt;
  return story;
}

std::optional<std::int64_t> number_in(const nlohmann::json& value, const char* name) {
  const auto found = value.find(name);
  if (found == value.end() || !found->is_number_integer() || found->get<std::int64_t>() < 0) return std::nullopt;
  return found->get<std::int64_t>();
}

}  // namespace

std::optional<Earned> read_money(std::string_view text) {
  const auto begin = std::ranges::find_if(text, is_digit);
  if (begin == text.end()) return std::nullopt;
  const auto end = std::find_if(begin, text.end(), [](char one) { return !is_digit(one) && one != '.' && one != ','; });
  std::string_view number(begin, end);
  while (!is_digit(number.back())) number.remove_suffix(1);
  const auto cents = hundredths(number);
  if (!cents) return std::nullopt;
  return Earned{*cents, currency_in(text)};
}

bool is_earnings_file(std::string_view path) {
  if (format_of(path) != Format::html || path.find("../") != std::string_view::npos) return false;
  const std::string_view folder = path.substr(0, path.find_last_of('/') + 1);
  return folder == "partner-program/" || folder.ends_with("/partner-program/");
}

std::vector<ExportedFigures> earnings_of(std::string_view html) {
  const HtmlTree tree(decode(html, Format::html).text, HtmlKind::page);
  std::vector<ExportedFigures> stories;
  walk(tree.root(), [&stories](const GumboNode& node) {
    if (tag_name(node) != "li" || !has_class(node, "h-entry")) return Walk::into;
    if (auto story = earnings_in(node)) stories.push_back(std::move(*story));
    return Walk::past;
  });
  return stories;
}

std::vector<ExportedFigures> figures_of_stats(std::string_view json) {
  const auto values = stats_values(json);
  std::vector<ExportedFigures> stories;
  if (!values) return stories;
  for (const auto& value : *values) {
    if (mistake_in(value)) continue;
    const auto id = value.find("postId");
    const auto title = value.find("title");
    ExportedFigures story{.id = id->get<std::string>(),
                          .title = title != value.end() && title->is_string() ? title->get<std::string>() : "",
                          .views = number_in(value, "views"),
                          .reads = number_in(value, "reads"),
                          .claps = number_in(value, "upvotes"),
                          .earned = std::nullopt};
    if (story.views || story.reads || story.claps) stories.push_back(std::move(story));
  }
  return stories;
}

}  // namespace mediumsync::parse
