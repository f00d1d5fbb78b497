#include "queue/record.hpp"

#include "queue/queue.hpp"

namespace mediumsync::queue {
namespace {

constexpr std::array all_causes{Cause::none,      Cause::person,  Cause::baseline, Cause::draft, Cause::author,
                                Cause::duplicate, Cause::gone,    Cause::excerpt,  Cause::flood, Cause::findings,
                                Cause::invalid,   Cause::refused, Cause::network,  Cause::doubt};

}  // namespace

std::string_view to_string(Cause cause) {
  switch (cause) {
    case Cause::none:
      return "none";
    case Cause::person:
      return "person";
    case Cause::baseline:
      return "baseline";
    case Cause::draft:
      return "draft";
    case Cause::author:
      return "author";
    case Cause::duplicate:
      return "duplicate";
    case Cause::gone:
      return "gone";
    case Cause::excerpt:
      return "excerpt";
    case Cause::flood:
      return "flood";
    case Cause::findings:
      return "findings";
    case Cause::invalid:
      return "invalid";
    case Cause::refused:
      return "refused";
    case Cause::network:
      return "network";
    case Cause::doubt:
      return "doubt";
  }
  return {};
}

std::optional<Cause> parse_cause(std::string_view text) {
  for (const Cause cause : all_causes) {
    if (to_string(cause) == text) return cause;
  }
  return std::nullopt;
}

std::string_view to_string(AccountState state) {
  switch (state) {
    case AccountState::ready:
      return "ready";
    case AccountState::paused:
      return "paused";
    case AccountState::stopped:
      return "stopped";
  }
  return {};
}

}  // namespace mediumsync::queue
