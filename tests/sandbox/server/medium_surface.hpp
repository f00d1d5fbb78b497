#pragma once

#include <httplib.h>
#include <memory>
#include <optional>
#include <string>

#include "sandbox/model/api.hpp"
#include "sandbox/server/service.hpp"

namespace mediumsync::sandbox {

struct TlsFiles {
  std::string certificate;
  std::string key;
};

// Medium's own port: notes each request, reads it, lets the model answer, and lets faults happen on the wire. Owned by
// main.
class MediumSurface {
 public:
  // **Throws** std::runtime_error when the certificate or key can't be used.
  MediumSurface(Service& service, const std::optional<TlsFiles>& tls);

  // Returns the port that was bound. **Throws** std::runtime_error when it can't be had.
  int bind(const std::string& address, std::optional<int> port);
  void set_base(std::string base) { base_ = std::move(base); }
  void run() { server_->listen_after_bind(); }

 private:
  struct Exchange;

  void serve(const httplib::Request& in, httplib::Response& out, const httplib::ContentReader* reader);
  std::optional<Fault> note(Exchange& exchange);
  bool read(Exchange& exchange, const httplib::ContentReader* reader);
  Reply answer(Exchange& exchange);
  Answer decide(Exchange& exchange);
  void hang(Exchange& exchange, std::optional<std::chrono::milliseconds> time);
  void send(Exchange& exchange, Reply reply);
  void spoil_on_the_wire(Exchange& exchange, Reply reply);
  void drip(Exchange& exchange, const Reply& reply);
  void break_off(Exchange& exchange, const Reply& reply);

  Service& service_;
  std::string base_;
  std::unique_ptr<httplib::Server> server_;
};

}  // namespace mediumsync::sandbox
