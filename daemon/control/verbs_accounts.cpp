#include <utility>

#include "control/bounds.hpp"
#include "control/present.hpp"
#include "control/verbs.hpp"

namespace mediumsync::control {
namespace {

Json all_accounts(Services& services) {
  Json all = Json::array();
  for (const publish::AccountView& account : services.publisher.accounts()) all.push_back(to_json(account));
  return all;
}

// The account that is meant: the one named, else the only or first one.
std::optional<std::string> chosen(Services& services, const std::optional<std::string>& name) {
  if (name) return name;
  const auto all = services.publisher.accounts();
  return all.empty() ? std::nullopt : std::optional(all.front().name);
}

std::string named(const std::optional<std::string>& account) {
  return "account " + account.value_or("(none is configured)");
}

// Those that could be asked, and why the others could not; a refusal where that is nobody.
void tell_publications(const Answer& answer, const std::vector<publish::AccountPublications>& all) {
  Json publications = Json::array();
  Json failed = Json::array();
  std::string reasons;
  for (const publish::AccountPublications& one : all) {
    if (!one.publications) {
      const std::string& reason = one.publications.error().reason;
      failed.push_back({{"account", one.account}, {"reason", text_or_null(reason)}});
      reasons += all.size() == 1 ? reason : (reasons.empty() ? "" : "\n") + one.account + ": " + reason;
      continue;
    }
    for (const publish::PublicationView& publication : *one.publications) {
      publications.push_back({{"id", text_or_null(publication.id)},
                              {"name", text_or_null(publication.name)},
                              {"url", text_or_null(publication.url)},
                              {"account", one.account}});
    }
  }
  if (all.empty()) {
    return answer.refuse(
        "no account has a token, so Medium can't be asked for publications; name one by its address in the "
        "configuration (`publication`)");
  }
  if (failed.size() == all.size()) return answer.refuse(reasons);
  answer.reply({{"publications", publications}, {"failed", failed}});
}

constexpr std::int64_t default_slots = 10;

}  // namespace

void accounts(Services& services, Parameters& parameters, const Answer& answer) {
  if (parameters.valid()) answer.reply({{"accounts", all_accounts(services)}});
}

void verify(Services& services, Parameters& parameters, const Answer& answer) {
  const auto name = chosen(services, parameters.text("account"));
  if (!parameters.valid()) return;
  const bool known =
      name && services.publisher.verify(*name, [answer, name](const std::vector<publish::Check>& checks) {
        Json list = Json::array();
        for (const publish::Check& check : checks) list.push_back(to_json(check));
        answer.reply({{"account", *name}, {"checks", list}});
      });
  if (!known) answer.not_found(named(name));
}

void publications(Services& services, Parameters& parameters, const Answer& answer) {
  const auto name = parameters.text("account");
  if (!parameters.valid()) return;
  if (!name) {
    return services.publisher.all_publications(
        [answer](const std::vector<publish::AccountPublications>& all) { tell_publications(answer, all); });
  }
  using Views = std::vector<publish::PublicationView>;
  const bool known = services.publisher.publications(
      *name, [answer, name](const core::Expected<Views, publish::PublicationsError>& views) {
        tell_publications(answer, {{*name, views}});
      });
  if (!known) answer.not_found(named(name));
}

void pause(Services& services, Parameters& parameters, const Answer& answer) {
  const auto name = parameters.text("account");
  if (!parameters.valid()) return;
  if (!services.publisher.pause(name)) return answer.not_found(named(name));
  answer.reply({{"accounts", all_accounts(services)}});
}

void resume(Services& services, Parameters& parameters, const Answer& answer) {
  const auto name = parameters.text("account");
  if (!parameters.valid()) return;
  if (!services.publisher.resume(name)) return answer.not_found(named(name));
  answer.reply({{"accounts", all_accounts(services)}});
}

void disconnect(Services& services, Parameters& parameters, const Answer& answer) {
  const auto name = parameters.text("account");
  if (!name) parameters.refuse("account");
  if (!parameters.valid()) return;
  const auto parted = services.publisher.disconnect(*name);
  if (!parted) return answer.refuse(parted.error().reason);
  answer.reply({{"account", *name}, {"stories", parted->stories}, {"token", text_or_null(parted->token_place)}});
}

void slots(Services& services, Parameters& parameters, const Answer& answer) {
  const auto name = chosen(services, parameters.text("account"));
  const core::TimePoint from = parameters.time("from").value_or(services.clock());
  const std::int64_t count = parameters.integer("count").value_or(default_slots);
  if (!slots_at_once.hold(count)) parameters.refuse("count");
  if (!parameters.valid()) return;
  const auto times = name ? services.publisher.slots(*name, from, static_cast<std::size_t>(count)) : std::nullopt;
  if (!times) return answer.not_found(named(name));
  Json list = Json::array();
  for (const core::TimePoint time : *times) list.push_back(core::format_rfc3339(time));
  answer.reply({{"slots", list}});
}

}  // namespace mediumsync::control
