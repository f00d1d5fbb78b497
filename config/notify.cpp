#include "config/notify.hpp"

#include <algorithm>
#include <utility>

#include "config/account.hpp"
#include "config/address.hpp"
#include "config/machine.hpp"
#include "config/nearest.hpp"
#include "config/secret.hpp"
#include "core/text.hpp"
#include "core/url.hpp"

namespace mediumsync::config {

namespace {

constexpr SecretKey secret_key{"secret", "secret", "webhook-secret"};
constexpr SecretKey password_key{"password", "password", "smtp-password"};

const Choices<WebhookFormat> formats{
    {"json", WebhookFormat::json}, {"slack", WebhookFormat::slack}, {"ntfy", WebhookFormat::ntfy}};

std::vector<core::Topic> read_topics(const Section& section, std::vector<core::Topic> otherwise) {
  const auto given = section.texts("on");
  if (!given) return otherwise;
  if (given->empty()) section.report().add(section.place("on"), "'on' must not be empty: nothing would be told");
  std::vector<core::Topic> topics;
  for (const Placed<std::string>& word : *given) {
    if (const auto topic = core::parse_topic(word.value)) {
      if (!std::ranges::count(topics, *topic)) topics.push_back(*topic);
      continue;
    }
    std::vector<std::string_view> names;
    for (const core::Topic topic : core::all_topics) names.push_back(core::to_string(topic));
    std::string message = "'on' can't hold \"" + shown(word.value) + "\"";
    if (const auto meant = nearest(word.value, names)) message += ", did you mean \"" + std::string(*meant) + "\"?";
    message += "; what can be told: ";
    for (const std::string_view name : names) message += (name == names.front() ? "" : ", ") + std::string(name);
    section.report().add(word.place, std::move(message));
  }
  return topics;
}

Webhook read_webhook(const Section& section, MachineChecks checks) {
  Webhook webhook;
  const auto given = section.text("webhook");
  webhook.format = section.choice("format", formats).value_or(webhook.format);
  webhook.secret = read_secret(section, secret_key, checks);
  if (!given) return webhook;
  webhook.url = std::string(core::trim(given->value));
  const core::Url url = core::Url::parse(webhook.url);
  if (!core::is_web_url(webhook.url) || (url.authority && url.authority->find('@') != std::string::npos)) {
    section.report().add(
        given->place,
        "'webhook' must be an absolute http or https URL without user, as in \"https://ntfy.sh/my-topic\"");
  }
  return webhook;
}

// What stands in a mail's dialogue as it is: RFC 5321's Mailbox in its plain form.
bool is_address(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == text.size() || text.size() > 254) return false;
  constexpr std::string_view never = "<>()[]\\,;:\"@";
  const auto plain = [&](char c) { return c > ' ' && c <= '~' && never.find(c) == std::string_view::npos; };
  return std::ranges::all_of(text.substr(0, at), plain) && std::ranges::all_of(text.substr(at + 1), plain);
}

void check_address(const Section& section, std::string_view key, const Placed<std::string>& given) {
  if (is_address(given.value)) return;
  section.report().add(given.place,
                       "'" + std::string(key) + "' must be a mail address alone, as in \"jane@example.org\"");
}

// "smtps://host:465" → the server and how it is spoken to.
void read_server(const Section& section, Mail& mail) {
  const auto given = section.text("smtp");
  if (!given) return;
  const std::string_view text = core::trim(given->value);
  const std::pair<std::string_view, MailEncryption> schemes[] = {{"smtp://", MailEncryption::none},
                                                                 {"smtps://", MailEncryption::tls},
                                                                 {"smtp+starttls://", MailEncryption::starttls}};
  for (const auto& [scheme, encryption] : schemes) {
    if (!text.starts_with(scheme)) continue;
    std::string_view server = text.substr(scheme.size());
    if (server.ends_with('/')) server.remove_suffix(1);
    const bool plain =
        !server.empty() && server.find_first_of("/@?# ") == std::string_view::npos && core::printable(server) == server;
    if (!plain) break;
    mail.server = server;
    mail.encryption = encryption;
    return;
  }
  section.report().add(given->place,
                       "'smtp' must name a mail server, as in \"smtp://localhost\", \"smtps://mail.example.org\" or "
                       "\"smtp+starttls://mail.example.org:587\"; user and password have keys of their own");
}

void read_login(const Section& section, Mail& mail, MachineChecks checks) {
  if (const auto user = section.text("user")) mail.user = user->value;
  mail.password = read_secret(section, password_key, checks);
  if (section.has("user") != section.has("password")) {
    section.report().add(section.place(), "'user' and 'password' need each other");
  }
  const std::string host = core::Url::parse("smtp://" + mail.server).host().value_or("");
  if (mail.user && mail.encryption == MailEncryption::none && !is_loopback(host)) {
    section.report().add(section.place("smtp"),
                         "'smtp' would send the password unencrypted: write smtps:// or smtp+starttls:// (smtp:// with "
                         "a password is for this machine alone)");
  }
}

// `to` may be one address or several.
std::vector<Placed<std::string>> read_recipients(const Section& section) {
  if (!section.has("to")) {
    section.report().add(section.place(), "'to' is missing");
    return {};
  }
  if (section.is_array("to")) {
    auto several = section.texts("to").value_or(std::vector<Placed<std::string>>{});
    if (several.empty()) section.report().add(section.place("to"), "'to' must not be empty");
    return several;
  }
  if (auto one = section.text("to")) return {std::move(*one)};
  return {};
}

Mail read_mail(const Section& section, MachineChecks checks) {
  Mail mail;
  for (const Placed<std::string>& to : read_recipients(section)) {
    check_address(section, "to", to);
    mail.to.push_back(to.value);
  }
  if (!section.has("from")) section.report().add(section.place(), "'from' is missing");
  if (const auto from = section.text("from")) {
    check_address(section, "from", *from);
    mail.from = from->value;
  }
  read_server(section, mail);
  read_login(section, mail, checks);
  return mail;
}

Program read_program(const Section& section, MachineChecks checks) {
  Program program;
  const auto given = section.texts("command");
  if (!given) return program;
  for (const Placed<std::string>& word : *given) program.words.push_back(word.value);
  if (program.words.empty() || program.words.front().empty()) {
    section.report().add(section.place("command"),
                         "'command' must name a program and its words, as in [\"/usr/local/bin/tell\", \"-v\"]; "
                         "no shell reads it");
  } else if (checks == MachineChecks::made) {
    if (const auto fault = program_fault(program.words.front())) section.report().add(given->front().place, *fault);
  }
  return program;
}

// "hooks.slack.com", "jane@example.org", "tell".
struct NameOf {
  std::string operator()(const Webhook& webhook) const {
    return core::Url::parse(webhook.url).host().value_or(webhook.url);
  }
  std::string operator()(const Mail& mail) const { return mail.to.empty() ? "" : mail.to.front(); }
  std::string operator()(const Program& program) const {
    if (program.words.empty()) return {};
    return program.words.front().substr(program.words.front().rfind('/') + 1);
  }
};

// Exactly one of the three.
std::optional<std::string_view> way_of(const Section& section) {
  std::optional<std::string_view> found;
  for (const std::string_view key : {"webhook", "mail", "command"}) {
    if (!section.has(key)) continue;
    if (found) {
      section.report().add(section.place(key), "'" + std::string(key) + "' and '" + std::string(*found) +
                                                   "' are two receivers: give each a [[notify]] of its own");
      return std::nullopt;
    }
    found = key;
  }
  if (!found) section.report().add(section.place(), "there is nobody to tell: write webhook, mail or command");
  return found;
}

void refuse_webhook_keys(const Section& section) {
  for (const std::string_view key : {"format", "secret"}) {
    if (section.has(key)) section.report().add(section.place(key), "'" + std::string(key) + "' belongs to a webhook");
  }
}

}  // namespace

Notify read_notify(const Section& section, MachineChecks checks) {
  Notify notify;
  const auto way = way_of(section);
  notify.on = read_topics(section, std::move(notify.on));
  notify.timeout = section.duration("timeout", timeouts).value_or(notify.timeout);
  if (way != "webhook") refuse_webhook_keys(section);
  if (way == "webhook") notify.way = read_webhook(section, checks);
  if (way == "command") notify.way = read_program(section, checks);
  if (way == "mail") {
    const auto mail = section.table("mail", keys::mail);
    if (mail) notify.way = read_mail(*mail, checks);
  }
  notify.name = std::visit(NameOf{}, notify.way);
  if (section.has("name")) {
    if (const auto name = read_name(section)) notify.name = name->value;
  }
  return notify;
}

}  // namespace mediumsync::config
