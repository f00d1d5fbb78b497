#include "publish/publisher.hpp"

#include <algorithm>
#include <list>
#include <random>
#include <utility>

#include "lib/log/log.hpp"
#include "lib/uv/timer.hpp"
#include "lib/uv/wall_timer.hpp"
#include "publish/account.hpp"
#include "publish/profile_check.hpp"
#include "publish/token_watch.hpp"
#include "publish/verification.hpp"

namespace mediumsync::publish {
namespace {

// What an outcome that gave no value says for itself.
struct Reason {
  std::string operator()(const medium::Published&) const { return "Medium's answer makes no sense"; }
  template <typename Outcome>
  std::string operator()(const Outcome& outcome) const {
    return outcome.reason;
  }
};

}  // namespace

// The accounts, the one wall-clock timer, and what asks Medium on a person's behalf.
struct Publisher::Impl {
  // A question of a person's that Medium is being asked.
  struct Question {
    std::unique_ptr<Verification> verification;
    std::unique_ptr<ProfileCheck> profile_check;
    http::Transfer transfer;
  };

  Impl(uv::Loop& the_loop, queue::Queue& the_queue, http::Client& medium, http::Client& web, ReadStories read_stories,
       Clock the_clock)
      : loop(the_loop),
        queue(the_queue),
        clock(std::move(the_clock)),
        world{the_loop,
              the_queue,
              medium,
              web,
              clock,
              [this] { look_soon(); },
              [this] { return uniform(random); },
              std::move(read_stories)},
        soon(loop, [this] { look(); }),
        at(loop,
           [this](uv::WallEvent event) {
             if (event == uv::WallEvent::stepped) log::warn("clock stepped", {{"now", core::format_rfc3339(clock())}});
             look();
           }),
        tokens(loop, [this](const std::string& name) { take_up_token(name); }) {}

  // Whatever stopped the account by itself ends if the new one works.
  void take_up_token(const std::string& name) {
    Account* account = find(name);
    if (account == nullptr) return;
    log::info("token changed", {{"account", name}});
    account->restart();
    look_soon();
  }

  // However often it is asked for, it comes no later for that.
  void look_soon() {
    if (!soon.active()) soon.start(core::Duration(0));
  }

  // Lets every account do what is due and arms the timer for whichever is due next.
  void look() {
    const core::TimePoint now = clock();
    std::optional<core::TimePoint> next;
    for (auto& [name, account] : accounts) {
      for (const auto wake : {account->consider(now, admission), account->reconcile(now)}) {
        if (wake && (!next || *wake < *next)) next = wake;
      }
    }
    const auto reminder = remind(queue, now);
    if (reminder && (!next || *reminder < *next)) next = reminder;
    if (next) {
      at.arm(*next);
    } else {
      at.disarm();
    }
    if (draining && !busy()) {
      const auto on_idle = std::exchange(draining, {});
      (*on_idle)();
    }
  }

  bool busy() const {
    return std::ranges::any_of(accounts, [](const auto& entry) { return entry.second->busy(); });
  }

  Account* find(const std::string& name) {
    const auto found = accounts.find(name);
    return found == accounts.end() ? nullptr : found->second.get();
  }

  std::list<Question>::iterator ask() { return questions.emplace(questions.end()); }

  uv::Loop& loop;
  queue::Queue& queue;
  Clock clock;
  std::mt19937 random{std::random_device{}()};
  std::uniform_real_distribution<double> uniform{0.0, 1.0};
  World world;
  uv::Timer soon;
  uv::WallTimer at;
  TokenWatch tokens;
  std::map<std::string, std::unique_ptr<Account>> accounts;
  std::list<Question> questions;

