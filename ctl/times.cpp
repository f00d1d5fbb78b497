#include "ctl/times.hpp"

#include <array>
#include <ctime>

namespace mediumsync::ctl {
namespace {

using namespace std::chrono_literals;

struct Unit {
  std::chrono::seconds length;
  const char* one;
  const char* many;
};

constexpr std::array units{Unit{24h, "day", "days"}, Unit{1h, "h", "h"}, Unit{1min, "min", "min"}, Unit{1s, "s", "s"}};

std::string local(core::TimePoint time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  if (::localtime_r(&seconds, &parts) == nullptr) return core::format_rfc3339(time);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%a %Y-%m-%d %H:%M", &parts);
  return text.data();
}

}  // namespace

std::string relative(core::TimePoint time, core::TimePoint now) {
  const bool future = time > now;
  const auto distance = std::chrono::duration_cast<std::chrono::seconds>(future ? time - now : now - time);
  for (const Unit& unit : units) {
    if (distance < unit.length) continue;
    const auto count = distance / unit.length;
    const std::string text = std::to_string(count) + " " + (count == 1 ? unit.one : unit.many);
    return future ? "in " + text : text + " ago";
  }
  return "now";
}

std::string show_time(const Json& time, core::TimePoint now) {
  if (!time.is_string()) return "–";
  const auto parsed = core::parse_rfc3339(time.get<std::string>());
  if (!parsed) return time.get<std::string>();
  return local(*parsed) + " (" + relative(*parsed, now) + ")";
}

}  // namespace mediumsync::ctl
