#include "config/settings.hpp"

#include <cassert>

namespace mediumsync::config {

schedule::Plan default_plan() {
  schedule::Plan plan;
  for (const auto* text : {"Tue-Thu 07:00-09:00", "Tue-Thu 19:00-21:00"}) {
    const auto window = schedule::parse_window(text);
    assert(window);
    plan.windows.push_back(*window);
  }
  return plan;
}

std::string to_string(const std::filesystem::path& file, const Mistake& mistake) {
  std::string text = file.string();
  if (mistake.line) text += ":" + std::to_string(*mistake.line);
  if (mistake.line && mistake.column) text += ":" + std::to_string(*mistake.column);
  return text + ": " + mistake.message;
}

}  // namespace mediumsync::config
