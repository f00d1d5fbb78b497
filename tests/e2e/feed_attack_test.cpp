// Servers that mean harm: the source says why it failed, the others go on, and memory, descriptors and time stay
// bounded.
#include <doctest/doctest.h>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>

#include "e2e/world.hpp"
#include "support/raw_server.hpp"

using namespace mediumsync;
using namespace mediumsync::e2e;

namespace {

using support::RawConnection;
using support::RawServer;
using Attack = std::function<void(RawConnection&)>;

constexpr std::size_t endless = std::size_t{1} << 40;

std::string rss_of(const std::string& items) {
  return "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>t</title><link>http://blog.example/</link>"
         "<description>d</description>" +
         items + "</channel></rss>";
}

#ifdef __SANITIZE_ADDRESS__
constexpr bool sanitised = true;
#else
constexpr bool sanitised = false;
#endif

// Many bytes of nothing, packed by `program`; empty where that is not installed.
std::string packed(const std::string& program) {
  const support::TemporaryDirectory directory;
  const std::string file = (directory / "bomb").string();
  support::run({"/bin/sh", "-c", "head -c 1G /dev/zero | " + program + " > " + file + " || : > " + file});
  std::ifstream bytes(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(bytes), {}};
}

void answer_redirect(RawConnection& connection, const std::string& to) {
  connection.answer("302 Found", "", "Location: " + to + "\r\n");
}

std::string repeated(const std::string& piece, std::size_t times) {
  std::string all;
  all.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i) all += piece;
  return all;
}

std::string laughs() {
  std::string dtd = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"ha ha ha ha ha \">";
  for (char name = 'b'; name <= 'l'; ++name) {
    dtd += std::string("<!ENTITY ") + name + " \"" +
           repeated(std::string("&") + static_cast<char>(name - 1) + ";", 10) + "\">";
  }
  return dtd +
         "]><rss version=\"2.0\"><channel><title>&l;</title><item><guid>1</guid><title>&l;</title><description>&l;"
         "</description></item></channel></rss>";
}

