#pragma once

#include <spdlog/details/null_mutex.h>
#include <spdlog/sinks/base_sink.h>
#include <string_view>

namespace mediumsync::log {

// Where spdlog's lines go: stderr, whatever has become of it. A line that it does not take is lost; nothing is thrown
// and no SIGPIPE raised. Owned by the logger.
class StderrSink : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 protected:
  void sink_it_(const spdlog::details::log_msg& message) override;
  void flush_() override {}
};

// Makes sure that descriptor 2 is taken: a log line must not go into the file that is opened next.
void occupy_stderr();

}  // namespace mediumsync::log
