// What the configuration file says, as values. Every key of the file is a member here, every default stands here.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/expected.hpp"
#include "core/post.hpp"
#include "core/topic.hpp"
#include "schedule/plan.hpp"

namespace mediumsync::config {

// Where a token is read from; never the token itself.
struct CredentialToken {
  std::string name;  // "credential:NAME": systemd's LoadCredential=
  bool operator==(const CredentialToken&) const = default;
};
struct FileToken {
  std::filesystem::path path;  // "file:/path", mode 0600
  bool operator==(const FileToken&) const = default;
};
using TokenSource = std::variant<CredentialToken, FileToken>;

// Other secrets are kept in the same ways.
using SecretSource = TokenSource;

enum class LogLevel { debug, info, warn, error };
enum class Delivery { api, hand_off };
enum class Existing { queue, ignore };
enum class Excerpts { fetch, hold, publish };
enum class After { keep, move };
enum class PrivateNetworks { refused, allowed };

struct Fetch {
  PrivateNetworks private_networks = PrivateNetworks::refused;
  std::size_t max_body = 16U << 20;
  std::chrono::milliseconds timeout = std::chrono::seconds(30);
  int parallel = 32;
  bool operator==(const Fetch&) const = default;
};

struct Account {
  std::string name;
  Delivery delivery = Delivery::api;
  std::optional<TokenSource> token;
  std::optional<std::string> username;
  std::string api = "https://api.medium.com/v1";
  std::string site = "https://medium.com";
  int hand_offs_open = 3;  // of hand-off: at once
  std::chrono::milliseconds timeout = std::chrono::seconds(60);
  schedule::Plan plan;      // [schedule], overridden by the account's own `schedule`
  core::SourceRules rules;  // of posts that come by `add`: the account's own; rules.source is "added"
};

struct Folder {
  std::string name;
  std::filesystem::path path;
  std::vector<std::string> include{"*.md", "*.markdown", "*.html"};
  std::chrono::milliseconds settle = std::chrono::seconds(2);
  Existing existing = Existing::queue;
  std::optional<std::string> base_url;
  After after = After::keep;
  core::SourceRules rules;  // the account's, overridden by the folder's own
  std::optional<schedule::Plan> plan;
};

struct Feed {
  std::string name;
  std::string url;
  std::chrono::milliseconds every = std::chrono::hours(1);
  Existing existing = Existing::ignore;
  Excerpts excerpts = Excerpts::fetch;
  core::SourceRules rules;
  std::optional<schedule::Plan> plan;
};

// How a [[notify]] tells: one of three.
enum class WebhookFormat { json, slack, ntfy };
struct Webhook {
  std::string url;
  WebhookFormat format = WebhookFormat::json;
  std::optional<SecretSource> secret;  // absent: not signed
  bool operator==(const Webhook&) const = default;
};
enum class MailEncryption { none, starttls, tls };
struct Mail {
  std::vector<std::string> to;
  std::string from;
  std::string server = "localhost";  // "host" or "host:port"
  MailEncryption encryption = MailEncryption::none;
  std::optional<std::string> user;
  std::optional<SecretSource> password;
  bool operator==(const Mail&) const = default;
};
struct Program {
  std::vector<std::string> words;
  bool operator==(const Program&) const = default;
};

struct Notify {
  std::string name;  // default: the webhook's host, the first recipient, the program's name
  std::vector<core::Topic> on{core::Topic::published,  core::Topic::failed,  core::Topic::in_doubt,
                              core::Topic::handed_off, core::Topic::drifted, core::Topic::stopped};
  std::chrono::milliseconds timeout = std::chrono::seconds(30);
  std::variant<Webhook, Mail, Program> way;
};

struct Settings {
  std::filesystem::path state_dir;
  std::filesystem::path socket;
  LogLevel log_level = LogLevel::info;
  Fetch fetch;
  std::vector<Account> accounts;
  std::vector<Folder> folders;
  std::vector<Feed> feeds;
  std::vector<Notify> notify;
};

// [schedule] where the file is silent.
schedule::Plan default_plan();

// One mistake in the file. `line` and `column` count from 1; absent for a mistake that has no place (the file can't be
// read).
struct Mistake {
  std::optional<int> line;
  std::optional<int> column;
  std::string message;  // what is wrong and how to mend it
  bool operator==(const Mistake&) const = default;
};
using Mistakes = std::vector<Mistake>;

// "FILE:LINE:COLUMN: message"
std::string to_string(const std::filesystem::path& file, const Mistake& mistake);

// What the environment gives as defaults: systemd's directories, else the XDG ones (systemd.exec(5), XDG base directory
// specification).
struct Defaults {
  std::filesystem::path config_file;
  std::filesystem::path state_dir;
  std::filesystem::path socket;
};
// `variable(name)` is getenv; the running user's home and uid decide where none is set. An account of the system (a
// service with $STATE_DIRECTORY below /var/lib, or root) has the system's paths, everybody else their own.
Defaults defaults(const std::function<std::optional<std::string>(const std::string&)>& variable, unsigned user_id);

// Whether checks that look at the machine (a folder can be read, a token file is closed to others) are made.
enum class MachineChecks { skipped, made };

// Every mistake at once, in the order of the file, or the settings. No message holds what a `token` key says.
core::Expected<Settings, Mistakes> load(const std::filesystem::path& file, const Defaults& defaults,
                                        MachineChecks checks);

}  // namespace mediumsync::config