// By the name of the source, which is also the path.
std::map<std::string, Attack> attacks() {
  std::map<std::string, Attack> all = {
      {"to-a-file", [](RawConnection& c) { answer_redirect(c, "file:///etc/passwd"); }},
      {"to-gopher", [](RawConnection& c) { answer_redirect(c, "gopher://127.0.0.1:25/x"); }},
      {"loop", [](RawConnection& c) { answer_redirect(c, "/loop"); }},
      {"endless-chunks",
       [](RawConnection& c) {
         c.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
         const std::string chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
         while (c.send(chunk)) continue;
       }},
      {"a-terabyte",
       [](RawConnection& c) {
         c.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(endless) + "\r\n\r\n<rss>");
         const std::string piece(0x10000, 'x');
         while (c.send(piece)) continue;
       }},
      {"drip",
       [](RawConnection& c) {
         c.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n<");
         c.stall();
       }},
      {"headers",
       [](RawConnection& c) {
         c.send("HTTP/1.1 200 OK\r\n");
         const std::string field = "X-Flood: " + std::string(900, 'h') + "\r\n";
         while (c.send(field)) continue;
       }},
      {"laughs", [](RawConnection& c) { c.answer("200 OK", laughs()); }},
      {"external",
       [](RawConnection& c) {
         c.answer("200 OK",
                  "<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY % y SYSTEM "
                  "\"http://127.0.0.1:9/evil.dtd\">%y;]>" +
                      rss_of("<item><guid>1</guid><title>&x;</title><description>&x;</description></item>").substr(21));
       }},
      {"deep",
       [](RawConnection& c) {
         c.answer("200 OK", rss_of("<item><guid>1</guid><description>" + repeated("<b>", 1'000'000)));
       }},
      {"deep-html",
       [](RawConnection& c) {
         c.answer("200 OK", rss_of("<item><guid>1</guid><title>t</title><description><![CDATA[" +
                                   repeated("<div>", 300'000) + "]]></description></item>"));
       }},
      {"one-text",
       [](RawConnection& c) {
         c.answer("200 OK", rss_of("<item><guid>1</guid><title>" + std::string(15 << 20, 'x')));
       }},
      {"many-items",
       [](RawConnection& c) {
         c.answer("200 OK", rss_of(repeated("<item><title>x</title><guid>y</guid></item>", 300'000)));
       }},
      {"escapes",
       [](RawConnection& c) {
         c.answer("200 OK", "\x1b]0;owned\x07\x1b[31m not a feed \x1b[2J", "Content-Type: \x1b[31m\r\n");
       }},
      {"status", [](RawConnection& c) { c.answer("500 \x1b[31mred"); }},
      {"silence", [](RawConnection& c) { c.stall(); }},
      {"no-http", [](RawConnection& c) { c.send("SSH-2.0-OpenSSH_9.2\r\n"); }},
      {"reset", [](RawConnection& c) { c.reset_when_closed(); }},
  };
  for (const auto& [encoding, program] :
       {std::pair<std::string, std::string>{"gzip", "gzip -1"}, {"br", "brotli -q 1 -c -"}}) {
    const std::string bomb = packed(program);
    if (bomb.empty()) {
      MESSAGE(program << " is not installed: no bomb of its kind");
      continue;
    }
    all[encoding + "-bomb"] = [bomb, encoding = encoding](RawConnection& c) {
      c.answer("200 OK", bomb, "Content-Encoding: " + encoding + "\r\n");
    };
  }
  return all;
}

// What an attack may come to when it is read as the feed that it is without its trick.
bool may_be_read(const std::string& name) {
  for (const char* one : {"laughs", "external", "deep", "deep-html", "one-text", "many-items"}) {
    if (name == one) return true;
  }
  return false;
}

std::size_t peak_kibibytes(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stoul(line.substr(6));
  }
  return 0;
}

std::size_t descriptors(pid_t pid) {
  const auto all = std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

}  // namespace

TEST_CASE("hostile feeds fail with a reason and cost the daemon little") {
  const std::map<std::string, Attack> all = attacks();
  RawServer server([&](RawConnection& connection) {
    while (const auto request = connection.read_request()) {
      const std::string line = request->line();
      const std::string name = line.substr(5, line.rfind(' ') - 5);
      const auto attack = all.find(name);
      if (attack == all.end()) return;
      attack->second(connection);
      if (name != "loop") return;
    }
  });
  World world;
  std::string feeds =
      "[[feed]]\nname = \"good\"\nurl = \"" + world.sandbox.file("feed.xml") + "\"\naccount = \"main\"\n";
  for (const auto& [name, attack] : all)
    feeds += "[[feed]]\nname = \"" + name + "\"\nurl = \"" + server.url("/" + name) + "\"\naccount = \"main\"\n";
  const std::string good =
      "<item><guid>g</guid><title>Good one</title><link>http://blog.example/g</link><description>" +
      repeated("A sentence that is part of a whole article. ", 30) + "</description></item>";
  world.write(world.directory / "feed.xml", rss_of(""));
  world.configure({.more = feeds, .fetch = "timeout = \"3s\"\n"});
  world.daemon.start();
  const auto began = std::chrono::steady_clock::now();
  CHECK(world.daemon.ctl({"poll"}).status == 1);
  const std::size_t open = descriptors(world.daemon.process().pid());
  world.write(world.directory / "feed.xml", rss_of(good));
  CHECK(world.daemon.ctl({"poll"}).status == 1);
  const auto took = std::chrono::steady_clock::now() - began;
  world.await_state("Good one", "published");

  std::map<std::string, Json> sources;
  const Json told = world.daemon.ask({"sources"});
  for (const Json& source : told.at("sources")) sources[source.at("name")] = source;
  CHECK(sources.at("good").at("state") == "ok");
  for (const auto& [name, attack] : all) {
    CAPTURE(name);
    if (may_be_read(name) && sources.at(name).at("state") == "ok") continue;
    CHECK(sources.at(name).at("state") == "failing");
    const Json reason = sources.at(name).at("reason");
    REQUIRE(reason.is_string());
    CHECK(reason.get<std::string>().size() > 10);
    CHECK_FALSE(contains(reason.get<std::string>(), "\x1b"));
  }
  for (const Json& post : world.posts()) CHECK_FALSE(contains(post.dump(), "root:"));
  CHECK_FALSE(contains(world.daemon.log(), "\x1b"));
  CHECK_FALSE(contains(world.daemon.ctl({"sources"}).output, "\x1b"));
  CHECK_FALSE(contains(world.daemon.ctl({"list", "--state", "skipped"}).output, "\x1b"));
  CHECK(took < std::chrono::seconds(sanitised ? 120 : 40));
  CHECK(descriptors(world.daemon.process().pid()) <= open + 2);
  if (!sanitised) CHECK(peak_kibibytes(world.daemon.process().pid()) < 100 * 1024);
}
