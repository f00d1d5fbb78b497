#include "support/daemon.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <system_error>

namespace mediumsync::support {
namespace {

constexpr std::chrono::seconds patience(30);

// The end that systemd would hold of $NOTIFY_SOCKET. It lives no longer than the start does: a full one would block.
class ReadySocket {
 public:
  explicit ReadySocket(const std::filesystem::path& path)
      : path_(path), descriptor_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    std::filesystem::remove(path_);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path_.c_str(), sizeof(address.sun_path) - 1);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): how sockets take addresses
    if (::bind(descriptor_.number(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0)
      throw std::system_error(errno, std::generic_category(), "make " + path_.string());
  }
  ~ReadySocket() { std::filesystem::remove(path_); }
  ReadySocket(const ReadySocket&) = delete;
  ReadySocket& operator=(const ReadySocket&) = delete;

  // False when the process ended, or the time did, without its having said so.
  bool wait_for(const Process& process) const {
    while (true) {
      std::array<pollfd, 2> watched{{{descriptor_.number(), POLLIN, 0}, {process.ended_descriptor(), POLLIN, 0}}};
      const int limit = static_cast<int>(std::chrono::milliseconds(patience).count());
      if (::poll(watched.data(), watched.size(), limit) <= 0 || watched[1].revents != 0) return false;
      std::array<char, 4096> message{};
      const ssize_t size = ::recv(descriptor_.number(), message.data(), message.size(), 0);
      if (size > 0 &&
          std::string_view(message.data(), static_cast<std::size_t>(size)).find("READY=1") != std::string_view::npos)
        return true;
    }
  }

 private:
  std::filesystem::path path_;
  Descriptor descriptor_;
};

}  // namespace

void Daemon::configure(const std::string& text) const {
  std::ofstream file(config_file());
  file << "state_dir = \"" << state_directory().string() << "\"\n[control]\nsocket = \"" << socket().string() << "\"\n"
       << text;
}

Process& Daemon::launch(const std::vector<std::string>& environment) {
  past_log_ = log();
  process_.reset();
  process_.emplace(std::vector<std::string>{MEDIUMSYNC_BINARY_DIR "/mediumsyncd", "--config", config_file().string()},
                   environment);
  return *process_;
}

void Daemon::start() {
  const ReadySocket ready(directory_ / "notify.sock");
  const Process& started = launch({"NOTIFY_SOCKET=" + (directory_ / "notify.sock").string()});
  if (!ready.wait_for(started)) throw std::runtime_error("mediumsyncd did not get ready: " + log());
}

void Daemon::kill() {
  process().signal(SIGKILL);
  process().wait(patience);
}

int Daemon::stop(std::chrono::milliseconds limit) {
  process().signal(SIGTERM);
  const auto ended = process().wait(limit);
  if (!ended) throw std::runtime_error("mediumsyncd did not stop: " + log());
  return ended->status;
}

std::string Daemon::log() const {
  return process_ ? past_log_ + process_->output() + process_->errors() : past_log_;
}

Ran Daemon::ctl(std::vector<std::string> words) const {
  words.insert(words.begin(), {MEDIUMSYNC_BINARY_DIR "/mediumsyncctl", "--socket", socket().string()});
  return run(std::move(words));
}

Daemon::Json Daemon::ask(std::vector<std::string> words) const {
  std::string said;
  for (const std::string& word : words) said += " " + word;
  words.emplace_back("--json");
  const Ran ran = ctl(std::move(words));
  if (ran.status != 0) throw std::runtime_error("mediumsyncctl" + said + ": " + ran.output + ran.errors + log());
  return Json::parse(ran.output);
}

}  // namespace mediumsync::support
