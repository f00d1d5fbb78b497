// The command line: what is asked, of which daemon, and how to print it.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "control/commands.hpp"
#include "ctl/json.hpp"

namespace mediumsync::ctl {

enum class Output { text, json };
enum class Color { automatic, never };
enum class Follow { no, yes };
enum class Attention { shown, exit_status };  // `status --check`

// One call of a daemon's method, or an offline verb with its arguments.
struct Arguments {
  const control::Command* command = nullptr;
  Json parameters = Json::object();
  std::vector<std::string>
      words;  // of an offline verb, what `add` adds, `import` takes, `preview` shows, where `backup` goes
  std::optional<std::string> page;  // where `preview` writes it, or the directory that `kit` writes into
  std::optional<std::string> socket;
  Output output = Output::text;
  Color color = Color::automatic;
  Follow follow = Follow::no;
  Attention attention = Attention::shown;
};

// The exit status when there is nothing to do but end: help was printed, or the usage was wrong.
struct Ended {
  int status = 0;
};

std::variant<Arguments, Ended> read_arguments(int argc, const char* const* argv);

}  // namespace mediumsync::ctl
