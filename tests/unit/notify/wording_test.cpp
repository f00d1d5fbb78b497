#include "notify/wording.hpp"

#include <algorithm>
#include <doctest/doctest.h>

#include "messages.hpp"

namespace mediumsync::notify {
namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("each topic says what happened and what to do") {
  struct Row {
    Topic topic;
    const char* title;
    const char* text;
  };
  for (const Row& row : {Row{Topic::published, "Published: A title", "https://medium.com/p/abc"},
                         Row{Topic::failed, "Failed: A title", "mediumsyncctl retry 7"},
                         Row{Topic::in_doubt, "In doubt: A title", "mediumsyncctl resolve 7 --published URL"},
                         Row{Topic::handed_off, "Ready for you to publish: A title", "mediumsyncctl kit 7"},
                         Row{Topic::held, "Held: A title", "mediumsyncctl release 7"},
                         Row{Topic::drifted, "Changed since it was published: A title", "mediumsyncctl diff 7"},
                         Row{Topic::stopped, "Account stopped: main", "mediumsyncctl resume main"},
                         Row{Topic::paused, "Account paused: main", "by itself"}}) {
    CAPTURE(row.title);
    const Wording words = wording(message(notice(row.topic)));
    CHECK(words.title == row.title);
    CHECK(contains(plain_text(words), row.text));
  }
}

TEST_CASE("a draft is not called published") {
  Notice draft = notice(Topic::published);
  draft.post->status = core::PublishStatus::draft;
  CHECK(wording(message(draft)).title == "Draft made: A title");
}

TEST_CASE("a reminder says that it is one") {
  Notice reminder = notice(Topic::handed_off);
  reminder.occasion = Occasion::reminder;
  CHECK(wording(message(reminder)).title == "Still waiting for you: A title");
}

TEST_CASE("a title can neither break a line nor become markup") {
  const Wording words = wording(message(notice(Topic::failed, "a\r\nBcc: x\x1b[2J <script>&", "why\nnot")));
  CHECK(words.title == "Failed: a Bcc: x\\x1b[2J <script>&");
  for (const std::string& line : words.lines) CHECK(line.find('\n') == std::string::npos);
  CHECK_FALSE(contains(html_page(words), "<script>"));
  CHECK(contains(html_page(words), "&lt;script&gt;&amp;"));
}

TEST_CASE("a digest counts everything and lists the pressing first") {
  const Wording words = wording(digest(3, 25));
  CHECK(words.title == "28 events: 25 failed, 3 published");
  CHECK(words.lines.size() == 20 + 1 + 3 + 1);
  CHECK(words.lines.front() == "• Failed: F0");
  CHECK(words.lines.at(20) == "• and 5 failed more");
  CHECK(words.lines.at(21) == "• Published: P0 https://medium.com/p/abc");
}

TEST_CASE("a digest tells of what could not be kept") {
  Message message = digest(6, 0);
  message.beyond = 7;
  CHECK(wording(message).title == "13 events: 6 published");
  CHECK(contains(plain_text(wording(message)), "and 7 more events"));
}

TEST_CASE("links of a page are links") {
  CHECK(contains(html_page(wording(message(notice(Topic::published)))),
                 "<a href=\"https://medium.com/p/abc\">https://medium.com/p/abc</a>"));
}

TEST_CASE("what a person must act upon presses most") {
  CHECK(urgency(message(notice(Topic::published))) == Urgency::low);
  CHECK(urgency(message(notice(Topic::drifted))) == Urgency::normal);
  CHECK(urgency(digest(5, 1)) == Urgency::high);
}

}  // namespace
}  // namespace mediumsync::notify
