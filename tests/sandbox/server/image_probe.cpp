#include "sandbox/server/image_probe.hpp"

#include <algorithm>
#include <chrono>
#include <httplib.h>

#include "sandbox/model/markup.hpp"
#include "sandbox/model/text.hpp"

namespace mediumsync::sandbox {
namespace {

bool is_loopback(const std::string& host) {
  return host == "localhost" || host.ends_with(".localhost") || host == "::1" || host.starts_with("127.");
}

bool answers_in_time(const WebAddress& address, std::chrono::milliseconds timeout) {
  const int port = address.port.value_or(address.scheme == "https" ? 443 : 80);
  const std::string host = address.host.ends_with("localhost") ? "127.0.0.1" : address.host;
  const std::string target = address.host.find(':') == std::string::npos ? host : "[" + host + "]";
  httplib::Client client{address.scheme + "://" + target + ":" + std::to_string(port)};
  client.enable_server_certificate_verification(false);
  client.set_connection_timeout(timeout);
  client.set_read_timeout(timeout);
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  bool complete = false;
  const auto result = client.Get(address.target, [&](const char*, std::size_t) {
    complete = std::chrono::steady_clock::now() < deadline;
    return complete;
  });
  return static_cast<bool>(result);
}

bool answers(const std::string& url, const Settings& settings) {
  if (address_here(url) != url) return true;
  const auto address = parse_web_address(url);
  if (!address) return true;
  if (std::ranges::find(settings.dead_image_hosts, address->host) != settings.dead_image_hosts.end()) return false;
  if (is_loopback(address->host)) return answers_in_time(*address, settings.image_timeout);
  return !address->host.ends_with(".invalid");
}

}  // namespace

std::optional<std::string> first_dead_image(const std::vector<std::string>& addresses, const Settings& settings) {
  for (const std::string& url : addresses) {
    if (!answers(url, settings)) return url;
  }
  return std::nullopt;
}

}  // namespace mediumsync::sandbox