  // What several accounts are asked together, until the last of them has answered.
  struct Gathering {
    std::size_t left = 0;
    std::function<void(const std::vector<AccountPublications>&)> on_done;
    std::vector<AccountPublications> answered = {};
  };
  std::list<Gathering> gatherings;
  Account::Admission admission = Account::Admission::open;
  std::optional<std::function<void()>> draining;  // until nothing is under way
};

Publisher::Publisher(uv::Loop& loop, queue::Queue& queue, http::Client& medium, http::Client& web,
                     ReadStories read_stories, Clock clock)
    : impl_(std::make_unique<Impl>(loop, queue, medium, web, std::move(read_stories), std::move(clock))) {}

Publisher::~Publisher() = default;

void Publisher::configure(std::vector<AccountSettings> settings) {
  std::map<std::string, std::unique_ptr<Account>> kept;
  std::vector<std::string> planned;
  std::vector<TokenWatch::File> token_files;
  for (AccountSettings& one : settings) {
    if (one.token_file && !one.hand_offs) token_files.push_back({one.name, *one.token_file});
    for (const auto& [source, plan] : one.source_plans) planned.push_back(source);
    const std::string name = one.name;
    auto known = impl_->accounts.find(name);
    if (known == impl_->accounts.end()) {
      kept.emplace(name, std::make_unique<Account>(impl_->world, std::move(one)));
    } else {
      known->second->restart(std::move(one));
      kept.insert(impl_->accounts.extract(known));
    }
  }
  for (auto& [name, gone] : impl_->accounts) gone->abandon();
  impl_->accounts = std::move(kept);
  impl_->tokens.watch(token_files);
  impl_->queue.adopt_plans(planned);
  replan();
}

void Publisher::replan() {
  impl_->world.replan();
}

void Publisher::drain(std::function<void()> on_idle) {
  impl_->admission = Account::Admission::closed;
  impl_->draining = std::move(on_idle);
  replan();
}

bool Publisher::idle() const {
  return !impl_->busy();
}

void Publisher::abandon() {
  for (auto& [name, account] : impl_->accounts) account->abandon();
}

std::vector<AccountView> Publisher::accounts() const {
  std::vector<AccountView> views;
  const core::TimePoint now = impl_->clock();
  for (const auto& [name, account] : impl_->accounts) views.push_back(account->view(now));
  return views;
}

std::optional<core::TimePoint> Publisher::next_due() const {
  std::optional<core::TimePoint> next;
  const core::TimePoint now = impl_->clock();
  for (const auto& [name, account] : impl_->accounts) {
    const auto due = account->next_due(now);
    if (due && (!next || *due < *next)) next = due;
  }
  return next;
}

std::map<core::PostId, core::TimePoint> Publisher::projected(std::size_t limit) const {
  std::map<core::PostId, core::TimePoint> times;
  const core::TimePoint now = impl_->clock();
  for (const auto& [name, account] : impl_->accounts) times.merge(account->projected(now, limit));
  return times;
}

std::optional<std::vector<core::TimePoint>> Publisher::slots(const std::string& account, core::TimePoint from,
                                                             std::size_t count) const {
  const Account* found = impl_->find(account);
  if (found == nullptr) return std::nullopt;
  return schedule::slots(found->settings().plan, {}, from, count);
}

bool Publisher::pause(const std::optional<std::string>& account) {
  if (!account) {
    impl_->queue.set_paused(queue::Queue::Paused::yes, impl_->clock());
    impl_->queue.forget_promises(std::nullopt);
  } else if (Account* found = impl_->find(*account)) {
    found->pause_by_person();
  } else {
    return false;
  }
  replan();
  return true;
}

bool Publisher::resume(const std::optional<std::string>& account) {
  if (!account) {
    impl_->queue.set_paused(queue::Queue::Paused::no, impl_->clock());
    for (auto& [name, one] : impl_->accounts) one->resume();
  } else if (Account* found = impl_->find(*account)) {
    found->resume();
  } else {
    return false;
  }
  replan();
  return true;
}

core::Expected<Parted, PartingRefused> Publisher::disconnect(const std::string& account) {
  Account* found = impl_->find(account);
  const auto waited_for = impl_->queue.accounts_waited_for();
  const bool stored = impl_->queue.is_stored(account) || std::ranges::find(waited_for, account) != waited_for.end();
  if (found == nullptr && !stored)
    return core::Unexpected<PartingRefused>({"there is no account " + account + " (mediumsyncctl accounts)"});
  if (found != nullptr && found->busy())
    return core::Unexpected<PartingRefused>({"a story of account " + account + " is on its way; ask again then"});
  Parted parted{impl_->queue.forget_account(account, impl_->clock()), std::nullopt};
  if (found == nullptr) return parted;
  found->disconnect();
  parted.token_place = found->settings().token_place;
  replan();
  return parted;
}

core::Expected<Kit, KitRefusal> Publisher::kit(core::PostId id) {
  const auto record = impl_->queue.find(id);
  const Account* account = record ? impl_->find(record->account) : nullptr;
  if (account == nullptr) return make_kit(impl_->queue, id, {});
  const bool works = account->record().state == queue::AccountState::ready;
  return make_kit(impl_->queue, id,
                  {.site = account->settings().site,
                   .means = account->means(),
                   .health = works ? KitAccount::Health::works : KitAccount::Health::stands_still});
}

bool Publisher::verify(const std::string& account, std::function<void(std::vector<Check>)> on_done) {
  Account* found = impl_->find(account);
  if (found == nullptr) return false;
  const auto question = impl_->ask();
  if (found->means() == Means::hand_off) {
    question->profile_check = std::make_unique<ProfileCheck>(
        impl_->world.web, found->settings(), [this, question, on_done = std::move(on_done)](std::vector<Check> checks) {
          const Impl::Question done = std::move(*question);
          impl_->questions.erase(question);
          on_done(std::move(checks));
        });
    return true;
  }
  question->verification =
      std::make_unique<Verification>(impl_->loop, impl_->world.web,
                                     Verification::Asked{.client = [impl = impl_.get(), account]() -> medium::Client* {
                                                           Account* still = impl->find(account);
                                                           return still == nullptr ? nullptr : still->client();
                                                         },
                                                         .token_problem = found->token_problem(),
                                                         .site = found->settings().site,
                                                         .limits = found->settings().images},
                                     [this, question, on_done = std::move(on_done)](std::vector<Check> checks) {
                                       const Impl::Question done = std::move(*question);
                                       impl_->questions.erase(question);
                                       on_done(std::move(checks));
                                     });
  return true;
}

bool Publisher::publications(const std::string& account, OnPublications on_done) {
  Account* found = impl_->find(account);
  if (found == nullptr) return false;
  if (found->means() == Means::hand_off) {
    on_done(core::Unexpected<PublicationsError>(
        {"account " + account +
         " has no token, so Medium can't be asked for its publications; name one by its address"}));
    return true;
  }
  if (found->client() == nullptr || !found->known().profile) {
    const std::string why = found->record().reason.value_or("Medium has not yet said who this account is; try again");
    on_done(core::Unexpected<PublicationsError>({why}));
    return true;
  }
  const auto question = impl_->ask();
  question->transfer = found->client()->publications(
      found->known().profile->id,
      [this, question, on_done = std::move(on_done)](const medium::Answer<std::vector<medium::Publication>>& answer) {
        const Impl::Question done = std::move(*question);
        impl_->questions.erase(question);
        if (!answer) return on_done(core::Unexpected<PublicationsError>({std::visit(Reason{}, answer.error())}));
        std::vector<PublicationView> views;
        for (const medium::Publication& one : *answer) views.push_back({one.id, one.name, one.url});
        on_done(std::move(views));
      });
  return true;
}

void Publisher::all_publications(std::function<void(const std::vector<AccountPublications>&)> on_done) {
  std::vector<std::string> names;
  for (const auto& [name, account] : impl_->accounts) {
    if (account->means() == Means::api) names.push_back(name);
  }
  if (names.empty()) return on_done({});
  const auto gathering = impl_->gatherings.insert(impl_->gatherings.end(), {names.size(), std::move(on_done)});
  for (const std::string& name : names) {
    publications(name,
                 [this, gathering, name](const core::Expected<std::vector<PublicationView>, PublicationsError>& told) {
                   gathering->answered.push_back({name, told});
                   if (--gathering->left > 0) return;
                   Impl::Gathering done = std::move(*gathering);
                   impl_->gatherings.erase(gathering);
                   std::ranges::sort(done.answered, {}, &AccountPublications::account);
                   done.on_done(done.answered);
                 });
  }
}

}  // namespace mediumsync::publish
