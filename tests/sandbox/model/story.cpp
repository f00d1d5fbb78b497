#include "sandbox/model/story.hpp"

#include <array>
#include <utility>

namespace mediumsync::sandbox {
namespace {

template <typename Value, std::size_t n>
using Names = std::array<std::pair<std::string_view, Value>, n>;

constexpr Names<Status, 3> statuses{
    {{"public", Status::published}, {"draft", Status::draft}, {"unlisted", Status::unlisted}}};
constexpr Names<Format, 2> formats{{{"html", Format::html}, {"markdown", Format::markdown}}};
constexpr Names<Role, 2> roles{{{"editor", Role::editor}, {"writer", Role::writer}}};
constexpr Names<Route, 3> routes{{{"api", Route::api}, {"import", Route::importer}, {"paste", Route::paste}}};

template <typename Value, std::size_t n>
std::optional<Value> find(const Names<Value, n>& names, std::string_view name) {
  for (const auto& [known, value] : names) {
    if (known == name) return value;
  }
  return std::nullopt;
}

template <typename Value, std::size_t n>
std::string_view find(const Names<Value, n>& names, Value value) {
  for (const auto& [name, known] : names) {
    if (known == value) return name;
  }
  return "";
}

constexpr std::string_view medium_policy = "https://medium.com/policy/9db0094a1e0f";
constexpr Names<std::string_view, 10> licenses{{
    {"", medium_policy},
    {"all-rights-reserved", medium_policy},
    {"cc-40-by", "https://creativecommons.org/licenses/by/4.0/"},
    {"cc-40-by-sa", "https://creativecommons.org/licenses/by-sa/4.0/"},
    {"cc-40-by-nd", "https://creativecommons.org/licenses/by-nd/4.0/"},
    {"cc-40-by-nc", "https://creativecommons.org/licenses/by-nc/4.0/"},
    {"cc-40-by-nc-nd", "https://creativecommons.org/licenses/by-nc-nd/4.0/"},
    {"cc-40-by-nc-sa", "https://creativecommons.org/licenses/by-nc-sa/4.0/"},
    {"cc-40-zero", "https://creativecommons.org/publicdomain/zero/1.0/"},
    {"public-domain", "https://creativecommons.org/publicdomain/mark/1.0/"},
}};

}  // namespace

std::optional<Status> parse_status(std::string_view name) {
  return find(statuses, name);
}
std::string_view name_of(Status status) {
  return find(statuses, status);
}
std::optional<Format> parse_format(std::string_view name) {
  return find(formats, name);
}
std::string_view name_of(Format format) {
  return find(formats, format);
}
std::optional<Role> parse_role(std::string_view name) {
  return find(roles, name);
}
std::string_view name_of(Role role) {
  return find(roles, role);
}
std::optional<Route> parse_route(std::string_view name) {
  return find(routes, name);
}
std::string_view name_of(Route route) {
  return find(routes, route);
}

std::optional<std::string> license_url(std::string_view license) {
  for (const auto& [name, url] : licenses) {
    if (name == license) return std::string{url};
  }
  return std::nullopt;
}

}  // namespace mediumsync::sandbox
