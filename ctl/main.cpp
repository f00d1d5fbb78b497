// mediumsyncctl: one call over one socket, and its answer for people or for scripts. Never opens the database.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "core/text.hpp"
#include "ctl/add.hpp"
#include "ctl/arguments.hpp"
#include "ctl/backup.hpp"
#include "ctl/connection.hpp"
#include "ctl/exit_status.hpp"
#include "ctl/import.hpp"
#include "ctl/kit.hpp"
#include "ctl/offline.hpp"
#include "ctl/preview.hpp"
#include "ctl/print.hpp"
#include "ctl/progress.hpp"
#include "ctl/socket_path.hpp"
#include "version.hpp"

namespace {

using namespace mediumsync;
using namespace mediumsync::ctl;

core::TimePoint now() {
  return std::chrono::time_point_cast<core::Duration>(std::chrono::system_clock::now());
}

Look look_of(const Arguments& arguments) {
  Look look;
  if (::isatty(STDOUT_FILENO) == 0) return look;
  look.fitted = true;
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  look.colored = arguments.color == Color::automatic && (no_color == nullptr || *no_color == '\0') &&
                 !(terminal != nullptr && std::string_view(terminal) == "dumb");
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) look.width = size.ws_col;
  return look;
}

int say(const ConnectionError& error) {
  std::cerr << "mediumsyncctl: " << error.message << '\n';
  return exit_no_daemon;
}

int say_error(const Arguments& arguments, const Reply& reply) {
  if (arguments.output == Output::json)
    std::cout << Json{{"error", *reply.error}, {"parameters", reply.parameters}}.dump() << '\n';
  const std::string name = reply.error->substr(reply.error->rfind('.') + 1);
  std::string message = *reply.error;
  if (name == "Refused") message = text_of(reply.parameters, "reason");
  if (name == "NotFound")
    message = "there is no " + text_of(reply.parameters, "what") +
              " (mediumsyncctl list, accounts and sources show what there is)";
  // What a person types is checked before it is sent: only a daemon of another version knows other bounds.
  const bool invalid = name == "InvalidParameter";
  if (invalid) message = "the daemon does not take this " + text_of(reply.parameters, "parameter");
  if (name == "MethodNotFound")
    message = "the daemon is older than mediumsyncctl and does not know this verb; restart it";
  std::cerr << "mediumsyncctl: " << message << '\n';
  return invalid && arguments.words.empty() ? exit_usage : exit_refused;
}

int exit_of(const Arguments& arguments, const Json& reply) {
  // What was added and can't be a post is kept and shown, but it is no success.
  const bool added = arguments.command->verb == "add" && reply.contains("post");
  if (added && text_of(reply.at("post"), "state") == "failed") return exit_refused;
  // As git fetch --all: the others were looked at all the same.
  if (arguments.command->verb == "poll" && reply.value("sum", Json::object()).value("failed", 0) > 0)
    return exit_refused;
  const Json checks = reply.value("checks", Json::array());
  const bool failed = arguments.command->verb == "verify" && std::ranges::any_of(checks, [](const Json& check) {
                        return text_of(check, "result") == "failed";
                      });
  if (failed) return exit_refused;
  if (arguments.attention == Attention::shown) return exit_done;
  return reply.value("attention", Json::array()).empty() ? exit_done : exit_attention;
}

int show_page(const Arguments& arguments, const Json& reply) {
  const auto html = reply.find("html");
  if (html == reply.end() || !html->is_string()) return exit_refused;
  return deliver_page(arguments, html->get<std::string>());
}

void show(const Arguments& arguments, const Json& reply) {
  if (arguments.output == Output::json) {
    std::cout << reply.dump() << std::endl;
  } else {
    std::cout << print(arguments.command->verb, reply, look_of(arguments), now()) << std::flush;
  }
}

void tell_sources_left(Progress& progress, const Arguments& arguments, const Json& reply) {
  if (arguments.command->verb == "poll" && reply.contains("left"))
    progress.tell(reply.at("left").dump() + " sources left");
}

