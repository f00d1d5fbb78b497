#include "config/section.hpp"

#include <algorithm>

#include "config/nearest.hpp"
#include "config/quantity.hpp"

namespace mediumsync::config {

namespace {

Position position(const toml::source_region& region) {
  return {.line = static_cast<int>(region.begin.line), .column = static_cast<int>(region.begin.column)};
}

std::string_view type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "an integer";
    case toml::node_type::floating_point:
      return "a floating-point number";
    case toml::node_type::boolean:
      return "a boolean";
    case toml::node_type::date:
      return "a date";
    case toml::node_type::time:
      return "a time";
    case toml::node_type::date_time:
      return "a date-time";
    case toml::node_type::none:
      break;
  }
  return "nothing";
}

std::string joined(std::span<const std::string_view> names) {
  std::string text;
  for (const std::string_view name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

std::string quoted(std::string_view key) {
  return "'" + std::string(key) + "'";
}

std::string unknown_key(std::string_view key, const TableKeys& keys) {
  const std::string message = "unknown key '" + shown(key) + "'";
  if (const auto meant = nearest(key, keys.names)) return message + ", did you mean '" + std::string(*meant) + "'?";
  for (const TableKeys& other : keys::all) {
    if (std::find(other.names.begin(), other.names.end(), key) == other.names.end()) continue;
    return message + "; it belongs " +
           (other.header.empty() ? "above the first table" : "in " + std::string(other.header));
  }
  return message + "; known here: " + joined(keys.names);
}

}  // namespace

Section::Section(const toml::table& table, const TableKeys& keys, Report& report) : table_(&table), report_(&report) {
  report_unknown_keys(keys);
}

void Section::report_unknown_keys(const TableKeys& keys) const {
  for (const auto& [key, node] : *table_) {
    if (std::find(keys.names.begin(), keys.names.end(), key.str()) != keys.names.end()) continue;
    report_->add(position(key.source()), unknown_key(key.str(), keys));
  }
}

Position Section::place() const {
  return position(table_->source());
}

Position Section::place(std::string_view key) const {
  const toml::node* node = find(key);
  return node == nullptr ? place() : position(node->source());
}

bool Section::is_array(std::string_view key) const {
  const toml::node* node = find(key);
  return node != nullptr && node->is_array();
}

const toml::node* Section::find(std::string_view key) const {
  return table_->get(key);
}

void Section::report_type(std::string_view key, std::string_view wanted, const toml::node& node) const {
  report_->add(position(node.source()),
               quoted(key) + " must be " + std::string(wanted) + ", not " + std::string(type_name(node)));
}

void Section::report_unknown_choice(std::string_view key, const Placed<std::string>& given,
                                    const std::vector<std::string_view>& names) const {
  std::string message = quoted(key) + " can't be \"" + shown(given.value) + "\"";
  if (const auto meant = nearest(given.value, names)) message += ", did you mean \"" + std::string(*meant) + "\"?";
  report_->add(given.place, message + (names.size() == 1 ? "; it is " : "; it is one of ") + joined(names));
}

std::optional<Placed<std::string>> Section::string_of(std::string_view key, std::string_view wanted,
                                                      const toml::node& node) const {
  const auto* string = node.as_string();
  if (string == nullptr) {
    report_type(key, wanted, node);
    return std::nullopt;
  }
  if (string->get().find('\0') != std::string::npos) {
    report_->add(position(node.source()), quoted(key) + " must not hold a NUL character");
    return std::nullopt;
  }
  return Placed<std::string>{.value = string->get(), .place = position(node.source())};
}

std::optional<Placed<std::string>> Section::text(std::string_view key) const {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  return string_of(key, "a string", *node);
}

std::optional<bool> Section::flag(std::string_view key) const {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* boolean = node->as_boolean()) return boolean->get();
  report_type(key, "true or false", *node);
  return std::nullopt;
}

std::optional<int> Section::number(std::string_view key, Range<int> range) const {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto* integer = node->as_integer();
  if (integer == nullptr) {
    report_type(key, "an integer", *node);
    return std::nullopt;
  }
  if (integer->get() < range.lowest || integer->get() > range.highest) {
    report_->add(position(node->source()), quoted(key) + " must lie between " + std::to_string(range.lowest) + " and " +
                                               std::to_string(range.highest));
    return std::nullopt;
  }
  return static_cast<int>(integer->get());
}

std::optional<std::chrono::milliseconds> Section::duration(std::string_view key,
                                                           Range<std::chrono::milliseconds> range) const {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto given = string_of(key, "a duration in quotes such as \"30s\"", *node);
  if (!given) return std::nullopt;
  const auto value = parse_duration(given->value);
  if (!value) {
    report_->add_inside(*given, value.error().offset, quoted(key) + " " + value.error().message);
    return std::nullopt;
  }
  if (*value < range.lowest || *value > range.highest) {
    report_->add(given->place, quoted(key) + " must lie between " + duration_text(range.lowest) + " and " +
                                   duration_text(range.highest));
    return std::nullopt;
  }
  return *value;
}

std::optional<std::size_t> Section::size(std::string_view key, Range<std::size_t> range) const {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto given = string_of(key, "a size in quotes such as \"16MiB\"", *node);
  if (!given) return std::nullopt;
  const auto value = parse_size(given->value);
  if (!value) {
    report_->add_inside(*given, value.error().offset, quoted(key) + " " + value.error().message);
    return std::nullopt;
  }
  if (*value < range.lowest || *value > range.highest) {
    report_->add(given->place,
                 quoted(key) + " must lie between " + size_text(range.lowest) + " and " + size_text(range.highest));
    return std::nullopt;
  }
  return *value;
}

std::optional<std::vector<Placed<std::string>>> Section::texts(std::string_view key) const {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    report_type(key, "an array of strings", *node);
    return std::nullopt;
  }
  std::vector<Placed<std::string>> result;
  for (const toml::node& element : *array) {
    if (auto string = string_of(key, "an array of strings", element)) result.push_back(std::move(*string));
  }
  if (result.empty() && !array->empty()) return std::nullopt;
  return result;
}

std::optional<std::vector<Section::Pair>> Section::pairs(std::string_view key) const {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  const toml::table* table = node->as_table();
  if (table == nullptr) {
    report_type(key, "a table of strings", *node);
    return std::nullopt;
  }
  std::vector<Pair> result;
  for (const auto& [name, value] : *table) {
    auto string = string_of(name.str(), "a string", value);
    if (!string) continue;
    result.emplace_back(Placed<std::string>{.value = std::string(name.str()), .place = position(name.source())},
                        std::move(*string));
  }
  if (result.size() != table->size()) return std::nullopt;
  return result;
}

std::optional<Section> Section::table(std::string_view key, const TableKeys& keys) const {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  if (const toml::table* table = node->as_table()) return Section(*table, keys, *report_);
  report_type(key, "a table", *node);
  return std::nullopt;
}

std::vector<Section> Section::tables(std::string_view key, const TableKeys& keys) const {
  const toml::node* node = find(key);
  if (node == nullptr) return {};
  const toml::array* array = node->as_array();
  if (array == nullptr || !std::all_of(array->begin(), array->end(), [](const auto& n) { return n.is_table(); })) {
    report_->add(position(node->source()), quoted(key) + " must be written " + std::string(keys.header) +
                                               ", in two pairs of brackets: there may be several");
    return {};
  }
  std::vector<Section> result;
  for (const toml::node& element : *array) result.emplace_back(*element.as_table(), keys, *report_);
  return result;
}

}  // namespace mediumsync::config
