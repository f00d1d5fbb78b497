#include "ctl/print.hpp"

#include <set>

#include "core/text.hpp"
#include "ctl/times.hpp"
#include "version.hpp"

namespace mediumsync::ctl {
namespace {

const Json& member(const Json& object, const char* name) {
  static const Json nothing = Json::array();
  const auto found = object.find(name);
  return found == object.end() ? nothing : *found;
}

std::string print_slots(const Json& reply, core::TimePoint now) {
  std::string text;
  for (const Json& slot : member(reply, "slots")) text += show_time(slot, now) + "\n";
  return text.empty() ? "The schedule has no slots: no window ever opens.\n" : text;
}

std::string print_checks(const Json& reply, const Look& look) {
  std::string text;
  for (const Json& check : member(reply, "checks")) {
    const std::string result = text_of(check, "result");
    const bool passed = result == "passed";
    text += paint(look,
                  passed               ? "ok      "
                  : result == "failed" ? "FAILED  "
                                       : "skipped ",
                  passed ? Hue::good : Hue::bad) +
            core::printable(text_of(check, "what")) + ": " + core::printable(text_of(check, "detail")) + "\n";
  }
  return text;
}

// Whose they are is said when several accounts were asked.
std::string print_publications(const Json& reply, const Look& look) {
  std::set<std::string> accounts;
  for (const char* list : {"publications", "failed"}) {
    for (const Json& one : member(reply, list)) accounts.insert(text_of(one, "account"));
  }
  const bool several = accounts.size() > 1;
  std::vector<std::string> heading{"ID", "NAME", "ADDRESS"};
  if (several) heading.emplace_back("ACCOUNT");
  Table table(heading, 1);
  for (const Json& one : member(reply, "publications")) {
    std::vector<Cell> row{
        {text_of(one, "id"), Hue::plain}, {text_of(one, "name"), Hue::plain}, {text_of(one, "url"), Hue::plain}};
    if (several) row.push_back({text_of(one, "account"), Hue::plain});
    table.add(std::move(row));
  }
  std::string text = table.empty() ? "No account writes for a publication.\n" : table.text(look);
  for (const Json& one : member(reply, "failed")) {
    text += paint(look, "account " + core::printable(text_of(one, "account")) + " could not be asked: ", Hue::warn) +
            core::printable(text_of(one, "reason")) + "\n";
  }
  return text;
}

std::string by_whom(const Json& event, const Look& look) {
  const std::string who = text_of(event, "by");
  return who == "–" ? std::string() : paint(look, "  by " + core::printable(who), Hue::faint);
}

std::string print_events(const Json& reply, const Look& look) {
  std::string text;
  for (const Json& event : member(reply, "events")) {
    const Json& post = member(event, "post");
    text += paint(look, text_of(event, "at"), Hue::faint) + "  " + text_of(event, "kind") +
            (post.is_number() ? " post " + std::to_string(post.get<std::int64_t>()) : std::string());
    const std::string detail = core::printable(text_of(event, "detail"));
    if (!detail.empty()) text += "  " + detail;
    text += by_whom(event, look) + "\n";
  }
  return text;
}

std::string print_parting(const Json& reply) {
  std::string text = "What was stored of account " + text_of(reply, "account") + " is forgotten (" +
                     text_of(reply, "stories") + " imported stories among it). Its posts stay, so that none is sent " +
                     "twice.\n";
  if (reply.value("stories", 0) > 0)
    text += "Before it is connected again, import them again: what is on Medium is not known any more.\n";
  const auto token = reply.find("token");
  if (token != reply.end() && token->is_string()) {
    text += "Its token is still in " + core::printable(text_of(reply, "token")) +
            ": delete it there, revoke it at https://medium.com/me/settings/security, and take the account out of the "
            "configuration; while it is there, the next start learns of it anew.\n";
  }
  return text;
}

std::string print_added(const Json& reply, const Look& look, core::TimePoint now) {
  const std::string outcome = text_of(reply, "outcome");
  std::string text = outcome == "unchanged" ? "It is known already, and nothing about it is new:\n" : std::string();
  if (outcome == "drifted")
    text = "It was sent before and has changed since; Medium can't change a story, so nothing is sent:\n";
  return text + print_posts(Json::array({reply.value("post", Json::object())}), look, now);
}

}  // namespace

std::string print_backup(const Json& made) {
  constexpr std::int64_t kib = 1024;
  const std::string posts = text_of(made, "posts");
  return core::printable(text_of(made, "path")) + ": " + posts + (posts == "1" ? " post, " : " posts, ") +
         std::to_string((made.value("size", std::int64_t{0}) + kib - 1) / kib) +
         " KiB, checked. mediumsyncd restore puts it back.\n";
}

std::string print_history(const Json& reply, const Look& look) {
  const Json post = reply.value("post", Json::object());
  std::string text = core::printable(text_of(post, "title")) + ", post " + text_of(post, "id") + ": " +
                     paint(look, text_of(post, "state"), hue_of_state(text_of(post, "state"))) + "\n";
  const std::string cut = text_of(reply, "cut_before");
  if (cut != "–")
    text += "What happened before " + cut + " is not all kept any more, or was not asked for; the attempts are.\n";
  for (const Json& one : member(reply, "happenings")) {
    text += paint(look, text_of(one, "at"), Hue::faint) + "  " + text_of(one, "kind");
    const std::string detail = text_of(one, "detail");
    if (detail != "–" && !detail.empty()) text += "  " + core::printable(detail);
    text += by_whom(one, look) + "\n";
  }
  return text;
}

std::string text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) return "–";
  return found->is_string() ? found->get<std::string>() : found->dump();
}

Hue hue_of_state(const std::string& state) {
  if (state == "published" || state == "ready" || state == "ok") return Hue::good;
  if (state == "in_doubt" || state == "failed" || state == "stopped" || state == "missing") return Hue::bad;
  if (state == "held" || state == "paused" || state == "failing") return Hue::warn;
  if (state == "skipped") return Hue::faint;
  return Hue::plain;
}

std::string print(std::string_view verb, const Json& reply, const Look& look, core::TimePoint now) {
  if (verb == "status") return print_status(reply, look, now);
  if (verb == "show") return print_post(reply, look, now);
  if (verb == "history") return print_history(reply, look);
  if (verb == "stats") return print_statistics(reply, look, now);
  if (verb == "diff") return print_diff(reply, look);
  if (verb == "accounts" || verb == "pause" || verb == "resume")
    return print_accounts(member(reply, "accounts"), look, now);
  if (verb == "poll") return print_polled(reply, look);
  if (verb == "import") return print_import(reply, look, now);
  if (verb == "sources") return print_sources(member(reply, "sources"), look, now);
  if (verb == "slots") return print_slots(reply, now);
  if (verb == "verify") return print_checks(reply, look);
  if (verb == "publications") return print_publications(reply, look);
  if (verb == "events") return print_events(reply, look);
  if (verb == "add") return print_added(reply, look, now);
  if (verb == "disconnect") return print_parting(reply);
  if (verb == "reload") return "The configuration is applied.\n";
  if (verb == "version")
    return "mediumsyncctl " + std::string(version) + "\nmediumsyncd " + text_of(reply, "version") + "\n";
  if (reply.contains("post")) return print_posts(Json::array({reply.at("post")}), look, now);
  if (reply.contains("posts")) return print_posts(reply.at("posts"), look, now);
  return reply.dump() + "\n";
}

}  // namespace mediumsync::ctl
