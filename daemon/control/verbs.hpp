// The verbs of io.mediumsync: what each does with its parameters, and how it answers.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "control/parameters.hpp"
#include "control/server.hpp"
#include "control/varlink.hpp"
#include "core/time.hpp"
#include "lib/uv/descriptor.hpp"

namespace mediumsync::control {

// How a verb answers, at once or later. Once its caller has gone it answers nobody. Copied into whatever the verb waits
// for; the server it belongs to outlives the loop's last turn.
class Answer {
 public:
  using Send = std::function<void(std::string message, Continues continues)>;
  using SendFile = std::function<void(std::string message, uv::Descriptor file)>;
  Answer(Send send, SendFile send_file, Answers wanted, std::string caller)
      : send_(std::move(send)), send_file_(std::move(send_file)), wanted_(wanted), caller_(std::move(caller)) {}

  void reply(const Json& parameters) const { send_(encode_reply(parameters, Continues::no), Continues::no); }
  void reply_and_continue(const Json& parameters) const {
    send_(encode_reply(parameters, Continues::yes), Continues::yes);
  }
  // The caller is given an open file with it, as systemd's own Varlink services do.
  void reply_with_file(const Json& parameters, uv::Descriptor file) const {
    send_file_(encode_reply(parameters, Continues::no), std::move(file));
  }
  void not_found(const std::string& what) const { error("io.mediumsync.NotFound", {{"what", what}}); }
  void refuse(const std::string& reason) const { error("io.mediumsync.Refused", {{"reason", reason}}); }
  void error(std::string_view name, const Json& parameters) const {
    send_(encode_error(name, parameters), Continues::no);
  }
  Answers wanted() const { return wanted_; }
  // Who asks: "uid 1000 (anna)". What a verb does later is theirs, too.
  const std::string& caller() const { return caller_; }

 private:
  Send send_;
  SendFile send_file_;
  Answers wanted_;
  std::string caller_;
};

using Verb = void (*)(Services& services, Parameters& parameters, const Answer& answer);

// By the method's name; null for one that io.mediumsync does not have, and for Events, which is the server's own.
Verb find_verb(std::string_view method);

// verbs_posts.cpp
void list(Services& services, Parameters& parameters, const Answer& answer);
void show(Services& services, Parameters& parameters, const Answer& answer);
void preview(Services& services, Parameters& parameters, const Answer& answer);
void hold(Services& services, Parameters& parameters, const Answer& answer);
void release(Services& services, Parameters& parameters, const Answer& answer);
void skip(Services& services, Parameters& parameters, const Answer& answer);
void retry(Services& services, Parameters& parameters, const Answer& answer);
void publish_now(Services& services, Parameters& parameters, const Answer& answer);
void move(Services& services, Parameters& parameters, const Answer& answer);
void resolve(Services& services, Parameters& parameters, const Answer& answer);
void kit(Services& services, Parameters& parameters, const Answer& answer);
void done(Services& services, Parameters& parameters, const Answer& answer);
// verbs_diff.cpp
void diff(Services& services, Parameters& parameters, const Answer& answer);
// verbs_add.cpp
void add(Services& services, Parameters& parameters, const Answer& answer);
// verbs_import.cpp
void import_stories(Services& services, Parameters& parameters, const Answer& answer);
// verbs_accounts.cpp
void accounts(Services& services, Parameters& parameters, const Answer& answer);
void verify(Services& services, Parameters& parameters, const Answer& answer);
void publications(Services& services, Parameters& parameters, const Answer& answer);
void pause(Services& services, Parameters& parameters, const Answer& answer);
void resume(Services& services, Parameters& parameters, const Answer& answer);
void disconnect(Services& services, Parameters& parameters, const Answer& answer);
void slots(Services& services, Parameters& parameters, const Answer& answer);
// verbs_backup.cpp
void backup(Services& services, Parameters& parameters, const Answer& answer);
// verbs_history.cpp
void history(Services& services, Parameters& parameters, const Answer& answer);
// verbs_statistics.cpp
void statistics(Services& services, Parameters& parameters, const Answer& answer);
// verbs_service.cpp
void status(Services& services, Parameters& parameters, const Answer& answer);
void sources(Services& services, Parameters& parameters, const Answer& answer);
void poll(Services& services, Parameters& parameters, const Answer& answer);
void reload(Services& services, Parameters& parameters, const Answer& answer);
void version(Services& services, Parameters& parameters, const Answer& answer);

}  // namespace mediumsync::control
