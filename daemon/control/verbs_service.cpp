#include <algorithm>
#include <chrono>
#include <map>
#include <unistd.h>
#include <utility>

#include "control/present.hpp"
#include "control/verbs.hpp"
#include "queue/medium_change.hpp"

namespace mediumsync::control {
namespace {

// What needs a person, each with what to do about it.
class Attention {
 public:
  void add(std::string what, std::string cure) {
    list_.push_back({{"what", std::move(what)}, {"cure", std::move(cure)}});
  }
  Json take() { return std::move(list_); }

 private:
  Json list_ = Json::array();
};

// The kits of what waits in vain.
std::string kits_of(const publish::AccountView& account) {
  std::string kits;
  for (const core::PostId id : account.stranded)
    kits += (kits.empty() ? "" : ", ") + ("mediumsyncctl kit " + std::to_string(id.value));
  return kits;
}

void look_at_accounts(Attention& attention, const std::vector<publish::AccountView>& accounts) {
  for (const publish::AccountView& account : accounts) {
    const std::string kits = kits_of(account);
    if (account.state == queue::AccountState::stopped) {
      attention.add("account " + account.name + " is stopped: " + account.reason.value_or("no reason is known"),
                    "mediumsyncctl verify " + account.name + " tells what is wrong; then: mediumsyncctl resume " +
                        account.name + (kits.empty() ? "" : "; or publish by hand: " + kits));
    } else if (!kits.empty()) {
      attention.add("account " + account.name +
                        " misses its windows: " + account.reason.value_or("Medium's stories in 24 hours are used up"),
                    "it goes on by itself; or publish by hand: " + kits);
    }
  }
}

void look_at_hand_offs(Attention& attention, Services& services, std::size_t shown) {
  for (const queue::Record& post :
       services.queue.list({.state = core::State::handed_off, .source = std::nullopt, .limit = shown})) {
    const std::string id = std::to_string(post.id.value);
    attention.add("post " + id + " (" + post.title + ") is yours to publish by hand",
                  "mediumsyncctl kit " + id + " has it ready; it is seen in your feed, or say: mediumsyncctl done " +
                      id + " URL");
  }
}

// Posts whose account was taken out of the configuration go nowhere.
void look_for_orphans(Attention& attention, Services& services, const std::vector<publish::AccountView>& accounts) {
  for (const std::string& name : services.queue.accounts_waited_for()) {
    if (std::ranges::find(accounts, name, &publish::AccountView::name) != accounts.end()) continue;
    attention.add("posts wait for account " + name + ", which is not configured any more",
                  "configure it again, or skip them: mediumsyncctl list --state queued shows them");
  }
}

// Posts whose source was taken out of the configuration go as they are; what becomes of their files nobody sees.
void look_for_orphans(Attention& attention, Services& services, const std::vector<source::View>& sources) {
  for (const std::string& name : services.queue.sources_waited_from()) {
    const bool configured = std::ranges::find(sources, name, &source::View::name) != sources.end();
    if (configured || name == core::added_by_a_person) continue;
    attention.add(
        "posts of source " + name + ", which is not configured any more, wait and go as they are",
        "configure it again, or skip those that are not to go: mediumsyncctl list --source " + name + " shows them");
  }
}

// What somebody did on Medium itself, as an import shows.
void look_at_stories(Attention& attention, Services& services, std::size_t shown) {
  for (const auto& [post, change] : services.queue.medium_changes(shown)) {
    const std::string id = std::to_string(post.id.value);
    attention.add(
        "post " + id + " (" + post.title + ") [" + queue::finding_of(change, post.id).code + "]: " + change.what,
        "once that is known: mediumsyncctl diff " + id + " --ack; nothing is published again for it");
  }
}

void look_at_posts(Attention& attention, Services& services, const queue::Counts& counts) {
  constexpr std::size_t shown = 10;
  if (counts[core::State::in_doubt] > 0) {
    for (const queue::Record& post :
         services.queue.list({.state = core::State::in_doubt, .source = std::nullopt, .limit = shown})) {
      const std::string id = std::to_string(post.id.value);
      attention.add("post " + id + " (" + post.title + ") may or may not be on Medium",
                    "look there, then: mediumsyncctl resolve " + id + " --published URL, or: mediumsyncctl resolve " +
                        id + " --not-published");
    }
  }
  if (counts[core::State::handed_off] > 0) look_at_hand_offs(attention, services, shown);
  for (const queue::Record& post : services.queue.drifted(shown)) {
    const std::string id = std::to_string(post.id.value);
    attention.add("post " + id + " (" + post.title + ") was published and its source has changed since",
                  "mediumsyncctl diff " + id +
                      " tells what changed; once that is settled on Medium: mediumsyncctl diff " + id + " --ack");
  }
  look_at_stories(attention, services, shown);
  if (counts[core::State::failed] > 0) {
    attention.add(std::to_string(counts[core::State::failed]) +
                      (counts[core::State::failed] == 1 ? " post has failed" : " posts have failed"),
                  "mediumsyncctl list --state failed tells why");
  }
}

void look_at_sources(Attention& attention, const std::vector<source::View>& sources) {
  for (const source::View& source : sources) {
    if (source.health == source::Health::ok) continue;
    attention.add("source " + source.name + ": " + source.reason.value_or("no reason is known"),
                  "once it is mended: mediumsyncctl poll " + source.name + "; it is also tried again by itself");
  }
}

// Nobody else would tell that nobody is told.
void look_at_receivers(Attention& attention, const std::vector<queue::ReceiverRecord>& receivers) {
  for (const queue::ReceiverRecord& receiver : receivers) {
    if (!receiver.failing) continue;
    std::string what = "receiver " + receiver.name + " can't be told: " + *receiver.failing + "; " +
                       std::to_string(receiver.waiting) + " notices wait";
    if (receiver.given_up > 0) what += ", " + std::to_string(receiver.given_up) + " were given up after three days";
    attention.add(std::move(what),
                  "mend it, or its [[notify]] in the configuration; then: mediumsyncctl reload, which "
                  "tries at once; it is also tried again by itself");
  }
}

void look_at_database(Attention& attention, Services& services) {
  if (const auto why = services.standstill()) {
    attention.add("nothing is taken in or published: " + *why,
                  "make room in the state directory, or make it writable; then it goes on by itself");
  }
  const auto examination = services.queue.examination();
  if (examination && examination->damage) {
    attention.add("the database is damaged: " + *examination->damage,
                  "nothing more is published. Stop the daemon, then put the latest backup in its place: mediumsyncd "
                  "restore FILE");
  }
  if (const auto setback = services.queue.setback()) {
    attention.add("the queue was put back to what it was at " + core::format_rfc3339(setback->to) + "; " +
                      std::to_string(setback->held) + (setback->held == 1 ? " post waits" : " posts wait") +
                      " for your word, and so does what arrives: it may be on Medium since",
                  "mediumsyncctl import with your account's export, or your feed's address, takes out what is there; "
                  "mediumsyncctl list --state held shows the rest, which you let go by: mediumsyncctl release "
                  "--restored");
  }
}

// The account whose post goes first.
Json next_of(Services& services, const std::vector<publish::AccountView>& accounts) {
  const publish::AccountView* first = nullptr;
  for (const publish::AccountView& account : accounts) {
    if (account.next_due && account.next_post && (first == nullptr || *account.next_due < *first->next_due))
      first = &account;
  }
  if (first == nullptr) return nullptr;
  const auto post = services.queue.find(*first->next_post);
  if (!post) return nullptr;
  return {
      {"id", post->id.value}, {"title", text_or_null(post->title)}, {"due", core::format_rfc3339(*first->next_due)}};
}

// While the state can't be written they are all stopped, whatever they were before.
std::vector<source::View> views_of(Services& services) {
  std::vector<source::View> views = services.sources.view();
  const auto why = services.standstill();
  if (!why) return views;
  for (source::View& view : views) {
    view.health = source::Health::failing;
    view.failures = 0;
    view.reason = "stopped: the state directory can't be written (" + *why + "); it goes on by itself once it can";
  }
  return views;
}

Json checked_at(queue::Queue& queue) {
  const auto examination = queue.examination();
  return examination ? Json(core::format_rfc3339(examination->at)) : Json(nullptr);
}

Json to_json_list(const std::vector<source::View>& sources) {
  Json list = Json::array();
  for (const source::View& source : sources) list.push_back(to_json(source));
  return list;
}

}  // namespace

void status(Services& services, Parameters& parameters, const Answer& answer) {
  if (!parameters.valid()) return;
  const queue::Counts counts = services.queue.counts();
  const std::vector<publish::AccountView> accounts = services.publisher.accounts();
  const std::vector<source::View> sources = views_of(services);
  Attention attention;
  look_at_database(attention, services);
  look_at_accounts(attention, accounts);
  look_for_orphans(attention, services, accounts);
  look_for_orphans(attention, services, sources);
  look_at_posts(attention, services, counts);
  // What stopped them all is told already.
  if (!services.standstill()) look_at_sources(attention, sources);
  look_at_receivers(attention, services.queue.receivers());
  Json account_list = Json::array();
  for (const publish::AccountView& account : accounts) account_list.push_back(to_json(account));
  answer.reply(
      {{"version", services.version},
       {"pid", ::getpid()},
       {"uptime_s", std::chrono::duration_cast<std::chrono::seconds>(services.clock() - services.started_at).count()},
       {"paused", services.queue.paused()},
       {"counts", to_json(counts)},
       {"next", next_of(services, accounts)},
       {"accounts", account_list},
       {"sources", to_json_list(sources)},
       {"checked_at", checked_at(services.queue)},
       {"attention", attention.take()}});
}

void sources(Services& services, Parameters& parameters, const Answer& answer) {
  if (!parameters.valid()) return;
  Json list = Json::array();
  const auto rates = services.queue.new_per_week(services.clock());
  for (const source::View& view : views_of(services)) {
    Json& json = list.emplace_back(to_json(view));
    const auto rate = rates.find(view.name);
    json["new_per_week"] = rate == rates.end() ? 0.0 : rate->second;
  }
  answer.reply({{"sources", list}});
}

void poll(Services& services, Parameters& parameters, const Answer& answer) {
  const std::vector<std::string> names = parameters.texts("sources").value_or(std::vector<std::string>{});
  if (!parameters.valid()) return;
  if (const auto why = services.standstill()) {
    return answer.refuse("nothing is looked at while the state directory can't be written (" + *why +
                         "): make room, or make it writable; then it goes on by itself");
  }
  const auto each = [answer](const source::Polled& one, std::size_t left) {
    if (answer.wanted() != Answers::many) return;
    answer.reply_and_continue(
        {{"sources", Json::array({to_json(one.view)})}, {"polled", Json::array({to_json(one)})}, {"left", left}});
  };
  const auto done = [answer, &services](const std::vector<source::Polled>& all) {
    Json views = Json::array();
    Json polled = Json::array();
    std::map<std::string, std::int64_t> sum{{"new", 0}, {"unchanged", 0}, {"failed", 0}};
    std::int64_t items = 0;
    for (const source::Polled& one : all) {
      const Json each_polled = to_json(one);
      ++sum[each_polled.at("outcome").get<std::string>()];
      items += one.fresh;
      // Who was told of each already need not hear it again.
      if (answer.wanted() == Answers::many) continue;
      views.push_back(to_json(one.view));
      polled.push_back(each_polled);
    }
    answer.reply(
        {{"sources", views},
         {"polled", polled},
         {"left", 0},
         {"sum", {{"new", sum["new"]}, {"unchanged", sum["unchanged"]}, {"failed", sum["failed"]}, {"items", items}}}});
  };
  const auto asked = services.sources.poll(names, {.on_each = each, .on_done = done});
  if (!asked) answer.not_found("source " + asked.error().name);
}

void reload(Services& services, Parameters& parameters, const Answer& answer) {
  if (!parameters.valid()) return;
  const auto applied = services.reload();
  if (applied) return answer.reply(Json::object());
  std::string reason = "the configuration is refused and the old one stays:";
  Json mistakes = Json::array();
  for (const std::string& mistake : applied.error()) {
    reason += "\n" + mistake;
    mistakes.push_back(mistake);
  }
  answer.error("io.mediumsync.Refused", {{"reason", reason}, {"mistakes", mistakes}});
}

void version(Services& services, Parameters& parameters, const Answer& answer) {
  if (parameters.valid()) answer.reply({{"version", services.version}});
}

}  // namespace mediumsync::control
