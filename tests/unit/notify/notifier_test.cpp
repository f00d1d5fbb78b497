#include "notify/notifier.hpp"

#include <deque>
#include <doctest/doctest.h>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

#include "lib/uv/timer.hpp"
#include "messages.hpp"
#include "support/raw_server.hpp"
#include "support/smtp_server.hpp"
#include "support/temporary_directory.hpp"

namespace mediumsync::notify {
namespace {

using std::chrono::milliseconds;
using support::RawConnection;
using support::RawServer;

// Notices in memory; a receiver that has failed may be tried again at once, so that no test waits for a pause.
class MemoryOutbox : public Outbox {
 public:
  struct Box {
    std::deque<Notice> waiting;
    std::vector<Failed> failures;
    int tries = 0;
    std::int64_t sent = 0;
    std::optional<core::TimePoint> failing_since;
  };

  Standing standing(std::string_view receiver) override {
    const Box& box = boxes[std::string(receiver)];
    return {.waiting = static_cast<std::int64_t>(box.waiting.size()),
            .tries = box.tries,
            .next_try = std::nullopt,
            .failing_since = box.failing_since};
  }
  std::optional<Message> open(std::string_view receiver, std::int64_t, core::TimePoint) override {
    Box& box = boxes[std::string(receiver)];
    if (box.waiting.empty()) return std::nullopt;
    ++box.tries;
    const Notice& first = box.waiting.front();
    return Message{.id = message_id(receiver, first, first), .notices = {first}};
  }
  void sent(std::string_view receiver, core::TimePoint /*now*/) override {
    Box& box = boxes[std::string(receiver)];
    box.waiting.pop_front();
    box.tries = 0;
    ++box.sent;
  }
  void failed(std::string_view receiver, const Failed& failed, core::TimePoint) override {
    boxes[std::string(receiver)].failures.push_back(failed);
  }
  std::vector<Attachment> attachments(const Message&) override { return {{"kit.html", "text/html", "kit"}}; }

  std::map<std::string, Box> boxes;
};

struct Telling {
  http::Mailer mailer;  // before the loop, whose jobs send with it until it is gone
  uv::Loop loop;
  http::Client client{loop, {.user_agent = "t"}};
  MemoryOutbox outbox;
  core::TimePoint now = at(0);
  Notifier notifier{{loop, client, mailer}, outbox, [this] { return now; }};

