#include "core/clause.hpp"

#include "core/text.hpp"

namespace mediumsync::core {

std::string clause(std::string_view theirs) {
  std::string_view rest = trim(theirs);
  // "Just a moment..." is no full stop.
  if (rest.ends_with('.') && !rest.ends_with("..")) rest = trim(rest.substr(0, rest.size() - 1));
  return std::string(rest);
}

}  // namespace mediumsync::core
