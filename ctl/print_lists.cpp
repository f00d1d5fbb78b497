#include <algorithm>

#include "core/text.hpp"
#include "ctl/print.hpp"
#include "ctl/times.hpp"

namespace mediumsync::ctl {
namespace {

// What a row has to say besides its state: its address, its time, or why it is where it is.
std::string remark(const Json& post, core::TimePoint now) {
  const std::string state = text_of(post, "state");
  if (state == "published") return text_of(post, "url");
  const Json due = post.value("due", Json(nullptr));
  const std::string reason = text_of(post, "reason");
  if (due.is_string()) return show_time(due, now) + (reason == "–" ? std::string() : "; " + reason);
  return reason;
}

std::string line(const char* name, const std::string& value) {
  constexpr std::size_t column = 14;
  const std::string label(name);
  return value == "–"
             ? std::string()
             : label + std::string(column - std::min(column, label.size()), ' ') + core::printable(value) + "\n";
}

std::string joined(const Json& list) {
  std::string text;
  for (const Json& one : list) {
    if (one.is_string()) text += (text.empty() ? "" : ", ") + one.get<std::string>();
  }
  return text.empty() ? "–" : text;
}

}  // namespace

std::string print_posts(const Json& posts, const Look& look, core::TimePoint now) {
  Table table({"ID", "STATE", "TITLE", "SOURCE", "WHEN, WHERE OR WHY"}, 2);
  for (const Json& post : posts) {
    const std::string state = text_of(post, "state");
    const bool drifted = post.value("drifted", false);
    table.add({{text_of(post, "id"), Hue::plain},
               {state + (drifted ? " (drifted)" : ""), hue_of_state(state)},
               {text_of(post, "title"), Hue::plain},
               {text_of(post, "source"), Hue::plain},
               {remark(post, now), Hue::plain}});
  }
  return table.empty() ? "No posts.\n" : table.text(look);
}

std::string print_post(const Json& reply, const Look& look, core::TimePoint now) {
  const Json post = reply.value("post", Json::object());
  const std::string state = text_of(post, "state");
  std::string text = core::printable(text_of(post, "title")) + "\n\n";
  text += line("post", text_of(post, "id"));
  text += "state         " + paint(look, state, hue_of_state(state)) + "\n";
  if (post.value("drifted", false)) {
    text += "drifted       " + paint(look, "its source has changed since it was sent", Hue::warn) +
            ": mediumsyncctl diff " + text_of(post, "id") + "\n";
  }
  text += line("reason", text_of(post, "reason")) + line("due", show_time(post.value("due", Json(nullptr)), now));
  text +=
      line("address", text_of(post, "url")) + line("from", text_of(post, "source") + ": " + text_of(post, "origin"));
  text += line("account", text_of(post, "account")) + line("publication", text_of(post, "publication"));
  text += line("goes as", text_of(post, "status") + ", " + text_of(post, "license")) +
          line("tags", joined(post.value("tags", Json::array())));
  text += line("canonical", text_of(post, "canonical_url"));
  text += line("queued", show_time(post.value("created_at", Json(nullptr)), now));
  text += line("published", show_time(post.value("published_at", Json(nullptr)), now));
  const Json attempts = reply.value("attempts", Json::array());
  if (!attempts.empty()) text += "\nAttempts\n";
  for (const Json& attempt : attempts) {
    text += "  " + show_time(attempt.value("at", Json(nullptr)), now) + "  " + text_of(attempt, "outcome");
    const std::string detail = text_of(attempt, "detail");
    text += (detail == "–" ? std::string() : ": " + core::printable(detail)) + "\n";
  }
  const Json findings = reply.value("findings", Json::array());
  if (!findings.empty()) text += "\nFindings\n";
  for (const Json& finding : findings) {
    const Json place = finding.value("line", Json(nullptr));
    text += "  " + text_of(finding, "severity") + ": " +
            (place.is_number() ? "line " + place.dump() + ": " : std::string()) +
            core::printable(text_of(finding, "message")) + " [" + text_of(finding, "code") + "]\n";
  }
  return text;
}

}  // namespace mediumsync::ctl
