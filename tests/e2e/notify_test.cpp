#include <doctest/doctest.h>
#include <fstream>
#include <mutex>

#include "e2e/world.hpp"
#include "support/raw_server.hpp"
#include "support/smtp_server.hpp"

using namespace mediumsync::e2e;
using mediumsync::support::RawConnection;
using mediumsync::support::RawServer;
using mediumsync::support::SmtpServer;

namespace {

// A webhook that fails the first two times; what it took is kept.
class Hook {
 public:
  explicit Hook(std::size_t failures)
      : server_([this, failures](RawConnection& connection) {
          const auto request = connection.read_request();
          if (!request) return;
          if (connection.number() <= failures) {
            connection.answer("500 Broken");
            return;
          }
          {
            const std::lock_guard lock(mutex_);
            bodies_.push_back(request->body);
          }
          connection.answer("200 OK");
        }) {}

  std::string url() const { return server_.url("/hook"); }
  std::size_t tries() const { return server_.requests(); }
  std::vector<Json> taken() const {
    const std::lock_guard lock(mutex_);
    std::vector<Json> all;
    for (const std::string& body : bodies_) all.push_back(Json::parse(body));
    return all;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> bodies_;
  RawServer server_;  // the last member: its threads use the others
};

std::vector<std::string> lines_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// Fails until it has been called more often than that; then it adds what it is told to a file.
std::string program(const World& world, int failures) {
  const std::filesystem::path script = world.directory / "tell";
  const std::string tries = (world.directory / "tries").string();
  world.write(script, "#!/bin/sh\necho x >> " + tries + "\n[ $(wc -l < " + tries + ") -gt " + std::to_string(failures) +
                          " ] || exit 1\ncat >> " + (world.directory / "told").string() + "\n");
  std::filesystem::permissions(script, std::filesystem::perms::owner_all);
  return script.string();
}

std::string notify(const std::string& name, const std::string& way) {
  return "[[notify]]\nname = \"" + name + "\"\n" + way + "\n";
}

std::string mail(const SmtpServer& server) {
  return "mail = { to = \"jane@example.org\", from = \"mediumsync@example.org\", smtp = \"smtp://" + server.address() +
         "\" }";
}

bool needs_attention(const World& world, const std::string& what) {
  const Json status = world.daemon.ask({"status"});
  for (const Json& one : status.at("attention")) {
    if (contains(one.at("what").get<std::string>(), what)) return true;
  }
  return false;
}

SmtpServer::Fault refuses_until(std::size_t connections) {
  return [connections](std::size_t connection, const std::string& line) -> std::optional<std::string> {
    if (connection <= connections && line.starts_with("RCPT")) return "451 try again later";
    return std::nullopt;
  };
}

}  // namespace

TEST_CASE("mail webhook and program are told once each across restarts and two failures") {
  for (const bool killed : {false, true}) {
    CAPTURE(killed);
    const Hook hook(2);
    const SmtpServer smtp(refuses_until(2));
    World world;
    const std::filesystem::path told = world.directory / "told";
    Setup setup;
    setup.more = notify("hook", "webhook = \"" + hook.url() + "\"") + notify("mail", mail(smtp)) +
                 notify("program", "command = [\"" + program(world, 2) + "\"]");
    world.configure(setup);
    world.daemon.start();
    world.drop_post("Told");
    world.await_state("Told", "published");
    world.await("each has failed once", [&] {
      return hook.tries() >= 1 && smtp.connections() >= 1 && !lines_of(world.directory / "tries").empty();
    });
    if (killed) {
      world.daemon.kill();
    } else {
      CHECK(world.daemon.stop() == 0);
    }
    world.daemon.start();
    world.await("each has been told",
                [&] { return hook.taken().size() == 1 && smtp.received().size() == 1 && lines_of(told).size() == 1; });
    world.await("nothing waits", [&] { return !needs_attention(world, "can't be told"); });
    CHECK(hook.taken().at(0).at("event") == "published");
    CHECK(hook.taken().at(0).at("post").at("url") == world.post("Told").at("url"));
    CHECK(smtp.received().at(0).header("Subject") == "Published: Told");
    CHECK(Json::parse(lines_of(told).at(0)).at("post").at("title") == "Told");

    CHECK(world.daemon.stop() == 0);
    world.daemon.start();
    world.drop_post("Later");
    world.await("the next one is told",
                [&] { return hook.taken().size() == 2 && smtp.received().size() == 2 && lines_of(told).size() == 2; });
    CHECK(hook.taken().at(1).at("post").at("title") == "Later");
    CHECK(hook.taken().at(1).at("id") != hook.taken().at(0).at("id"));
  }
}

TEST_CASE("what a crash left in doubt is told after the restart") {
  const Hook hook(0);
  World world;
  Setup setup;
  setup.more = notify("hook", "webhook = \"" + hook.url() + "\"\non = [\"in_doubt\"]");
  world.configure(setup);
  world.daemon.start();
  world.next_posts_meet("hang_after");
  world.drop_post("Doubtful");
  world.await("it has been sent", [&] { return world.posts_sent() == 1; });
  world.daemon.kill();
  world.daemon.start();
  world.await("it is told", [&] { return hook.taken().size() == 1; });
  CHECK(hook.taken().at(0).at("event") == "in_doubt");
}

TEST_CASE("a broken receiver is shown and holds nothing up and a flood behind it becomes one digest") {
  World world;
  Setup setup;
  setup.more = notify("hook", "webhook = \"http://127.0.0.1:1/\"");
  world.configure(setup);
  world.daemon.start();
  for (int i = 0; i < 9; ++i) world.drop_post("Post " + std::to_string(i));
  for (int i = 0; i < 9; ++i) world.await_state("Post " + std::to_string(i), "published");
  world.await("it is shown", [&] { return needs_attention(world, "receiver hook can't be told: "); });

  const Hook mended(0);
  setup.more = notify("hook", "webhook = \"" + mended.url() + "\"");
  world.configure(setup);
  CHECK(world.daemon.ctl({"reload"}).status == 0);
  world.await("it is told", [&] { return !mended.taken().empty(); });
  CHECK(mended.taken().at(0).at("event") == "digest");
  CHECK(mended.taken().at(0).at("count") == 9);
  world.await("it is well", [&] { return !needs_attention(world, "can't be told"); });
  CHECK(mended.taken().size() == 1);
}
