// One table of the file, read key by key: what is there and right is a value, what is wrong is reported.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <toml++/toml.h>
#include <utility>
#include <vector>

#include "config/keys.hpp"
#include "config/report.hpp"

namespace mediumsync::config {

// Lowest and highest value allowed.
template <typename Value>
struct Range {
  Value lowest;
  Value highest;
};

template <typename Value>
using Choices = std::vector<std::pair<std::string_view, Value>>;

// A view of one table for the time of one load(); owns nothing. Every getter: std::nullopt when the key is absent or
// its value was reported.
class Section {
 public:
  // Reports the keys that the table does not know.
  Section(const toml::table& table, const TableKeys& keys, Report& report);

  Position place() const;                      // where the table begins
  Position place(std::string_view key) const;  // where the key's value begins, or the table where it has none
  bool has(std::string_view key) const { return find(key) != nullptr; }
  bool is_array(std::string_view key) const;
  Report& report() const { return *report_; }

  std::optional<Placed<std::string>> text(std::string_view key) const;
  std::optional<bool> flag(std::string_view key) const;
  std::optional<int> number(std::string_view key, Range<int> range) const;
  std::optional<std::chrono::milliseconds> duration(std::string_view key, Range<std::chrono::milliseconds> range) const;
  std::optional<std::size_t> size(std::string_view key, Range<std::size_t> range) const;
  std::optional<std::vector<Placed<std::string>>> texts(std::string_view key) const;

  // A table of strings: { "C++" = "cpp" }.
  using Pair = std::pair<Placed<std::string>, Placed<std::string>>;
  std::optional<std::vector<Pair>> pairs(std::string_view key) const;

  std::optional<Section> table(std::string_view key, const TableKeys& keys) const;
  std::vector<Section> tables(std::string_view key, const TableKeys& keys) const;

  // One of the named values.
  template <typename Value>
  std::optional<Value> choice(std::string_view key, const Choices<Value>& choices) const {
    const auto given = text(key);
    if (!given) return std::nullopt;
    std::vector<std::string_view> names;
    for (const auto& [name, value] : choices) {
      if (name == given->value) return value;
      names.push_back(name);
    }
    report_unknown_choice(key, *given, names);
    return std::nullopt;
  }

 private:
  const toml::node* find(std::string_view key) const;
  void report_unknown_keys(const TableKeys& keys) const;
  void report_type(std::string_view key, std::string_view wanted, const toml::node& node) const;
  void report_unknown_choice(std::string_view key, const Placed<std::string>& given,
                             const std::vector<std::string_view>& names) const;
  std::optional<Placed<std::string>> string_of(std::string_view key, std::string_view wanted,
                                               const toml::node& node) const;

  const toml::table* table_;
  Report* report_;
};

}  // namespace mediumsync::config
