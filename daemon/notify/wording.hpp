// What people read of a message: pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "notify/notice.hpp"

namespace mediumsync::notify {

// A message in words. No line holds a line break or a control character.
struct Wording {
  std::string title;                // one line, short: a subject, a push message's head
  std::vector<std::string> lines;   // the message, with what to do about it
  std::optional<std::string> link;  // where it leads
};

// How much it presses.
enum class Urgency { low, normal, high };

Wording wording(const Message& message);
Urgency urgency(const Message& message);

std::string plain_text(const Wording& wording);
// A page of its own, without anything from elsewhere, for mail.
std::string html_page(const Wording& wording);

}  // namespace mediumsync::notify
