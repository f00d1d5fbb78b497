#include <doctest/doctest.h>
#include <set>

#include "e2e/world.hpp"
#include "support/living_site.hpp"

using namespace mediumsync::e2e;

namespace {

std::string feed_of(int items) {
  std::string text =
      "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">"
      "<channel><title>Blog</title><link>http://blog.example/</link><description>d</description>\n";
  for (int number = items; number > 0; --number) {
    const std::string name = std::to_string(number);
    text += "<item><guid isPermaLink=\"false\">id-" + name + "</guid><title>Item " + name +
            "</title><link>http://blog.example/" + name + "</link><pubDate>" +
            mediumsync::support::feed_date(std::time(nullptr) + 1) + "</pubDate>" +
            "<content:encoded><![CDATA[<p>The first paragraph of item " + name +
            ", which is the whole article.</p><p>And its second paragraph, with an end.</p>]]></content:encoded>"
            "</item>\n";
  }
  return text + "</channel></rss>\n";
}

std::size_t files_counted(const World& world, const std::string& kind) {
  const Json counts = world.sandbox.get("/counts").at(kind);
  return counts.value("feed.xml", std::size_t{0});
}

}  // namespace

TEST_CASE("a feed's back catalogue is a baseline and its next item is published once") {
  World world;
  world.write(world.directory / "feed.xml", feed_of(50));
  world.configure({.more = "[[feed]]\nname = \"blog\"\nurl = \"" + world.sandbox.file("feed.xml") +
                           "\"\naccount = \"main\"\nevery = \"1h\"\n"});
  world.daemon.start();
  world.await("the baseline is there", [&] { return world.posts().size() == 50; });
  for (const Json& post : world.posts()) CHECK(post.at("state") == "skipped");
  CHECK(contains(world.posts().front().at("reason"), "when it was first seen"));

  world.daemon.ask({"poll", "blog"});
  CHECK(files_counted(world, "files_not_modified") == 1);
  CHECK(world.posts_sent() == 0);

  world.write(world.directory / "feed.xml", feed_of(51));
  world.daemon.ask({"poll", "blog"});
  world.await_state("Item 51", "published");
  CHECK(world.posts_sent() == 1);
  CHECK(world.stories("Item 51").size() == 1);

  world.daemon.ask({"poll", "blog"});
  CHECK(files_counted(world, "files_not_modified") == 2);
  REQUIRE(world.daemon.stop() == 0);
  world.daemon.start();
  world.daemon.ask({"poll", "blog"});
  CHECK(files_counted(world, "files_not_modified") == 3);
  CHECK(world.posts_sent() == 1);
  CHECK(world.daemon.ask({"status"}).at("counts").at("skipped") == 50);
}

TEST_CASE("a feed that can't be had says why and stops nobody") {
  World world;
  world.configure({.more = "[[feed]]\nname = \"blog\"\nurl = \"" + world.sandbox.file("feed.xml") +
                           "\"\naccount = \"main\"\nevery = \"1h\"\n"});
  world.daemon.start();
  world.await("the feed is failing", [&] {
    const Json sources = world.daemon.ask({"sources"}).at("sources");
    return contains(sources.dump(), "\"failing\"") && contains(sources.dump(), "404");
  });
  world.drop_post("Good");
  world.await_state("Good", "published");
  world.write(world.directory / "feed.xml", feed_of(3));
  world.daemon.ask({"poll", "blog"});
  CHECK(world.daemon.ask({"status"}).at("counts").at("skipped") == 3);
  CHECK(!contains(world.daemon.ask({"sources"}).dump(), "failing"));
}

TEST_CASE("of 120 versions of a feed every item that is new goes once as far as Medium's quota lets it") {
  World world;
  mediumsync::support::LivingSite site(7);
  const auto show = [&] {
    std::string items;
    for (const auto& one : site.show()) {
      const std::string name = std::to_string(one.number);
      items += "<item><guid isPermaLink=\"false\">id-" + name + "</guid><title>" + one.title +
               "</title><link>http://blog.example/" + name + "</link><pubDate>" + one.date +
               "</pubDate><content:encoded><![CDATA[<p>All of item " + name +
               ", which is the whole article.</p><p>And its end.</p>]]></content:encoded></item>\n";
    }
    world.write(world.directory / "feed.xml",
                "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Blog"
                "</title><link>http://blog.example/</link><description>d</description>" +
                    items + "</channel></rss>");
  };
  show();
  const std::size_t baseline = site.seen().size();
  world.configure({.more = "[[feed]]\nname = \"blog\"\nurl = \"" + world.sandbox.file("feed.xml") +
                           "\"\naccount = \"main\"\nevery = \"1h\"\n"});
  world.daemon.start();
  for (int version = 0; version < 120; ++version) {
    if (version > 0) site.live_a_while();
    show();
    world.daemon.ask({"poll", "blog"});
    if (version == 60) {
      world.daemon.kill();
      world.daemon.start();
    }
  }
  CHECK(site.seen().size() > baseline);
  const std::size_t fresh = site.seen_later();
  constexpr std::size_t quota = 10;
  REQUIRE(fresh > quota);
  world.await("the quota is used up", [&] { return world.posts_sent() >= quota; });
  const auto count = [&](const char* state) {
    return world.daemon.ask({"status"}).at("counts").at(state).get<std::size_t>();
  };
  world.await("what was sent is settled", [&] { return count("published") == quota; });
  CHECK(count("queued") == fresh - quota);
  CHECK(count("skipped") == site.seen().size() - fresh);
  CHECK(world.posts_sent() == quota);
  std::set<std::string> origins;
  for (const Json& post : world.posts()) origins.insert(post.at("origin").get<std::string>());
  CHECK(origins.size() == site.seen().size());
}
