#include "source/bundle.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace mediumsync::source {
namespace {

constexpr std::string_view textbundle_extension = ".textbundle";

std::string_view last_part(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view parent(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

bool is_one_of(std::string_view name, const std::array<std::string_view, 4>& names) {
  return std::ranges::any_of(names, [&](std::string_view one) { return core::equal_ignoring_case(one, name); });
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// "2019-08-08-plain-words": what site generators begin a file's name with.
std::string_view without_date(std::string_view name) {
  constexpr std::string_view shape = "0000-00-00-";
  if (name.size() <= shape.size()) return name;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool fits = shape[i] == '0' ? is_digit(name[i]) : name[i] == '-' || name[i] == '_';
    if (!fits) return name;
  }
  return name.substr(shape.size());
}

// A name that was written for an address, "plain-words", as a title, "Plain words". Any other is its author's.
std::string spelled_out(std::string_view name) {
  std::string title(name);
  const bool for_an_address = std::ranges::none_of(title, [](char c) { return c == ' ' || (c >= 'A' && c <= 'Z'); });
  if (!for_an_address) return title;
  std::ranges::replace(title, '-', ' ');
  std::ranges::replace(title, '_', ' ');
  if (!title.empty() && title.front() >= 'a' && title.front() <= 'z')
    title.front() = static_cast<char>(title.front() - 32);
  return core::collapse_space(title);
}

}  // namespace

bool is_textbundle(std::string_view directory) {
  const std::string name = core::ascii_lower(last_part(directory));
  return name.size() > textbundle_extension.size() && name.ends_with(textbundle_extension);
}

std::optional<std::string> bundle_of(std::string_view path) {
  const std::string_view directory = parent(path);
  if (directory.empty()) return std::nullopt;
  const auto& texts = is_textbundle(directory) ? textbundle_texts : page_bundle_texts;
  return is_one_of(last_part(path), texts) ? std::optional(std::string(directory)) : std::nullopt;
}

std::optional<std::string> textbundle_around(std::string_view path) {
  for (std::string_view directory = parent(path); !directory.empty(); directory = parent(directory)) {
    if (is_textbundle(directory)) return std::string(directory);
  }
  return std::nullopt;
}

std::string name_of_post(std::string_view path) {
  const auto bundle = bundle_of(path);
  std::string_view name = last_part(bundle ? std::string_view(*bundle) : path);
  const bool has_extension = !bundle || is_textbundle(*bundle);
  const std::size_t dot = name.rfind('.');
  if (has_extension && dot != std::string_view::npos && dot != 0) name = name.substr(0, dot);
  return core::sanitise_utf8(spelled_out(without_date(name)));
}

}  // namespace mediumsync::source
