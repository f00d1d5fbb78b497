// mediumsyncctl: one call over one socket, and its answer for people or for scripts. Never opens the database.
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <sys/ioctl.h>
#include <unistd.h>

#include "core/text.hpp"
#include "ctl/add.hpp"
#include "ctl/arguments.hpp"
#include "ctl/connection.hpp"
#include "ctl/exit_status.hpp"
#include "ctl/offline.hpp"
#include "ctl/preview.hpp"
#include "ctl/print.hpp"
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

std::string why_invalid(const std::string& parameter) {
  if (parameter == "state")
    return "there is no such state; they are queued, held, publishing, in_doubt, handed_off, published, failed and "
           "skipped";
  if (parameter == "limit") return "the limit goes from 1 to 10000";
  if (parameter == "count") return "-n goes from 1 to 1000";
  return "the daemon does not take this " + parameter;
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
  if (name == "InvalidParameter") message = why_invalid(text_of(reply.parameters, "parameter"));
  if (name == "MethodNotFound")
    message = "the daemon is older than mediumsyncctl and does not know this verb; restart it";
  std::cerr << "mediumsyncctl: " << message << '\n';
  return exit_refused;
}

int exit_of(const Arguments& arguments, const Json& reply) {
  // What was added and can't be a post is kept and shown, but it is no success.
  const bool added = arguments.command->verb == "add" && reply.contains("post");
  if (added && text_of(reply.at("post"), "state") == "failed") return exit_refused;
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

int converse(const Arguments& arguments) {
  auto connection = Connection::open(socket_path(arguments.socket));
  if (!connection) {
    // What this program is can be said without a daemon.
    if (arguments.command->verb == "version") std::cout << "mediumsyncctl " << version << '\n';
    return say(connection.error());
  }
  const Wanted wanted = arguments.follow == Follow::yes ? Wanted::many : Wanted::one;
  if (const auto asked = connection->call(arguments.command->method, arguments.parameters, wanted); !asked)
    return say(asked.error());
  while (true) {
    const auto reply = connection->next();
    if (!reply) return say(reply.error());
    if (reply->error) return say_error(arguments, *reply);
    if (arguments.command->verb == "preview" && (arguments.output == Output::text || arguments.page))
      return show_page(arguments, reply->parameters);
    show(arguments, reply->parameters);
    if (!std::cout) return exit_done;  // whoever read this has had enough
    if (!reply->continues) return exit_of(arguments, reply->parameters);
  }
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
  return converse(arguments);
}
