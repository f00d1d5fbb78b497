#include "parse/page_strangers.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t npos = std::string_view::npos;

bool is_hidden(const GumboNode& node) {
  std::string style = core::ascii_lower(attribute(node, "style").value_or(""));
  std::erase(style, ' ');
  return attribute(node, "hidden") || style.find("display:none") != npos || attribute(node, "aria-hidden") == "true";
}

bool is_unseen(const GumboNode& node) {
  const std::string_view tag = tag_name(node);
  return tag == "script" || tag == "style" || tag == "template" || tag == "noscript" || tag == "head" ||
         (is_element(node) && is_hidden(node));
}

// Straight quotes, so that "You’ve" is "You've".
std::string plain(std::string_view text) {
  std::string lower = core::ascii_lower(core::collapse_space(text));
  for (std::size_t at = lower.find("’"); at != npos; at = lower.find("’", at + 1)) lower.replace(at, 3, "'");
  return lower;
}

// Only what no open page says of itself; in lower case.
constexpr std::array<std::string_view, 44> calls_to_pay = {"this post is for paid subscribers",
                                                           "this post is for paying subscribers",
                                                           "this post is for subscribers only",
                                                           "this post is for members only",
                                                           "this content is for members only",
                                                           "this content is for subscribers only",
                                                           "this article is for subscribers only",
                                                           "this article is exclusive to subscribers",
                                                           "subscribe to continue reading",
                                                           "subscribe to keep reading",
                                                           "subscribe to read the full",
                                                           "subscribe to read the rest",
                                                           "subscribe to unlock",
                                                           "subscribe now to read",
                                                           "log in to continue reading",
                                                           "log in to read the full",
                                                           "login to continue reading",
                                                           "sign in to continue reading",
                                                           "sign in to read the full",
                                                           "sign up to continue reading",
                                                           "register to continue reading",
                                                           "create a free account to continue",
                                                           "create an account to read the full story",
                                                           "create a free account to read",
                                                           "to continue reading, please",
                                                           "to read the full article, please",
                                                           "you have reached your limit of free articles",
                                                           "you've reached your limit of free",
                                                           "you have no free articles left",
                                                           "member-only story",
                                                           "become a member to read",
                                                           "unlock this article",
                                                           "unlock the full article",
                                                           "upgrade to continue reading",
                                                           "nur für abonnenten",
                                                           "jetzt abonnieren und weiterlesen",
                                                           "diesen artikel weiterlesen mit",
                                                           "réservé aux abonnés",
                                                           "réservé à nos abonnés",
                                                           "solo para suscriptores",
                                                           "suscríbete para seguir leyendo",
                                                           "riservato agli abbonati",
                                                           "exclusivo para assinantes",
                                                           "только для подписчиков"};

// Classes of the box that stands where the rest of the text would.
bool is_wall(const GumboNode& node) {
  constexpr std::array<std::string_view, 8> names = {"paywall",           "gh-post-upgrade-cta", "regwall",
                                                     "article-paywall",   "post-paywall",        "content-paywall",
                                                     "paywall-container", "subscription-wall"};
  const std::string_view id = attribute(node, "id").value_or("");
  return std::ranges::any_of(names, [&](std::string_view name) { return has_class(node, name) || id == name; });
}

struct Sign {
  std::string_view words;
  std::string_view what;
};

