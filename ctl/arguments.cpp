#include "ctl/arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <iostream>
#include <map>

#include "control/bounds.hpp"
#include "core/number.hpp"
#include "core/state.hpp"
#include "core/time.hpp"
#include "core/url.hpp"
#include "ctl/exit_status.hpp"
#include "version.hpp"

namespace mediumsync::ctl {
namespace {

// Adds a verb's own options to its subcommand; they write into `arguments` as they are read.
using Options = std::function<void(CLI::App&, Arguments&)>;

std::string check_not_empty(const std::string& text) {
  return text.empty() ? "nothing is named" : "";
}

std::string check_state(const std::string& text) {
  return core::parse_state(text) ? std::string()
                                 : "there is no state \"" + text +
                                       "\"; they are queued, held, publishing, in_doubt, handed_off, published, failed "
                                       "and skipped";
}

std::string check_web_url(const std::string& text) {
  return core::is_web_url(text) ? std::string()
                                : "\"" + text + "\" is no web address; give the whole one, with https://";
}

std::string check_post(const std::string& text) {
  return core::to_number<std::int64_t>(text).value_or(0) > 0
             ? std::string()
             : "\"" + text + "\" is no post's number; mediumsyncctl list shows them";
}

// Scripts leave it empty.
std::string check_base(const std::string& text) {
  return text.empty() ? std::string() : check_web_url(text);
}

CLI::Option* text_option(CLI::App& app, Arguments& arguments, const std::string& name, const std::string& key,
                         const std::string& help) {
  return app
      .add_option_function<std::string>(
          name, [&arguments, key](const std::string& value) { arguments.parameters[key] = value; }, help)
      ->check(check_not_empty);
}

void number_option(CLI::App& app, Arguments& arguments, const std::string& name, const std::string& key,
                   control::Bounds bounds, const std::string& help) {
  const auto check = [bounds](const std::string& text) {
    std::int64_t number = 0;
    if (!CLI::detail::lexical_cast(text, number)) return "\"" + text + "\" is no number";
    if (bounds.hold(number)) return std::string();
    return text + " is out of bounds; it goes from " + std::to_string(bounds.least) + " to " +
           std::to_string(bounds.most);
  };
  app.add_option_function<std::int64_t>(
         name, [&arguments, key](std::int64_t value) { arguments.parameters[key] = value; }, help)
      ->check(check);
}

void flag_option(CLI::App& app, Arguments& arguments, const std::string& name, const std::string& key,
                 const std::string& help) {
  app.add_flag_callback(
      name, [&arguments, key] { arguments.parameters[key] = true; }, help);
}

std::string check_time(const std::string& text) {
  return core::parse_rfc3339(text)
             ? std::string()
             : "\"" + text + "\" is no time; write it as 2026-11-24T07:00:00Z or 2026-11-24T07:00:00+01:00";
}

void time_option(CLI::App& app, Arguments& arguments, const std::string& name, const std::string& key,
                 const std::string& help) {
  app.add_option_function<std::string>(
         name, [&arguments, key](const std::string& value) { arguments.parameters[key] = value; }, help)
      ->check(check_time);
}

void one_id(CLI::App& app, Arguments& arguments) {
  app.add_option_function<std::int64_t>(
         "ID", [&arguments](std::int64_t id) { arguments.parameters["id"] = id; },
         "The post's number, as list shows it")
      ->required()
      ->check(check_post);
}

void many_ids(CLI::App& app, Arguments& arguments) {
  app.add_option_function<std::vector<std::int64_t>>(
         "ID", [&arguments](const std::vector<std::int64_t>& ids) { arguments.parameters["ids"] = ids; },
         "The posts' numbers, as list shows them")
      ->required()
      ->check(check_post);
}

void account(CLI::App& app, Arguments& arguments) {
  text_option(app, arguments, "ACCOUNT", "account", "The account's name");
}

// What an offline verb is given goes to `mediumsyncd offline` as it is.
void offline_words(CLI::App& app, Arguments& arguments) {
  app.add_option("FILE", arguments.words, "The files")->required();
  app.add_option_function<std::string>(
         "--base",
         [&arguments](const std::string& url) {
           arguments.words.insert(arguments.words.end(), {"--base", url});
         },
         "Where the file's folder lives on the web, for relative links")
      ->check(check_base);
}

void parse_words(CLI::App& app, Arguments& arguments) {
  offline_words(app, arguments);
  app.add_option_function<std::string>(
      "--content-type",
      [&arguments](const std::string& type) {
        arguments.words.insert(arguments.words.end(), {"--content-type", type});
      },
      "The Content-Type it would be served with");
}

const std::map<std::string_view, Options>& options() {
  static const std::map<std::string_view, Options> all{
      {"status",
       [](CLI::App& app, Arguments& arguments) {
         app.add_flag_callback(
             "--check", [&arguments] { arguments.attention = Attention::exit_status; },
             "End with 4 when something needs a person");
       }},
      {"list",
       [](CLI::App& app, Arguments& arguments) {
         text_option(app, arguments, "--state", "state",
                     "queued, held, publishing, in_doubt, handed_off, published, failed or skipped")
             ->check(check_state);
         text_option(app, arguments, "--source", "source", "Of this folder or feed");
         number_option(app, arguments, "--limit", "limit", control::posts_at_once, "So many at most (100)");
       }},
      {"show", one_id},
      {"history",
       [](CLI::App& app, Arguments& arguments) {
         one_id(app, arguments);
         number_option(app, arguments, "-n", "limit", control::happenings_at_once,
                       "So many events at most, the newest (1000)");
       }},
      {"stats",
       [](CLI::App& app, Arguments& arguments) {
         account(app, arguments);
         number_option(app, arguments, "--months", "months", control::months_at_once,
                       "So many months, this one among them (12)");
         number_option(app, arguments, "-n", "stories", control::stories_at_once,
                       "So many stories with their figures (20)");
       }},
      {"preview",
       [](CLI::App& app, Arguments& arguments) {
         app.add_option("ID|FILE", arguments.words, "The post's number, or a file")->required()->expected(1);
         app.add_option("-o", arguments.page, "Write the page to this file (- is standard output)")
             ->check(check_not_empty);
         app.add_option_function<std::string>(
                "--base", [&arguments](const std::string& url) { arguments.parameters["base"] = url; },
                "Of a file: where its folder lives on the web, for relative links")
             ->check(check_base);
       }},
      {"diff",
       [](CLI::App& app, Arguments& arguments) {
         one_id(app, arguments);
         flag_option(app, arguments, "--ack", "ack", "Settled: changed on Medium by hand, or not meant for it");
       }},
      {"check", offline_words},
      {"render", offline_words},
      {"parse", parse_words},
      {"add",
       [](CLI::App& app, Arguments& arguments) {
         app.add_option("FILE|URL", arguments.words, "A Markdown or HTML file, or a web page")->required()->expected(1);
         text_option(app, arguments, "--account", "account", "The account it goes to (the first one)");
         time_option(app, arguments, "--at", "at", "Publish at this time, inside a window or not");
       }},
      {"import",
       [](CLI::App& app, Arguments& arguments) {
         app.add_option("FEED-URL|ZIP|FILE", arguments.words,
                        "Your feed on Medium, your account's export, or the statistics as saved from a browser")
             ->required()
             ->expected(1);
         text_option(app, arguments, "--account", "account", "The account whose stories they are (the first one)");
       }},
      {"hold", many_ids},
      {"release",
       [](CLI::App& app, Arguments& arguments) {
         CLI::Option_group* which = app.add_option_group("which", "Which posts");
         which->add_option_function<std::vector<std::int64_t>>(
             "ID", [&arguments](const std::vector<std::int64_t>& ids) { arguments.parameters["ids"] = ids; },
             "The posts' numbers, as list shows them");
         flag_option(*which, arguments, "--restored", "restored",
                     "All that is held since the queue was put back to a backup");
         which->require_option(1);
       }},
      {"skip", many_ids},
      {"retry", many_ids},
      {"publish", many_ids},
      {"move",
       [](CLI::App& app, Arguments& arguments) {
         one_id(app, arguments);
         CLI::Option_group* where = app.add_option_group("where", "Where to");
         time_option(*where, arguments, "--at", "at", "To this time, inside a window or not");
         flag_option(*where, arguments, "--first", "first", "Before all that wait");
         flag_option(*where, arguments, "--last", "last", "Behind all that wait");
         where->require_option(1);
       }},
      {"resolve",
       [](CLI::App& app, Arguments& arguments) {
         one_id(app, arguments);
         CLI::Option_group* what = app.add_option_group("what", "What became of it");
         text_option(*what, arguments, "--published", "published", "It is there, at this address")
             ->check(check_web_url);
         flag_option(*what, arguments, "--not-published", "not_published", "It is not there; it may be sent once more");
         what->require_option(1);
       }},
      {"kit",
       [](CLI::App& app, Arguments& arguments) {
         one_id(app, arguments);
         app.add_option("-o", arguments.page, "Write the page and the images into this directory")
             ->check(check_not_empty);
       }},
      {"done",
       [](CLI::App& app, Arguments& arguments) {
         one_id(app, arguments);
         app.add_option_function<std::string>(
                "URL", [&arguments](const std::string& url) { arguments.parameters["url"] = url; },
                "The story's address on Medium")
             ->required()
             ->check(check_web_url);
       }},
      {"slots",
       [](CLI::App& app, Arguments& arguments) {
         account(app, arguments);
         time_option(app, arguments, "--from", "from", "From this time on (now)");
         number_option(app, arguments, "-n", "count", control::slots_at_once, "So many (10)");
       }},
      {"poll",
       [](CLI::App& app, Arguments& arguments) {
         app.add_option_function<std::vector<std::string>>(
                "SOURCE",
                [&arguments](const std::vector<std::string>& names) { arguments.parameters["sources"] = names; },
                "Folders and feeds by name (all)")
             ->check(check_not_empty);
       }},
      {"verify", account},
      {"publications", account},
      {"pause", account},
      {"resume", account},
      {"disconnect",
       [](CLI::App& app, Arguments& arguments) {
         app.add_option_function<std::string>(
                "ACCOUNT", [&arguments](const std::string& name) { arguments.parameters["account"] = name; },
                "The account's name")
             ->required()
             ->check(check_not_empty);
       }},
      {"backup",
       [](CLI::App& app, Arguments& arguments) {
         app.add_option("FILE", arguments.words, "Where the copy goes; an older one there is replaced")
             ->required()
             ->expected(1);
       }},
      {"events",
       [](CLI::App& app, Arguments& arguments) {
         app.add_flag_callback(
             "--follow,-f", [&arguments] { arguments.follow = Follow::yes; }, "Go on as things happen, until Ctrl-C");
         number_option(app, arguments, "-n", "limit", control::events_at_once, "So many past ones (100)");
       }},
  };
  return all;
}

std::string usage_of_all() {
  std::string text = "\nVerbs:\n";
  for (const control::Command& command : control::commands()) {
    std::string line = "  " + std::string(command.verb) + " " + std::string(command.arguments);
    constexpr std::size_t column = 52;
    line += line.size() < column ? std::string(column - line.size(), ' ') : "\n" + std::string(column, ' ');
    text += line + std::string(command.help) + "\n";
  }
  return text + "\nmediumsyncctl VERB --help tells more of one.";
}

void say_unknown(const std::string& verb) {
  std::cerr << "mediumsyncctl: there is no verb \"" << verb << "\"";
  if (const auto meant = control::nearest_command(verb)) std::cerr << "; did you mean " << *meant << "?";
  std::cerr << " (mediumsyncctl --help lists them)\n";
}

}  // namespace

std::variant<Arguments, Ended> read_arguments(int argc, const char* const* argv) {
  Arguments arguments;
  CLI::App app{"Looks at mediumsyncd and steers it.", "mediumsyncctl"};
  app.fallthrough();
  app.add_option("--socket", arguments.socket,
                 "The daemon's socket ($MEDIUMSYNC_SOCKET, else the user's, else the system's)")
      ->check(check_not_empty);
  app.add_flag_callback(
      "--json", [&arguments] { arguments.output = Output::json; }, "Print the reply as JSON, an object a line");
  app.add_flag_callback(
      "--no-color", [&arguments] { arguments.color = Color::never; }, "No colours");
  app.set_version_flag("--version", "mediumsyncctl " + std::string(version));
  app.footer(usage_of_all);
  // Only the verb that is asked for is built: the others' options cost time that is felt in scripts.
  for (int i = 1; i < argc && arguments.command == nullptr; ++i) arguments.command = control::find_command(argv[i]);
  // Words are left over only when no verb is among them: then say_unknown() tells which was meant.
  app.allow_extras(arguments.command == nullptr);
  if (arguments.command != nullptr) {
    const std::string verb(arguments.command->verb);
    CLI::App* subcommand = app.add_subcommand(verb, std::string(arguments.command->help));
    subcommand->allow_extras(false);
    const auto own = options().find(verb);
    if (own != options().end()) own->second(*subcommand, arguments);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return Ended{app.exit(error) == 0 ? exit_done : exit_usage};
  }
  if (arguments.command != nullptr) return arguments;
  const auto extras = app.remaining();
  if (extras.empty()) {
    std::cerr << app.help();
  } else {
    say_unknown(extras.front());
  }
  return Ended{exit_usage};
}

}  // namespace mediumsync::ctl