  void put(const std::string& receiver, int count = 1) {
    for (int i = 0; i < count; ++i) {
      Notice one = notice(Topic::failed, "Post " + std::to_string(i));
      one.event = i + 1;
      outbox.boxes[receiver].waiting.push_back(one);
    }
  }
  bool await(const std::function<bool()>& predicate) {
    std::optional<uv::Timer> look;
    look.emplace(loop, [&look] { look->start(milliseconds(2)); });
    look->start(milliseconds(2));
    return uv::run_until(loop, predicate, milliseconds(10'000));
  }
  bool await_sent(const std::string& receiver, std::int64_t count) {
    return await([&] { return outbox.boxes[receiver].sent == count && notifier.idle(); });
  }
};

Receiver hook(const std::string& name, const RawServer& server) {
  return {.name = name, .timeout = milliseconds(5'000), .way = Webhook{.url = server.url()}};
}

Receiver box(const std::string& name, const std::string& server, milliseconds timeout = milliseconds(5'000)) {
  MailBox way{.to = {"jane@example.org"}, .from = "daemon@example.org", .server = server};
  way.security = http::MailSecurity::none;
  return {.name = name, .timeout = timeout, .way = way};
}

std::string content(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("a webhook that fails twice is told once with the same id each time") {
  std::vector<std::string> ids;
  RawServer server([&](RawConnection& connection) {
    const auto request = connection.read_request();
    if (!request) return;
    ids.push_back(request->header("Idempotency-Key").value_or(""));
    connection.answer(connection.number() <= 2 ? "503 Not now" : "200 OK", "busy\nvery");
  });
  Telling telling;
  telling.put("hook");
  telling.notifier.configure({hook("hook", server)});
  REQUIRE(telling.await_sent("hook", 1));
  const auto& failures = telling.outbox.boxes["hook"].failures;
  REQUIRE(failures.size() == 2);
  CHECK(failures[0].reason == "it answered 503 (busy)");
  CHECK(failures[0].perhaps == NotArrived::Perhaps::no);
  CHECK(failures[0].next_try > at(0));
  CHECK(server.requests() == 3);
  CHECK(ids == std::vector<std::string>(3, ids.front()));
}

TEST_CASE("a connection that is lost after the message leaves it open whether it arrived") {
  RawServer server([](RawConnection& connection) {
    if (connection.read_request() && connection.number() == 2) connection.answer("204 No Content");
  });
  Telling telling;
  telling.put("hook");
  telling.notifier.configure({hook("hook", server)});
  REQUIRE(telling.await_sent("hook", 1));
  CHECK(telling.outbox.boxes["hook"].failures.at(0).perhaps == NotArrived::Perhaps::yes);
}

TEST_CASE("a redirect is not followed and said") {
  RawServer server([](RawConnection& connection) {
    if (connection.read_request())
      connection.answer(connection.number() == 1 ? "302 Found" : "200 OK", "", "Location: http://127.0.0.1:1/\r\n");
  });
  Telling telling;
  telling.put("hook");
  telling.notifier.configure({hook("hook", server)});
  REQUIRE(telling.await_sent("hook", 1));
  CHECK(telling.outbox.boxes["hook"].failures.at(0).reason.starts_with("it answered 302; it is not followed"));
}

TEST_CASE("a pause that is asked for is kept") {
  RawServer server([](RawConnection& connection) {
    if (connection.read_request())
      connection.answer(connection.number() == 1 ? "429 Too Many" : "200 OK", "", "Retry-After: 600\r\n");
  });
  Telling telling;
  telling.put("hook");
  telling.notifier.configure({hook("hook", server)});
  REQUIRE(telling.await_sent("hook", 1));
  CHECK(telling.outbox.boxes["hook"].failures.at(0).next_try == at(600));
}

TEST_CASE("a receiver that hangs holds up no other") {
  RawServer hanging([](RawConnection& connection) { connection.stall(); });
  RawServer well([](RawConnection& connection) {
    while (connection.read_request()) connection.answer("200 OK");
  });
  Telling telling;
  telling.put("hanging");
  telling.put("well", 3);
  telling.notifier.configure({hook("hanging", hanging), hook("well", well)});
  CHECK(telling.await([&] { return telling.outbox.boxes["well"].sent == 3; }));
  CHECK(telling.outbox.boxes["hanging"].sent == 0);
  CHECK_FALSE(telling.notifier.idle());
}

TEST_CASE("mail goes out with what belongs to it, one after another") {
  RawServer hanging([](RawConnection& connection) { connection.stall(); });
  const support::SmtpServer well;
  Telling telling;
  telling.put("hanging");
  telling.put("well");
  telling.notifier.configure(
      {box("hanging", "127.0.0.1:" + std::to_string(hanging.port()), milliseconds(300)), box("well", well.address())});
  REQUIRE(telling.await([&] { return telling.outbox.boxes["well"].sent == 1; }));
  CHECK(telling.outbox.boxes["hanging"].failures.size() >= 1);
  CHECK(well.received().at(0).header("Subject") == "Failed: Post 0");
  CHECK(well.received().at(0).text.find("filename=\"kit.html\"") != std::string::npos);
}

TEST_CASE("a program has the message on its standard input and fails by its exit status") {
  const support::TemporaryDirectory directory;
  const std::string tries = (directory / "tries").string();
  const std::string told = (directory / "told").string();
  Telling telling;
  telling.put("program");
  // The third try succeeds.
  const std::string script =
      "echo x >> \"$0\"; test $(wc -l < \"$0\") -ge 3 || { echo not yet >&2; exit 3; }; cat > \"$1\"";
  telling.notifier.configure({{.name = "program", .way = Program{{"sh", "-c", script, tries, told}}}});
  REQUIRE(telling.await_sent("program", 1));
  const auto& failures = telling.outbox.boxes["program"].failures;
  REQUIRE(failures.size() == 2);
  CHECK(failures[0].reason == "exited with status 3: not yet");
  CHECK(content(told).starts_with("{\"id\":\""));
  CHECK(content(told).ends_with("}\n"));
}

TEST_CASE("a program that is not there or does not end says so") {
  struct Row {
    std::vector<std::string> words;
    std::string reason;
    NotArrived::Perhaps perhaps;
  };
  for (const Row& row : {Row{{"/nonexistent/tell"}, "/nonexistent/tell is not there", NotArrived::Perhaps::no},
                         Row{{"sleep", "60"}, "took longer than 200 ms", NotArrived::Perhaps::yes},
                         Row{{"sh", "-c", "kill -9 $$"}, "was ended by signal 9", NotArrived::Perhaps::yes},
                         Row{{"sh", "-c", "yes"}, "wrote more than 64 KiB", NotArrived::Perhaps::yes}}) {
    CAPTURE(row.reason);
    Telling telling;
    telling.put("program");
    telling.notifier.configure({{.name = "program", .timeout = milliseconds(200), .way = Program{row.words}}});
    auto& failures = telling.outbox.boxes["program"].failures;
    REQUIRE(telling.await([&] { return !failures.empty(); }));
    CHECK(failures[0].reason.starts_with(row.reason));
    CHECK(failures[0].perhaps == row.perhaps);
  }
}

TEST_CASE("more than five in a minute wait to become one") {
  RawServer server([](RawConnection& connection) {
    while (connection.read_request()) connection.answer("200 OK");
  });
  Telling telling;
  telling.put("hook", 8);
  telling.notifier.configure({hook("hook", server)});
  REQUIRE(telling.await_sent("hook", 5));
  telling.notifier.wake();
  telling.loop.run_once();
  CHECK(telling.notifier.idle());
  telling.now = at(60);
  telling.notifier.wake();
  CHECK(telling.await_sent("hook", 8));
}

TEST_CASE("what has failed for three days is given up") {
  RawServer server([](RawConnection& connection) {
    while (connection.read_request()) connection.answer("500 No");
  });
  Telling telling;
  telling.put("hook");
  telling.outbox.boxes["hook"].failing_since = at(0) - std::chrono::days(3);
  telling.notifier.configure({hook("hook", server)});
  auto& failures = telling.outbox.boxes["hook"].failures;
  REQUIRE(telling.await([&] { return !failures.empty(); }));
  CHECK(failures[0].give_up_before == at(0) - std::chrono::days(3));
}

TEST_CASE("an end waits for what is under way and begins nothing") {
  RawServer server([](RawConnection& connection) {
    while (connection.read_request()) connection.answer("200 OK");
  });
  Telling telling;
  telling.put("hook", 2);
  telling.notifier.configure({hook("hook", server)});
  REQUIRE(telling.await([&] { return !telling.notifier.idle(); }));
  bool ended = false;
  telling.notifier.drain([&] { ended = true; });
  CHECK_FALSE(ended);
  REQUIRE(telling.await([&] { return ended; }));
  CHECK(telling.outbox.boxes["hook"].sent == 1);
  telling.notifier.wake();
  CHECK(telling.notifier.idle());
}

TEST_CASE("a receiver that is taken out of the settings hears nothing any more") {
  RawServer hanging([](RawConnection& connection) { connection.stall(); });
  Telling telling;
  telling.put("hook");
  telling.notifier.configure({hook("hook", hanging)});
  REQUIRE(telling.await([&] { return hanging.connections() == 1; }));
  telling.notifier.configure({});
  CHECK(telling.notifier.idle());
  CHECK(telling.outbox.boxes["hook"].failures.empty());
}

}  // namespace mediumsync::notify