// In titles, where a word says what the page is.
constexpr std::array in_titles = {
    Sign{"404", "an error page"},
    Sign{"not found", "an error page"},
    Sign{"page doesn't exist", "an error page"},
    Sign{"page does not exist", "an error page"},
    Sign{"nicht gefunden", "an error page"},
    Sign{"introuvable", "an error page"},
    Sign{"non trouvée", "an error page"},
    Sign{"no encontrada", "an error page"},
    Sign{"non trovata", "an error page"},
    Sign{"não encontrada", "an error page"},
    Sign{"niet gevonden", "an error page"},
    Sign{"не найдена", "an error page"},
    Sign{"見つかりません", "an error page"},
    Sign{"internal server error", "an error page"},
    Sign{"service unavailable", "an error page"},
    Sign{"bad gateway", "an error page"},
    Sign{"maintenance", "a notice that the site is being worked on"},
    Sign{"access denied", "a refusal"},
    Sign{"forbidden", "a refusal"},
    Sign{"just a moment", "a check for robots"},
    Sign{"attention required", "a check for robots"},
    Sign{"are you a robot", "a check for robots"},
    Sign{"verify you are human", "a check for robots"},
    Sign{"security check", "a check for robots"},
    Sign{"captcha", "a check for robots"},
    Sign{"before you continue", "a question about cookies"},
    Sign{"cookie", "a question about cookies"},
    Sign{"consent", "a question about cookies"},
    Sign{"log in", "a page for logging in"},
    Sign{"login", "a page for logging in"},
    Sign{"sign in", "a page for logging in"},
};

// In short texts, which hold little else.
constexpr std::array in_texts = {
    Sign{"page not found", "an error page"},
    Sign{"page you are looking for", "an error page"},
    Sign{"page you were looking for", "an error page"},
    Sign{"page you requested", "an error page"},
    Sign{"page could not be found", "an error page"},
    Sign{"page can't be found", "an error page"},
    Sign{"seite wurde nicht gefunden", "an error page"},
    Sign{"verify you are human", "a check for robots"},
    Sign{"verifying you are human", "a check for robots"},
    Sign{"checking your browser", "a check for robots"},
    Sign{"unusual traffic", "a check for robots"},
    Sign{"accept all cookies", "a question about cookies"},
    Sign{"accept cookies", "a question about cookies"},
    Sign{"we use cookies", "a question about cookies"},
    Sign{"we value your privacy", "a question about cookies"},
    Sign{"alle akzeptieren", "a question about cookies"},
    Sign{"tout accepter", "a question about cookies"},
    Sign{"enable javascript", "one that shows nothing without JavaScript"},
    Sign{"javascript is required", "one that shows nothing without JavaScript"},
    Sign{"javascript enabled", "one that shows nothing without JavaScript"},
    Sign{"you don't have permission", "a refusal"},
};

template <typename Signs>
std::optional<std::string> first_sign(const Signs& signs, std::string_view text) {
  const auto found = std::ranges::find_if(signs, [&](const Sign& sign) { return text.find(sign.words) != npos; });
  return found == signs.end() ? std::nullopt : std::optional(std::string(found->what));
}

}  // namespace

std::string visible_text(const GumboNode& root) {
  constexpr std::size_t enough = 1 << 20;
  std::string text;
  walk(root, [&](const GumboNode& node) {
    if (text.size() > enough) return Walk::stop;
    if (is_unseen(node)) return Walk::past;
    if (is_text(node)) text += text_of(node);
    if (is_element(node)) text += ' ';
    return Walk::into;
  });
  return core::collapse_space(text);
}

std::optional<std::string> wall_on(const GumboNode& root) {
  constexpr std::size_t shortest = 20;  // bytes: an empty box is one that is not shown
  const std::string text = plain(visible_text(root));
  for (const std::string_view call : calls_to_pay) {
    if (text.find(call) != npos) return "it says “" + std::string(call) + "”";
  }
  bool walled = false;
  walk(root, [&](const GumboNode& node) {
    if (is_unseen(node)) return Walk::past;
    walled = is_element(node) && is_wall(node) && core::trim(deep_text(node)).size() >= shortest;
    return walled ? Walk::stop : Walk::into;
  });
  if (walled) return "it has a paywall";
  return std::nullopt;
}

std::optional<std::string> stranger(std::string_view title, std::string_view text) {
  constexpr std::size_t short_text = 2000;  // bytes
  if (auto what = first_sign(in_titles, plain(title))) return what;
  if (text.size() > short_text) return std::nullopt;
  return first_sign(in_texts, plain(text));
}

}  // namespace mediumsync::parse
