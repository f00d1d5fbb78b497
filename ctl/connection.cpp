#include "ctl/connection.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace mediumsync::ctl {
namespace {

core::Unexpected<ConnectionError> failed(std::string message) {
  return core::Unexpected<ConnectionError>({std::move(message)});
}

std::string why_not(const std::string& path, int error) {
  switch (error) {
    case EACCES:
      return "You may not use " + path +
             ". Its owner, root and members of its group may: sudo usermod -aG mediumsync $USER, then log in again";
    case ENOENT:
    case ECONNREFUSED:
      return "No daemon listens at " + path +
             ". Start it: systemctl start mediumsync (or systemctl --user start mediumsync, or mediumsyncd in a "
             "terminal); "
             "another socket: --socket PATH";
    default:
      return "Can't connect to " + path + ": " + std::strerror(error);  // NOLINT(concurrency-mt-unsafe): one thread
  }
}

}  // namespace

core::Expected<Connection, ConnectionError> Connection::open(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) return failed("The socket's path is too long: " + path);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  core::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket.is_open()) return failed("Can't make a socket");
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0)
    return failed(why_not(path, errno));
  return Connection(std::move(socket));
}

core::Expected<void, ConnectionError> Connection::call(std::string_view method, const Json& parameters, Wanted wanted) {
  Json call{{"method", std::string(control::interface_name) + "." + std::string(method)}, {"parameters", parameters}};
  if (wanted == Wanted::many) call["more"] = true;
  std::string message = call.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (message.size() > control::max_message) {
    return failed("That is over 1 MiB, which is more than the socket takes; drop it into a watched folder instead");
  }
  message.push_back('\0');
  std::size_t sent = 0;
  while (sent < message.size()) {
    const ssize_t wrote = ::send(socket_.get(), message.data() + sent, message.size() - sent, MSG_NOSIGNAL);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return failed("The daemon closed the connection");
    sent += static_cast<std::size_t>(wrote);
  }
  return {};
}

// Bytes, and the file that comes with them; std::nullopt at the end.
std::optional<std::size_t> Connection::receive(char* room, std::size_t size) {
  iovec part{.iov_base = room, .iov_len = size};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> extra{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = extra.data();
  message.msg_controllen = extra.size();
  ssize_t got = -1;
  do {
    got = ::recvmsg(socket_.get(), &message, MSG_CMSG_CLOEXEC);
  } while (got < 0 && errno == EINTR);
  if (got <= 0) return std::nullopt;
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (header != nullptr && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS &&
      header->cmsg_len == CMSG_LEN(sizeof(int))) {
    int number = -1;
    std::memcpy(&number, CMSG_DATA(header), sizeof number);
    file_.emplace(number);
  }
  return static_cast<std::size_t>(got);
}

core::Expected<Reply, ConnectionError> Connection::next() {
  std::array<char, 65536> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): read() fills it
  while (true) {
    if (const auto message = framer_.next()) {
      Json json = Json::parse(*message, nullptr, false);
      if (!json.is_object()) return failed("The daemon's answer can't be read; is it of another version?");
      Reply reply;
      if (const auto parameters = json.find("parameters"); parameters != json.end() && parameters->is_object())
        reply.parameters = std::move(*parameters);
      if (const auto error = json.find("error"); error != json.end() && error->is_string())
        reply.error = error->get<std::string>();
      if (const auto more = json.find("continues"); more != json.end() && more->is_boolean())
        reply.continues = more->get<bool>();
      if (!reply.continues) reply.file = std::exchange(file_, std::nullopt);
      return reply;
    }
    const auto got = receive(buffer.data(), buffer.size());
    if (!got) return failed("The daemon ended before it answered; ask again once it is back");
    if (!framer_.feed({buffer.data(), *got})) return failed("The daemon's answer is too long");
  }
}

}  // namespace mediumsync::ctl
