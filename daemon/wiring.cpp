#include "wiring.hpp"

#include "lib/systemd/systemd.hpp"

namespace mediumsync {
namespace {

core::Expected<medium::Secret, medium::TokenError> read_secret(const config::SecretSource& token,
                                                               medium::SecretKind kind) {
  if (const auto* file = std::get_if<config::FileToken>(&token))
    return medium::read_secret(file->path, kind, medium::Sharing::refused);
  const std::string& name = std::get<config::CredentialToken>(token).name;
  const auto file = systemd::credential(name);
  if (!file) {
    return core::Unexpected<medium::TokenError>({"credential \"" + name +
                                                 "\" is not there: it comes from systemd (LoadCredential=" + name +
                                                 ":/path); elsewhere write \"file:/path\""});
  }
  // systemd gives credentials to the service's user alone; their mode is its own business.
  return medium::read_secret(*file, kind, medium::Sharing::allowed);
}

std::string place_of(const config::SecretSource& token) {
  if (const auto* file = std::get_if<config::FileToken>(&token)) return "the file " + file->path.string();
  return "the systemd credential \"" + std::get<config::CredentialToken>(token).name +
         "\" (systemctl cat mediumsync shows its file)";
}

std::optional<std::string> plan_name(const core::SourceRules& rules, const std::optional<schedule::Plan>& plan) {
  return plan ? std::optional(rules.source) : std::nullopt;
}

source::Existing existing(config::Existing value) {
  return value == config::Existing::queue ? source::Existing::queue : source::Existing::ignore;
}

source::Excerpts excerpts(config::Excerpts value) {
  switch (value) {
    case config::Excerpts::fetch:
      return source::Excerpts::fetch;
    case config::Excerpts::hold:
      return source::Excerpts::hold;
    case config::Excerpts::publish:
      return source::Excerpts::publish;
  }
  return source::Excerpts::hold;
}

// As the notifier wants it: read when it is needed, gone when that is over.
notify::ReadSecret secret_reader(const std::optional<config::SecretSource>& source) {
  if (!source) return {};
  return [source = *source]() -> core::Expected<std::string, std::string> {
    const auto secret = read_secret(source, medium::SecretKind::passphrase);
    if (!secret) return core::Unexpected<std::string>(secret.error().message);
    return secret->expose();
  };
}

struct WayOf {
  using Way = decltype(notify::Receiver::way);

  Way operator()(const config::Webhook& webhook) const {
    return notify::Webhook{webhook.url, format_of(webhook.format), secret_reader(webhook.secret)};
  }
  Way operator()(const config::Mail& mail) const {
    return notify::MailBox{
        mail.to, mail.from, mail.server, security_of(mail.encryption), mail.user, secret_reader(mail.password)};
  }
  Way operator()(const config::Program& program) const { return notify::Program{program.words}; }

 private:
  static notify::Format format_of(config::WebhookFormat format) {
    switch (format) {
      case config::WebhookFormat::json:
        return notify::Format::json;
      case config::WebhookFormat::slack:
        return notify::Format::slack;
      case config::WebhookFormat::ntfy:
        return notify::Format::ntfy;
    }
    return notify::Format::json;
  }
  static http::MailSecurity security_of(config::MailEncryption encryption) {
    switch (encryption) {
      case config::MailEncryption::none:
        return http::MailSecurity::none;
      case config::MailEncryption::starttls:
        return http::MailSecurity::starttls;
      case config::MailEncryption::tls:
        return http::MailSecurity::tls;
    }
    return http::MailSecurity::tls;
  }
};

}  // namespace

std::vector<publish::AccountSettings> account_settings(const config::Settings& settings) {
  std::vector<publish::AccountSettings> all;
  for (const config::Account& account : settings.accounts) {
    publish::AccountSettings one{
        .name = account.name,
        .endpoint = {.api = account.api, .timeout = account.timeout},
        .site = account.site,
        .username = account.username,
        .hand_offs = account.delivery == config::Delivery::hand_off
                         ? std::optional(publish::HandOffs{account.hand_offs_open})
                         : std::nullopt,
        .images = {fetched_addresses(settings), settings.fetch.timeout, settings.fetch.max_body},
        .plan = account.plan};
    auto adopt = [&](const core::SourceRules& rules, const std::optional<schedule::Plan>& plan) {
      if (plan && rules.account == account.name) one.source_plans.emplace(rules.source, *plan);
    };
    for (const config::Folder& folder : settings.folders) adopt(folder.rules, folder.plan);
    for (const config::Feed& feed : settings.feeds) adopt(feed.rules, feed.plan);
    one.read_token = [token = account.token]() -> core::Expected<medium::Secret, medium::TokenError> {
      if (!token) return core::Unexpected<medium::TokenError>({"the account has no token"});
      return read_secret(*token, medium::SecretKind::token);
    };
    if (account.token) {
      if (const auto* file = std::get_if<config::FileToken>(&*account.token)) one.token_file = file->path;
      one.token_place = place_of(*account.token);
    }
    all.push_back(std::move(one));
  }
  return all;
}

std::vector<source::FolderSettings> folder_settings(const config::Settings& settings) {
  std::vector<source::FolderSettings> all;
  for (const config::Folder& folder : settings.folders) {
    all.push_back({.path = folder.path.string(),
                   .include = folder.include,
                   .settle = folder.settle,
                   .existing = existing(folder.existing),
                   .base_url = folder.base_url,
                   .after = folder.after == config::After::move ? source::After::move : source::After::keep,
                   .rules = folder.rules,
                   .plan = plan_name(folder.rules, folder.plan)});
  }
  return all;
}

std::vector<notify::Receiver> notify_settings(const config::Settings& settings) {
  std::vector<notify::Receiver> all;
  for (const config::Notify& one : settings.notify)
    all.push_back({.name = one.name, .timeout = one.timeout, .way = std::visit(WayOf{}, one.way)});
  return all;
}

http::Addresses fetched_addresses(const config::Settings& settings) {
  return settings.fetch.private_networks == config::PrivateNetworks::allowed ? http::Addresses::any
                                                                             : http::Addresses::public_only;
}

std::vector<source::FeedSettings> feed_settings(const config::Settings& settings) {
  std::vector<source::FeedSettings> all;
  for (const config::Feed& feed : settings.feeds) {
    all.push_back({.url = feed.url,
                   .every = feed.every,
                   .existing = existing(feed.existing),
                   .excerpts = excerpts(feed.excerpts),
                   .timeout = settings.fetch.timeout,
                   .max_body = settings.fetch.max_body,
                   .addresses = fetched_addresses(settings),
                   .rules = feed.rules,
                   .plan = plan_name(feed.rules, feed.plan)});
  }
  return all;
}

}  // namespace mediumsync
