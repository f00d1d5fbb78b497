#include "control/commands.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"

namespace mediumsync::control {
namespace {

constexpr std::array table{
    Command{"status", "Status", "[--check]", "How everything is, and what needs a person"},
    Command{"list", "List", "[--state S] [--source N] [--limit N]", "Posts, the newest first, with their times"},
    Command{"show", "Show", "ID", "One post: what will be sent, every attempt, every finding"},
    Command{"history", "History", "ID [-n N]", "Everything that happened to one post, and who asked for it"},
    Command{"preview", "Preview", "ID|FILE [-o OUT.html]", "Draw a post as it will look on Medium, on a page to open"},
    Command{"diff", "Diff", "ID [--ack]", "What changed in a post's source since it was published; --ack settles it",
            Place::daemon, Effect::changes},
    Command{"check", "", "FILE...", "Say what is wrong or could be better in files, before they are dropped",
            Place::offline},
    Command{"render", "", "FILE [--base URL]", "Show what would be sent to Medium", Place::offline},
    Command{"parse", "", "FILE [--content-type T] [--base URL]", "Show how a feed or a document is read",
            Place::offline},
    Command{"add", "Add", "FILE|URL [--account A] [--at TIME]", "Queue one file or web page", Place::daemon,
            Effect::changes},
    Command{"import", "Import", "FEED-URL|ZIP|FILE [--account A]", "Never send again what is on Medium already",
            Place::daemon, Effect::changes},
    Command{"hold", "Hold", "ID...", "Keep posts from being published until they are released", Place::daemon,
            Effect::changes},
    Command{"release", "Release", "ID...|--restored", "Let held or skipped posts into the queue", Place::daemon,
            Effect::changes},
    Command{"skip", "Skip", "ID...", "Never publish these", Place::daemon, Effect::changes},
    Command{"retry", "Retry", "ID...", "Try failed posts again in the next slot", Place::daemon, Effect::changes},
    Command{"publish", "Publish", "ID...", "Publish now, outside the windows too", Place::daemon, Effect::changes},
    Command{"move", "Move", "ID --at TIME|--first|--last", "Change when a post goes", Place::daemon, Effect::changes},
    Command{"resolve", "Resolve", "ID --published URL|--not-published", "Say what became of a post that is in doubt",
            Place::daemon, Effect::changes},
    Command{"kit", "Kit", "ID [-o DIR]", "Make a post ready to be published by hand, on a page to open"},
    Command{"done", "Done", "ID URL", "Say that a post was published by hand, and where", Place::daemon,
            Effect::changes},
    Command{"slots", "Slots", "[ACCOUNT] [--from TIME] [-n N]", "When the schedule alone would publish"},
    Command{"sources", "Sources", "", "Folders and feeds, and how they are"},
    Command{"poll", "Poll", "[SOURCE...]", "Look at sources now", Place::daemon, Effect::changes},
    Command{"accounts", "Accounts", "", "Accounts, their state and what is left of Medium's quota"},
    Command{"verify", "Verify", "[ACCOUNT]", "Ask Medium whether an account works, step by step"},
    Command{"publications", "Publications", "[ACCOUNT]", "The publications an account may write for"},
    Command{"pause", "Pause", "[ACCOUNT]", "Publish nothing until resumed", Place::daemon, Effect::changes},
    Command{"resume", "Resume", "[ACCOUNT]", "Go on publishing; reads the token again", Place::daemon, Effect::changes},
    Command{"disconnect", "Disconnect", "ACCOUNT", "Forget what is stored of an account; its posts stay", Place::daemon,
            Effect::changes},
    Command{"backup", "Backup", "FILE", "Copy the queue into a file, while the daemon runs"},
    Command{"stats", "Stats", "[ACCOUNT] [--months N] [-n N]",
            "What has come of it: stories, times, failures, views and earnings"},
    Command{"events", "Events", "[--follow]", "What happened, and what happens"},
    Command{"reload", "Reload", "", "Apply the changed configuration", Place::daemon, Effect::changes},
    Command{"version", "Version", "", "The versions of this program and of the daemon"},
};

}  // namespace

std::span<const Command> commands() {
  return table;
}

const Command* find_command(std::string_view verb) {
  const auto found = std::ranges::find(table, verb, &Command::verb);
  return found == table.end() ? nullptr : &*found;
}

const Command* find_method(std::string_view method) {
  if (method.empty()) return nullptr;
  const auto found = std::ranges::find(table, method, &Command::method);
  return found == table.end() ? nullptr : &*found;
}

std::optional<std::string_view> nearest_command(std::string_view verb) {
  const auto nearest = std::ranges::min_element(
      table, {}, [verb](const Command& command) { return core::edit_distance(verb, command.verb); });
  constexpr std::size_t too_far = 3;
  if (core::edit_distance(verb, nearest->verb) >= too_far) return std::nullopt;
  return nearest->verb;
}

}  // namespace mediumsync::control
