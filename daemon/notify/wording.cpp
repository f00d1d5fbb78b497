#include "notify/wording.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "core/html_escape.hpp"
#include "core/text.hpp"

namespace mediumsync::notify {
namespace {

constexpr std::size_t longest_title = 120;
constexpr std::size_t longest_detail = 600;
constexpr std::size_t listed = 20;  // of each topic in a digest

std::string one_line(std::string_view text, std::size_t limit) {
  return core::printable(core::cut_on_word(core::collapse_space(core::sanitise_utf8(text)), limit));
}

std::string name_of(const Notice& notice) {
  if (notice.post && !core::is_blank(notice.post->title)) return one_line(notice.post->title, longest_title);
  return notice.post ? "post " + std::to_string(notice.post->id.value) : one_line(notice.detail, longest_title);
}

std::string ctl(const Notice& notice, const std::string& verb, const std::string& rest = "") {
  return "mediumsyncctl " + verb + " " + (notice.post ? std::to_string(notice.post->id.value) : "ID") + rest;
}

// "main" of "main: the token was refused".
std::string account_of(const Notice& notice) {
  const std::size_t colon = notice.detail.find(": ");
  return one_line(notice.detail.substr(0, colon), longest_title);
}

std::string_view heading(const Notice& notice) {
  switch (notice.topic) {
    case Topic::published:
      return notice.post && notice.post->status == core::PublishStatus::draft ? "Draft made" : "Published";
    case Topic::failed:
      return "Failed";
    case Topic::in_doubt:
      return "In doubt";
    case Topic::handed_off:
      return notice.occasion == Occasion::reminder ? "Still waiting for you" : "Ready for you to publish";
    case Topic::held:
      return "Held";
    case Topic::drifted:
      return "Changed since it was published";
    case Topic::stopped:
      return "Account stopped";
    case Topic::paused:
      return "Account paused";
  }
  return {};
}

std::string title_of(const Notice& notice) {
  const bool of_account = notice.topic == Topic::stopped || notice.topic == Topic::paused;
  return std::string(heading(notice)) + ": " + (of_account ? account_of(notice) : name_of(notice));
}

std::optional<std::string> link_of(const Notice& notice) {
  if (!notice.post) return std::nullopt;
  const auto& url = notice.post->url ? notice.post->url : notice.post->canonical_url;
  return url ? std::optional(one_line(*url, longest_detail)) : std::nullopt;
}

std::vector<std::string> published_lines(const Notice& notice) {
  const bool draft = notice.post && notice.post->status == core::PublishStatus::draft;
  std::vector<std::string> lines{"“" + name_of(notice) + "” is on Medium" + (draft ? " as a draft." : ".")};
  if (notice.post && notice.post->url) lines.push_back(one_line(*notice.post->url, longest_detail));
  return lines;
}

// What happened, then what to do about it.
std::vector<std::string> lines_of(const Notice& notice) {
  const std::string name = "“" + name_of(notice) + "”";
  const std::string reason = one_line(notice.detail, longest_detail);
  switch (notice.topic) {
    case Topic::published:
      return published_lines(notice);
    case Topic::failed:
      return {name + " was not published: " + reason,
              "To see more: " + ctl(notice, "show") + " · to try it again: " + ctl(notice, "retry")};
    case Topic::in_doubt:
      return {name + " was sent, and no answer came that could be believed: it may or may not be on Medium.",
              "It is not sent again by itself. Look whether it is there, then: " +
                  ctl(notice, "resolve", " --published URL") + " or: " + ctl(notice, "resolve", " --not-published")};
    case Topic::handed_off:
      return {name + (notice.occasion == Occasion::reminder ? " was handed to you and has not been seen on Medium yet."
                                                            : ": it is its turn, to be published by hand."),
              "The page that helps with it: " + ctl(notice, "kit") +
                  " · once it is published: " + ctl(notice, "done", " URL")};
    case Topic::held:
      return {name + " is held: " + reason, "To let it go: " + ctl(notice, "release")};
    case Topic::drifted:
      return {name + " was published and its source has changed since; Medium keeps the story as it was.",
              "To see the difference: " + ctl(notice, "diff")};
    case Topic::stopped:
      return {"Account " + reason, "What is wrong: mediumsyncctl verify " + account_of(notice) +
                                       " · then: mediumsyncctl resume " + account_of(notice)};
    case Topic::paused:
      return {"Account " + reason, "It goes on by itself; nothing is lost."};
  }
  return {};
}

constexpr std::array by_urgency{Topic::stopped, Topic::in_doubt, Topic::failed,    Topic::handed_off,
                                Topic::held,    Topic::drifted,  Topic::published, Topic::paused};

std::string count_of(std::size_t count, std::string_view topic) {
  std::string text = std::to_string(count) + " ";
  std::ranges::replace_copy(topic, std::back_inserter(text), '_', ' ');
  return text;
}

Wording digest(const Message& message) {
  Wording words;
  std::string summary;
  for (const Topic topic : by_urgency) {
    const auto count = static_cast<std::size_t>(std::ranges::count(message.notices, topic, &Notice::topic));
    if (count == 0) continue;
    summary += (summary.empty() ? "" : ", ") + count_of(count, to_string(topic));
    std::size_t shown = 0;
    for (const Notice& notice : message.notices) {
      if (notice.topic != topic || shown++ >= listed) continue;
      const auto link = link_of(notice);
      words.lines.push_back("• " + title_of(notice) + (link ? " " + *link : ""));
    }
    if (count > listed) words.lines.push_back("• and " + count_of(count - listed, to_string(topic)) + " more");
  }
  if (message.beyond > 0) words.lines.push_back("• and " + std::to_string(message.beyond) + " more events");
  words.lines.emplace_back("All of it: mediumsyncctl status · mediumsyncctl list");
  words.title =
      std::to_string(message.notices.size() + static_cast<std::size_t>(message.beyond)) + " events: " + summary;
  return words;
}

bool is_web_link(const std::string& text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

}  // namespace

Wording wording(const Message& message) {
  if (message.is_digest()) return digest(message);
  const Notice& notice = message.notices.front();
  return {.title = title_of(notice), .lines = lines_of(notice), .link = link_of(notice)};
}

Urgency urgency(const Message& message) {
  Urgency highest = Urgency::low;
  for (const Notice& notice : message.notices) {
    switch (notice.topic) {
      case Topic::stopped:
      case Topic::in_doubt:
      case Topic::failed:
        return Urgency::high;
      case Topic::handed_off:
      case Topic::held:
      case Topic::drifted:
        highest = Urgency::normal;
        break;
      case Topic::published:
      case Topic::paused:
        break;
    }
  }
  return highest;
}

std::string plain_text(const Wording& wording) {
  std::string text;
  for (const std::string& line : wording.lines) text += line + "\n";
  return text;
}

std::string html_page(const Wording& wording) {
  std::string html = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" +
                     core::escape_html(wording.title) +
                     "</title>\n</head>\n<body style=\"font: 16px/1.5 sans-serif; max-width: 40em\">\n<h1 "
                     "style=\"font-size: 1.25em\">" +
                     core::escape_html(wording.title) + "</h1>\n";
  for (const std::string& line : wording.lines) {
    const std::string text = core::escape_html(line);
    html += "<p>" + (is_web_link(line) ? "<a href=\"" + text + "\">" + text + "</a>" : text) + "</p>\n";
  }
  return html + "</body>\n</html>\n";
}

}  // namespace mediumsync::notify
