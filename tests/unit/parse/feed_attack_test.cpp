#include <chrono>
#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "parse/feed.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t full = 8 << 20;

#if defined(__SANITIZE_ADDRESS__)
constexpr bool measured = false;
#else
constexpr bool measured = true;
#endif

// The budget of a daemon as it is shipped, and what the same takes without optimisation.
#if defined(__OPTIMIZE__)
constexpr double seconds = 1.0;
#else
constexpr double seconds = 5.0;
#endif

constexpr long budget_kib = 64 * 1024;

struct Cost {
  int status = 0;
  double cpu_seconds = 0;
};

long resident_peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

enum : int { fine = 0, failed = 2, too_big = 3 };

// Reads the feed in a child, so that what one attack costs is not hidden by what another one did.
Cost cost_of(const std::string& bytes) {
  const pid_t child = fork();
  if (child == 0) {
    const long before = resident_peak_kib();
    const auto result = feed(bytes, {});
    const bool answered = result.has_value() || !result.error().message.empty();
    const bool small = !measured || resident_peak_kib() - before < budget_kib;
    _exit(!answered ? failed : small ? fine : too_big);
  }
  REQUIRE(child > 0);
  Cost cost;
  rusage usage{};
  REQUIRE(wait4(child, &cost.status, 0, &usage) == child);
  cost.cpu_seconds = static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                     static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  return cost;
}

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string all;
  all.reserve(bytes);
  while (all.size() + piece.size() <= bytes) all += piece;
  return all;
}

std::string numbered(std::string_view before, std::string_view after, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all.append(before).append(std::to_string(i)).append(after);
  return all;
}

std::string in_item(std::string_view inside) {
  return "<rss><channel><item>" + std::string(inside) + "</item></channel></rss>";
}

std::string billion_laughs() {
  std::string feed = "<!DOCTYPE rss [<!ENTITY lol0 \"lol\">";
  for (int i = 1; i < 10; ++i) {
    feed += "<!ENTITY lol" + std::to_string(i) + " \"";
    for (int j = 0; j < 10; ++j) feed += "&lol" + std::to_string(i - 1) + ";";
    feed += "\">";
  }
  return feed + "]>" + in_item("<title>&lol9;</title>");
}

struct Attack {
  std::string name;
  std::string bytes;
};

TEST_CASE("hostile feeds end soon and in bounded memory") {
  std::vector<Attack> attacks;
  attacks.push_back({"billion laughs", billion_laughs()});
  attacks.push_back({"quadratic blow-up", "<!DOCTYPE rss [<!ENTITY a \"" + std::string(1000, 'x') + "\">]>" +
                                              in_item("<title>" + repeated("&a;", full / 4) + "</title>")});
  attacks.push_back({"a million entities", "<!DOCTYPE rss [" + repeated("<!ENTITY a \"b\">", full / 2) + "]><rss/>"});
  attacks.push_back(
      {"a million levels", in_item("<description>" + repeated("<a>", 3'000'000) + repeated("</a>", 4'000'000))});
  attacks.push_back({"levels that never end", "<rss>" + repeated("<a>", full)});
  attacks.push_back({"siblings", in_item(repeated("<a/>", full))});
  attacks.push_back({"entries", "<rss>" + repeated("<item/>", full)});
  attacks.push_back({"one long text", in_item("<description>" + std::string(full / 2, 'x') + "</description>")});
  attacks.push_back({"one long section", in_item("<description><![CDATA[" + std::string(full / 2, 'x'))});
  attacks.push_back({"attributes", "<rss><a " + numbered("b", "='' ", 600'000) + "/></rss>"});
  attacks.push_back({"names", "<rss>" + numbered("<a", "/>", 700'000)});
  attacks.push_back({"namespaces", "<rss>" + numbered("<a xmlns:b='u", "'/>", 300'000)});
  attacks.push_back({"one long name", "<rss><" + std::string(full, 'x')});
  attacks.push_back({"one long value", "<rss><a b=\"" + std::string(full, 'x')});
  attacks.push_back({"quotes", "<rss>" + repeated("<a b=\"", full / 4)});
  attacks.push_back({"unfinished comments", "<rss>" + repeated("<!--", full)});
  attacks.push_back({"unfinished instructions", "<rss>" + repeated("<?", full / 2)});
  attacks.push_back({"unfinished document types", repeated("<!DOCTYPE ", full)});
  attacks.push_back({"ampersands", in_item("<title>" + std::string(full / 4, '&') + "</title>")});
  attacks.push_back({"brackets", in_item("<title>" + std::string(full / 4, '<') + "</title>")});
  attacks.push_back({"ends of sections", in_item("<title>" + repeated("]]>", full / 4) + "</title>")});
  attacks.push_back({"categories", in_item(numbered("<category>", "</category>", 49'000))});
  attacks.push_back({"zeros", std::string(full, '\0')});
  for (const Attack& attack : attacks) {
    CAPTURE(attack.name);
    const Cost cost = cost_of(attack.bytes);
    REQUIRE(WIFEXITED(cost.status));
    CHECK(WEXITSTATUS(cost.status) == fine);
    if (measured) CHECK(cost.cpu_seconds < seconds);
  }
}

TEST_CASE("nothing outside the feed is read") {
  const auto result = feed(
      "<!DOCTYPE rss [<!ENTITY f SYSTEM \"file:///etc/hostname\"><!ENTITY % p SYSTEM \"http://127.0.0.1:9/x\">%p;]>"
      "<rss xmlns:xi='http://www.w3.org/2001/XInclude'><channel><item><title>a&f;b</title>"
      "<xi:include href='file:///etc/hostname' parse='text'/></item></channel></rss>",
      {});
  REQUIRE(result.has_value());
  REQUIRE(result->entries.size() == 1);
  CHECK(result->entries[0].title == "a&f;b");
}

TEST_CASE("of too many entries the first ten thousand are kept") {
  const auto result = feed("<rss><channel><title>T</title>" + numbered("<item><guid>", "</guid></item>", 10'500), {});
  REQUIRE(result.has_value());
  CHECK(result->title == "T");
  REQUIRE(result->entries.size() == 10'000);
  CHECK(result->entries.back().id == "9999");
}

TEST_CASE("a feed beyond the limit is refused") {
  const auto result = feed(std::string((16 << 20) + 1, 'x'), {});
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().code == "feed-too-large");
}

}  // namespace
}  // namespace mediumsync::parse
