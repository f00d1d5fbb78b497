// The one table of verbs. Dispatch, the client's command line, help, completion and the tests that hold the manual page
// and the interface description to it are all drawn from here.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace mediumsync::control {

// Where a verb is carried out.
enum class Place {
  daemon,  // a Varlink method
  offline  // `mediumsyncd offline VERB …`
};

// Whether a verb may change something.
enum class Effect { looks, changes };

struct Command {
  std::string_view verb;       // as typed
  std::string_view method;     // of io.mediumsync; empty for an offline verb
  std::string_view arguments;  // as the usage line has them
  std::string_view help;       // one line
  Place place = Place::daemon;
  Effect effect = Effect::looks;
};

// In the order that help shows them.
std::span<const Command> commands();

const Command* find_command(std::string_view verb);
const Command* find_method(std::string_view method);

// The verb that was probably meant.
std::optional<std::string_view> nearest_command(std::string_view verb);

}  // namespace mediumsync::control