// Standard output takes no more: whoever read it has had enough, or what it leads to is full.
int unread() {
  struct stat status {};
  const bool to_reader = ::fstat(STDOUT_FILENO, &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode));
  if (to_reader) return exit_done;
  std::cerr << "mediumsyncctl: standard output can't be written: what was to be shown is lost\n";
  return exit_refused;
}

int no_daemon(const Arguments& arguments, const ConnectionError& error) {
  // What this program is can be said without a daemon.
  if (arguments.command->verb == "version") std::cout << "mediumsyncctl " << version << '\n';
  return say(error);
}

// Every reply of a stream is shown as it comes; `import` shows what all its calls came to.
Wanted wanted_by(const Arguments& arguments) {
  const bool polls = arguments.command->verb == "poll" && arguments.output == Output::text;
  return polls || arguments.follow == Follow::yes ? Wanted::many : Wanted::one;
}

int converse(const Arguments& arguments) {
  auto connection = Connection::open(socket_path(arguments.socket));
  if (!connection) return no_daemon(arguments, connection.error());
  if (arguments.command->verb == "backup") return back_up(arguments, *connection);
  if (const auto asked = connection->call(arguments.command->method, arguments.parameters, wanted_by(arguments));
      !asked)
    return say(asked.error());
  Progress progress(arguments.output);
  while (true) {
    const auto reply = connection->next();
    progress.clear();
    if (!reply) return say(reply.error());
    if (reply->error) return say_error(arguments, *reply);
    if (arguments.command->verb == "preview" && (arguments.output == Output::text || arguments.page))
      return show_page(arguments, reply->parameters);
    if (arguments.command->verb == "kit" && arguments.output == Output::text)
      return deliver_kit(arguments, reply->parameters, *connection);
    show(arguments, reply->parameters);
    if (!std::cout) return unread();
    if (!reply->continues) return exit_of(arguments, reply->parameters);
    tell_sources_left(progress, arguments, reply->parameters);
  }
}

int import_all(const Arguments& arguments) {
  const auto prepared = prepare_import(arguments);
  if (const auto* ended = std::get_if<Ended>(&prepared)) return ended->status;
  auto connection = Connection::open(socket_path(arguments.socket));
  if (!connection) return no_daemon(arguments, connection.error());
  const std::vector<Json>& calls = std::get<Calls>(prepared).parameters;
  std::vector<Json> replies;
  Progress progress(arguments.output);
  for (const Json& parameters : calls) {
    if (const auto asked = connection->call(arguments.command->method, parameters, Wanted::one); !asked)
      return say(asked.error());
    auto reply = connection->next();
    progress.clear();
    if (!reply) return say(reply.error());
    if (reply->error) return say_error(arguments, *reply);
    replies.push_back(std::move(reply->parameters));
    progress.tell(std::to_string(replies.size()) + " of " + std::to_string(calls.size()) + " parts taken in");
  }
  progress.clear();
  show(arguments, sum_of_imports(replies));
  return exit_done;
}

}  // namespace

int main(int argc, char** argv) {
  auto read = read_arguments(argc, argv);
  if (const auto* ended = std::get_if<Ended>(&read)) return ended->status;
  Arguments& arguments = std::get<Arguments>(read);
  if (arguments.command->place == control::Place::offline) {
    std::vector<std::string> words{std::string(arguments.command->verb)};
    words.insert(words.end(), arguments.words.begin(), arguments.words.end());
    if (arguments.output == Output::json) words.emplace_back("--json");
    return become_offline(words);
  }
  if (arguments.command->verb == "add") {
    if (const auto status = prepare_add(arguments)) return *status;
  }
  if (arguments.command->verb == "preview") {
    if (const auto status = preview_file(arguments)) return *status;
  }
  if (arguments.command->verb == "import") return import_all(arguments);
  return converse(arguments);
}
