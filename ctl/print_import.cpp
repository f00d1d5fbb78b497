#include "core/text.hpp"
#include "ctl/print.hpp"
#include "ctl/times.hpp"

namespace mediumsync::ctl {

std::string print_changes(const Json& changes, const Look& look) {
  std::string text;
  for (const Json& change : changes) {
    text += paint(look, "post " + text_of(change, "post") + " [" + text_of(change, "code") + "]", Hue::warn) + ": " +
            core::printable(text_of(change, "message")) + "\n";
  }
  return text;
}

std::string print_import(const Json& reply, const Look& look, core::TimePoint now) {
  const auto stories = reply.value("stories", std::int64_t{0});
  const auto drafts = reply.value("drafts", std::int64_t{0});
  std::string text = std::to_string(stories) + (stories == 1 ? " story" : " stories") + " of account " +
                     text_of(reply, "account") + ", " + text_of(reply, "fresh") + " new";
  if (drafts > 0) {
    text += "; " + std::to_string(drafts) + (drafts == 1 ? " is a draft" : " are drafts");
    // After a restore they do.
    if (reply.value("posts", Json::array()).empty())
      text += drafts == 1 ? ", which keeps no post from being sent" : ", which keep no post from being sent";
  }
  text += "\n";
  const auto figures = reply.value("figures", std::int64_t{0});
  if (figures > 0)
    text +=
        "Figures of " + std::to_string(figures) + (figures == 1 ? " story" : " stories") + ": mediumsyncctl stats\n";
  if (const Json newer = reply.value("older_than", Json(nullptr)); newer.is_string()) {
    const auto outdated = reply.value("outdated", std::int64_t{0});
    text += paint(look,
                  "Older than what was imported before, which is of " + show_time(newer, now) + " and told of " +
                      std::to_string(outdated) + " of them: that stands.",
                  Hue::warn) +
            " An older import proves that its stories were on Medium then. It takes back no finding, and its figures "
            "are taken only of stories that have none.\n";
  }
  text += print_changes(reply.value("changes", Json::array()), look);
  const Json posts = reply.value("posts", Json::array());
  if (posts.empty()) return text;
  return text +
         "These are on Medium already. Those that waited are skipped now (mediumsyncctl release sends one all the "
         "same), "
         "those that were in doubt or handed off are published:\n" +
         print_posts(posts, look, now);
}

}  // namespace mediumsync::ctl
