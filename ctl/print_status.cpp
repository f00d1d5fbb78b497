#include "core/text.hpp"
#include "ctl/print.hpp"
#include "ctl/times.hpp"

namespace mediumsync::ctl {
namespace {

std::string print_counts(const Json& counts) {
  std::string text;
  for (const auto& [state, count] : counts.items()) {
    if (!count.is_number() || count.get<std::int64_t>() == 0) continue;
    std::string name = state;
    if (name == "in_doubt") name = "in doubt";
    if (name == "handed_off") name = "handed off";
    text += (text.empty() ? "" : ", ") + count.dump() + " " + name;
  }
  return text.empty() ? "no posts yet" : text;
}

std::string print_next(const Json& reply, core::TimePoint now) {
  const auto next = reply.find("next");
  if (next == reply.end() || next->is_null()) return "nothing is planned";
  return show_time((*next)["due"], now) + "  " + text_of(*next, "id") + "  " + core::printable(text_of(*next, "title"));
}

}  // namespace

std::string print_status(const Json& reply, const Look& look, core::TimePoint now) {
  const bool paused = reply.value("paused", false);
  const auto started = now - std::chrono::seconds(reply.value("uptime_s", std::int64_t{0}));
  std::string text = "mediumsyncd " + text_of(reply, "version") + ", process " + text_of(reply, "pid") + ", started " +
                     relative(started, now) +
                     (paused ? paint(look, ", PAUSED (mediumsyncctl resume goes on)", Hue::warn) : std::string()) +
                     "\n";
  text += "Posts:  " + print_counts(reply.value("counts", Json::object())) + "\n";
  text += "Next:   " + print_next(reply, now) + "\n\n";
  text += print_accounts(reply.value("accounts", Json::array()), look, now) + "\n";
  text += print_sources(reply.value("sources", Json::array()), look, now);
  const Json attention = reply.value("attention", Json::array());
  if (attention.empty()) return text;
  text += "\n" + paint(look, "Needs you:", Hue::bad) + "\n";
  for (const Json& one : attention) {
    text += "  " + core::printable(text_of(one, "what")) + "\n      " + core::printable(text_of(one, "cure")) + "\n";
  }
  return text;
}

std::string print_accounts(const Json& accounts, const Look& look, core::TimePoint now) {
  Table table({"ACCOUNT", "STATE", "USER", "QUOTA", "REASON"}, 4);
  for (const Json& account : accounts) {
    const Json quota = account.value("quota", Json::object());
    std::string used = text_of(quota, "used") + " of " + text_of(quota, "limit");
    const auto frees = quota.find("frees_at");
    if (frees != quota.end() && frees->is_string()) used += ", frees " + show_time(*frees, now);
    const std::string username = text_of(account, "username");
    const std::string state = text_of(account, "state");
    table.add({{text_of(account, "name"), Hue::plain},
               {state, hue_of_state(state)},
               {username == "–" ? username : "@" + username, Hue::plain},
               {used, Hue::plain},
               {text_of(account, "reason"), Hue::plain}});
  }
  return table.empty() ? "No account is configured.\n" : table.text(look);
}

}  // namespace mediumsync::ctl
