#include <algorithm>
#include <array>
#include <vector>

#include "core/likeness.hpp"
#include "core/percent.hpp"
#include "core/text.hpp"
#include "core/url.hpp"

namespace mediumsync::core {
namespace {

// What newsletters, advertisers and sharing buttons add to an address; "utm_" and the like begin many more.
constexpr std::array trackers{"fbclid", "gclid", "dclid", "gbraid",  "wbraid", "msclkid",   "mc_cid", "mc_eid",
                              "igshid", "igsh",  "ref",   "ref_src", "source", "yclid",     "twclid", "ttclid",
                              "_hsenc", "_hsmi", "spm",   "cmpid",   "wt_mc",  "_openstat", "share",  "amp"};
constexpr std::array tracker_prefixes{"utm_", "pk_", "mtm_", "matomo_", "at_", "hsa_"};

constexpr std::array index_files{"index.html", "index.htm", "index.php", "default.aspx"};

bool is_tracker(std::string_view parameter) {
  const std::string name = ascii_lower(parameter.substr(0, parameter.find('=')));
  return std::ranges::any_of(trackers, [&](std::string_view one) { return name == one; }) ||
         std::ranges::any_of(tracker_prefixes, [&](std::string_view one) { return name.starts_with(one); });
}

constexpr bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

// RFC 3986 section 6.2.2: what need not be encoded is not, and the rest is in capitals.
std::string with_plain_escapes(std::string_view text) {
  const std::string encoded = encode_unsafe(text);
  std::string plain;
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    const auto high = encoded[i] == '%' && i + 2 < encoded.size() ? hex_digit(encoded[i + 1]) : std::nullopt;
    const auto low = high ? hex_digit(encoded[i + 2]) : std::nullopt;
    if (!low) {
      plain += encoded[i];
      continue;
    }
    const char decoded = static_cast<char>(*high * 16 + *low);
    if (is_unreserved(decoded)) {
      plain += decoded;
    } else {
      constexpr std::string_view digits = "0123456789ABCDEF";
      plain += '%';
      plain += digits[*high];
      plain += digits[*low];
    }
    i += 2;
  }
  return plain;
}

std::string place_of(const Url& url) {
  std::string host = url.host().value_or("");
  if (host.starts_with("www.")) host.erase(0, 4);
  while (host.ends_with('.')) host.pop_back();
  std::string_view authority = *url.authority;
  const std::size_t colon = authority.rfind(':');
  const bool bracket = authority.find(']') != std::string_view::npos && colon < authority.rfind(']');
  const std::string_view port = colon == std::string_view::npos || bracket ? "" : authority.substr(colon + 1);
  if (!port.empty() && port != "80" && port != "443") host += ":" + std::string(port);
  return host;
}

std::string path_of(const Url& url) {
  std::string path = with_plain_escapes(url.path);
  for (const std::string_view file : index_files) {
    if (path.ends_with("/" + std::string(file))) path.resize(path.size() - file.size());
  }
  while (path.ends_with('/')) path.pop_back();
  return path;
}

std::string query_of(const Url& url) {
  std::vector<std::string> parameters;
  for (std::string_view rest = url.query ? std::string_view(*url.query) : ""; !rest.empty();) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    const std::string_view parameter = rest.substr(0, end);
    if (!parameter.empty() && !is_tracker(parameter)) parameters.push_back(with_plain_escapes(parameter));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  std::ranges::sort(parameters);
  std::string query;
  for (const std::string& parameter : parameters) query += (query.empty() ? "?" : "&") + parameter;
  return query;
}

}  // namespace

std::optional<std::string> comparable_address(std::string_view text) {
  const std::string_view trimmed = trim(text);
  if (!is_web_url(trimmed)) return std::nullopt;
  const Url url = Url::parse(trimmed);
  // Some sites have their pages behind "#!/" or "#/".
  const bool page_in_fragment = url.fragment && (url.fragment->starts_with('!') || url.fragment->starts_with('/'));
  const std::string page =
      path_of(url) + query_of(url) + (page_in_fragment ? "#" + with_plain_escapes(*url.fragment) : std::string());
  if (page.empty()) return std::nullopt;
  return place_of(url) + page;
}

}  // namespace mediumsync::core
