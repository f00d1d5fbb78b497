#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <fstream>
#include <optional>
#include <sys/un.h>
#include <system_error>
#include <utility>

#include "config/account.hpp"
#include "config/nearest.hpp"
#include "config/notify.hpp"
#include "config/plan.hpp"
#include "config/settings.hpp"
#include "config/source.hpp"
#include "core/text.hpp"

namespace mediumsync::config {

namespace {

namespace fs = std::filesystem;

constexpr Range<std::size_t> body_sizes{1U << 10, 1U << 30};
constexpr Range<int> parallel_fetches{1, 256};

constexpr std::size_t largest_file = 1U << 20;

std::string unreadable(int error) {
  if (error != ENOENT) return "can't be read: " + std::generic_category().message(error);
  return "there is no configuration here; copy the annotated default to it (/usr/share/doc/mediumsync/mediumsync.toml, "
         "config/mediumsync.toml in the sources) or name another file with --config";
}

core::Expected<std::string, Mistake> read_file(const fs::path& file) {
  const auto mistake = [](std::string message) {
    return core::Unexpected<Mistake>(Mistake{.message = std::move(message)});
  };
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  std::string text;
  std::array<char, 1U << 14> chunk{};
  while (stream.read(chunk.data(), chunk.size()) || stream.gcount() > 0) {
    text.append(chunk.data(), static_cast<std::size_t>(stream.gcount()));
    if (text.size() > largest_file) return mistake("is no configuration: it is larger than 1MiB");
  }
  if (!stream.eof()) return mistake(unreadable(errno));
  return text;
}

// toml++ quotes from the line it stumbled over; the line of a secret must not get into a message.
std::string syntax_message(const toml::parse_error& error, std::string_view line) {
  for (const char* key : {"password", "secret"}) {
    if (core::ascii_lower(line).find(key) == std::string::npos) continue;
    return std::string("this line is not TOML; write ") + key + " = \"credential:NAME\" or " + key +
           " = \"file:/path\" (its text is not shown here)";
  }
  if (core::ascii_lower(line).find("token") != std::string::npos) {
    return "this line is not TOML; write token = \"credential:NAME\" or token = \"file:/path\" (its text is not shown "
           "here)";
  }
  const std::string_view description = error.description();
  if (description.find("representable") != std::string_view::npos) return "the number is too large";
  const std::size_t equals = std::min(line.find('='), line.size());
  const std::string_view value = core::trim(line.substr(std::min(equals + 1, line.size())));
  const bool bare = !value.empty() && (std::isalpha(static_cast<unsigned char>(value[0])) != 0 || value[0] == '/');
  return core::printable(description) + (bare ? "; a string stands in quotes" : "");
}

// The first byte that is no text, as a position.
std::optional<Position> first_invalid(std::string_view text) {
  const std::string valid = core::sanitise_utf8(text);
  const auto at = std::mismatch(text.begin(), text.end(), valid.begin(), valid.end()).first;
  if (at == text.end()) return std::nullopt;
  const std::string_view before = text.substr(0, static_cast<std::size_t>(at - text.begin()));
  const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
  return Position{.line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1,
                  .column = static_cast<int>(core::count_characters(before.substr(line_begin))) + 1};
}

core::Expected<toml::table, Mistakes> parse(std::string_view text, Report& report) {
  if (const auto place = first_invalid(text)) {
    report.add(*place, "this is not UTF-8 text");
    return core::Unexpected<Mistakes>(report.take());
  }
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    const auto begin = error.source().begin;
    const Position place{.line = static_cast<int>(begin.line), .column = static_cast<int>(begin.column)};
    report.add(place, syntax_message(error, report.line(place.line)));
    return core::Unexpected<Mistakes>(report.take());
  }
}

fs::path absolute_path(const Section& section, std::string_view key, const fs::path& otherwise) {
  const auto given = section.text(key);
  if (!given) return otherwise;
  const fs::path path = given->value;
  if (path.is_absolute()) return path;
  section.report().add(given->place, "'" + std::string(key) + "' must be an absolute path, beginning with '/'");
  return otherwise;
}

fs::path read_socket(const Section& section, const fs::path& otherwise) {
  const fs::path path = absolute_path(section, "socket", otherwise);
  if (path.native().size() >= sizeof(sockaddr_un::sun_path)) {
    section.report().add(section.place("socket"), "'socket' is longer than the " +
                                                      std::to_string(sizeof(sockaddr_un::sun_path) - 1) +
                                                      " bytes a socket's path may have");
  }
  return path;
}

Fetch read_fetch(const Section& section) {
  Fetch fetch;
  if (section.flag("allow_private_networks").value_or(false)) fetch.private_networks = PrivateNetworks::allowed;
  fetch.max_body = section.size("max_body", body_sizes).value_or(fetch.max_body);
  fetch.timeout = section.duration("timeout", timeouts).value_or(fetch.timeout);
  fetch.parallel = section.number("parallel", parallel_fetches).value_or(fetch.parallel);
  return fetch;
}

LogLevel read_level(const Section& section, LogLevel otherwise) {
  const Choices<LogLevel> levels{
      {"debug", LogLevel::debug}, {"info", LogLevel::info}, {"warn", LogLevel::warn}, {"error", LogLevel::error}};
  return section.choice("level", levels).value_or(otherwise);
}

// A name and where it was given.
using Named = Placed<std::string>;

void report_repeated(std::vector<Named> names, const std::string& what, Report& report) {
  std::stable_sort(names.begin(), names.end(),
                   [](const Named& a, const Named& b) { return a.place.line < b.place.line; });
  for (auto name = names.begin(); name != names.end(); ++name) {
    const auto earlier = std::find_if(names.begin(), name, [&](const Named& n) { return n.value == name->value; });
    if (name->value.empty() || earlier == name) continue;
    report.add(name->place, what + " \"" + shown(name->value) + "\" is already named on line " +
                                std::to_string(earlier->place.line));
  }
}

// `sections` are what `things` were read from, one by one.
template <typename Thing>
std::vector<Named> names_of(const std::vector<Thing>& things, const std::vector<Section>& sections) {
  std::vector<Named> names;
  for (std::size_t i = 0; i < things.size(); ++i) names.push_back({things[i].name, sections[i].place("name")});
  return names;
}

// The path as it is compared: without "..", "." and a slash at its end, and through symlinks where they may be looked
// at.
fs::path compared(const fs::path& path, MachineChecks checks) {
  std::error_code ignored;
  fs::path result = checks == MachineChecks::made ? fs::weakly_canonical(path, ignored) : path;
  result = (result.empty() ? path : result).lexically_normal();
  return result.has_filename() ? result : result.parent_path();
}

bool holds(const fs::path& outer, const fs::path& inner) {
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

void report_nested(const std::vector<Folder>& folders, const std::vector<Section>& sections, MachineChecks checks) {
  for (std::size_t i = 0; i < folders.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (folders[i].path.empty() || folders[j].path.empty()) continue;
      const fs::path later = compared(folders[i].path, checks);
      const fs::path earlier = compared(folders[j].path, checks);
      if (!holds(later, earlier) && !holds(earlier, later)) continue;
      const std::string relation = later == earlier ? "is" : holds(earlier, later) ? "lies inside" : "holds";
      sections[i].report().add(sections[i].place("path"), "'path' " + relation + " the path of the folder on line " +
                                                              std::to_string(sections[j].place("path").line) +
                                                              ": its files would be published twice");
      break;
    }
  }
}

std::vector<Account> read_accounts(const std::vector<Section>& sections, const Section& root,
                                   const schedule::Plan& plan, MachineChecks checks) {
  if (!root.has("account")) {
    root.report().add(root.place(), "there is no [[account]] to publish to: add one with a name and a token");
  }
  std::vector<Account> accounts;
  for (const Section& section : sections) accounts.push_back(read_account(section, plan, checks));
  report_repeated(names_of(accounts, sections), "account", root.report());
  return accounts;
}

void read_sources(Settings& settings, const Section& root, MachineChecks checks) {
  const SourceContext context{
      .accounts = settings.accounts, .private_networks = settings.fetch.private_networks, .checks = checks};
  const auto folders = root.tables("folder", keys::folder);
  const auto feeds = root.tables("feed", keys::feed);
  for (const Section& section : folders) settings.folders.push_back(read_folder(section, context));
  for (const Section& section : feeds) settings.feeds.push_back(read_feed(section, context));
  std::vector<Named> names = names_of(settings.folders, folders);
  std::vector<Named> feed_names = names_of(settings.feeds, feeds);
  names.insert(names.end(), feed_names.begin(), feed_names.end());
  report_repeated(std::move(names), "source", root.report());
  report_nested(settings.folders, folders, checks);
}

void read_receivers(Settings& settings, const Section& root, MachineChecks checks) {
  const auto sections = root.tables("notify", keys::notify);
  for (const Section& section : sections) settings.notify.push_back(read_notify(section, checks));
  report_repeated(names_of(settings.notify, sections), "receiver", root.report());
}

Settings read(const Section& root, const Defaults& defaults, MachineChecks checks) {
  Settings settings;
  settings.state_dir = absolute_path(root, "state_dir", defaults.state_dir);
  settings.socket = defaults.socket;
  if (const auto control = root.table("control", keys::control))
    settings.socket = read_socket(*control, defaults.socket);
  if (const auto log = root.table("log", keys::log)) settings.log_level = read_level(*log, settings.log_level);
  if (const auto fetch = root.table("fetch", keys::fetch)) settings.fetch = read_fetch(*fetch);
  schedule::Plan plan = default_plan();
  if (const auto section = root.table("schedule", keys::schedule)) plan = read_plan(*section, std::move(plan));
  settings.accounts = read_accounts(root.tables("account", keys::account), root, plan, checks);
  read_sources(settings, root, checks);
  read_receivers(settings, root, checks);
  return settings;
}

}  // namespace

core::Expected<Settings, Mistakes> load(const fs::path& file, const Defaults& defaults, MachineChecks checks) {
  const auto text = read_file(file);
  if (!text) return core::Unexpected<Mistakes>(Mistakes{text.error()});
  Report report(*text);
  const auto table = parse(*text, report);
  if (!table) return core::Unexpected<Mistakes>(table.error());
  Settings settings = read(Section(*table, keys::root, report), defaults, checks);
  if (!report.empty()) return core::Unexpected<Mistakes>(report.take());
  return settings;
}

}  // namespace mediumsync::config
