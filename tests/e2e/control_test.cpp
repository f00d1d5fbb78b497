#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <doctest/doctest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <system_error>

#include "e2e/world.hpp"
#include "support/process.hpp"

using namespace mediumsync::e2e;
using std::chrono::steady_clock;

namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

// A client that says what it likes, owned by its test.
class Client {
 public:
  explicit Client(const std::filesystem::path& path)
      : descriptor_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): how sockets take addresses
    const auto* name = reinterpret_cast<const sockaddr*>(&address);
    while (::connect(descriptor_.number(), name, sizeof(address)) != 0) {
      if (errno != EAGAIN) throw std::system_error(errno, std::generic_category(), "connect to the daemon");
      ::poll(nullptr, 0, 1);  // the line of those who wait to be let in is full
    }
  }

  // False when the daemon would hear no more of it.
  bool say(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t size = ::send(descriptor_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (size > 0) {
        bytes.remove_prefix(static_cast<std::size_t>(size));
      } else if (errno != EAGAIN || !wait(POLLOUT)) {
        return false;
      }
    }
    return true;
  }

  // What came until a NUL, or until the daemon hung up.
  std::string hear() {
    std::string heard;
    std::array<char, 4096> part{};
    while (heard.find('\0') == std::string::npos && wait(POLLIN)) {
      const ssize_t size = ::recv(descriptor_.number(), part.data(), part.size(), 0);
      if (size <= 0) break;
      heard.append(part.data(), static_cast<std::size_t>(size));
    }
    return heard;
  }

 private:
  bool wait(short events) const {
    constexpr int patience_ms = 10'000;
    pollfd watched{descriptor_.number(), events, 0};
    return ::poll(&watched, 1, patience_ms) == 1;
  }

  mediumsync::support::Descriptor descriptor_;
};

const std::string status_call("{\"method\":\"io.mediumsync.Status\"}\0", 35);

// How long `status` takes a new client, connection and all.
double status_ms(const World& world) {
  const auto begun = steady_clock::now();
  Client client(world.daemon.socket());
  REQUIRE(client.say(status_call));
  const std::string heard = client.hear();
  const double took = Milliseconds(steady_clock::now() - begun).count();
  CHECK(contains(heard, "\"counts\""));
  return took;
}

std::string garbage(int number) {
  static const std::array<std::string, 8> kinds{std::string("hello\0", 6),
                                                std::string("{\"method\":\0", 11),
                                                std::string("\0\0\0", 3),
                                                std::string("[1,2,3]\0", 8),
                                                std::string("{\"method\":7}\0", 13),
                                                std::string("{\"method\":\"io.mediumsync.Nothing\"}\0", 35),
                                                std::string("\xff\xfe\x00", 3),
                                                std::string("{\"method\":\"io.mediumsync.Show\"}\0", 32)};
  return kinds.at(static_cast<std::size_t>(number) % kinds.size());
}

void report(const std::string& what, std::vector<double> times) {
  std::ranges::sort(times);
  const double median = times[times.size() / 2];
  MESSAGE("status " << what << ": median " << median << " ms, maximum " << times.back() << " ms of " << times.size());
  CHECK(median < 50);
  CHECK(times.back() < 2000);
}

}  // namespace

TEST_CASE("garbage floods and idle clients keep nobody waiting") {
  World world;
  world.daemon.start();
  std::vector<Client> idle;
  for (int number = 0; number < 200; ++number) idle.emplace_back(world.daemon.socket());
  std::vector<double> times;
  for (int number = 0; number < 20; ++number) times.push_back(status_ms(world));
  report("beside 200 idle clients", times);

  times.clear();
  std::vector<Client> rude;
  for (int number = 0; number < 1000; ++number) {
    if (number % 10 == 0) rude.clear();
    rude.emplace_back(world.daemon.socket()).say(garbage(number));
    if (number % 20 == 0) times.push_back(status_ms(world));
  }
  report("amid 1000 garbage messages", times);

  times.clear();
  Client flood(world.daemon.socket());
  const std::string part(256 * 1024, 'x');
  bool heard_out = true;
  for (int sent = 0; sent < 40; ++sent) {
    heard_out = flood.say(part) && heard_out;
    times.push_back(status_ms(world));
  }
  report("during a message of 10 MiB", times);
  CHECK(!heard_out);
  CHECK(world.daemon.ctl({"status"}).status == 0);
  world.drop_post("Good");
  world.await_state("Good", "published");
  CHECK(world.posts_sent() == 1);
}
