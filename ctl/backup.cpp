#include "ctl/backup.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <variant>
#include <vector>

#include "core/descriptor.hpp"
#include "core/expected.hpp"
#include "core/text.hpp"
#include "ctl/exit_status.hpp"
#include "ctl/page_files.hpp"
#include "ctl/print.hpp"
#include "ctl/progress.hpp"
#include "ctl/unfinished.hpp"

namespace mediumsync::ctl {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t block = 1U << 20;

// Why it came to nothing, for people.
struct Failure {
  std::string message;
  int status = exit_refused;
};
template <typename Value>
using Result = core::Expected<Value, Failure>;

core::Unexpected<Failure> failed(const std::string& doing, const fs::path& file) {
  const std::string why = std::strerror(errno);  // NOLINT(concurrency-mt-unsafe): one thread
  return core::Unexpected<Failure>({"can't " + doing + " " + core::printable(file.string()) + ": " + why});
}

// The copy's size.
Result<std::int64_t> take(const Unfinished& unfinished, const core::Descriptor& copy) {
  std::vector<char> buffer(block);
  std::int64_t size = 0;
  for (off_t at = 0;; at = size) {
    const ssize_t got = ::pread(copy.get(), buffer.data(), buffer.size(), at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed("read the copy for", unfinished.target());
    if (got == 0) return size;
    if (!write_all(unfinished.descriptor(), {buffer.data(), static_cast<std::size_t>(got)}))
      return failed("write", unfinished.target());
    size += got;
  }
}

std::string how_far(const Json& reply) {
  const auto size = reply.value("size", std::int64_t{0});
  const auto copied = reply.value("copied", std::int64_t{0});
  return copied < size ? std::to_string(copied * 100 / size) + " % copied" : std::string("copied; being checked");
}

// The last reply, which brings the copy.
Result<Reply> ask(const Arguments& arguments, Connection& connection) {
  const auto lost = [](const ConnectionError& error) {
    return core::Unexpected<Failure>({error.message, exit_no_daemon});
  };
  if (const auto asked = connection.call("Backup", Json::object(), Wanted::many); !asked) return lost(asked.error());
  Progress progress(arguments.output);
  while (true) {
    auto reply = connection.next();
    if (!reply) return lost(reply.error());
    if (reply->error) {
      const bool unknown = reply->error->ends_with("MethodNotFound");
      return core::Unexpected<Failure>(
          {unknown ? "the daemon is older than mediumsyncctl; restart it" : text_of(reply->parameters, "reason")});
    }
    if (!reply->continues) return std::move(*reply);
    progress.tell(how_far(reply->parameters));
  }
}

// The backup as it is now.
struct Written {
  std::string path;
  std::int64_t size = 0;
  Json posts;
};

// An older backup is written over, and nothing else: a mistyped name costs no file. A queue that a daemon uses has a
// mark beside it.
Result<void> may_be_written(const fs::path& target) {
  const auto refuse = [&target](const std::string& why) {
    return core::Unexpected<Failure>({core::printable(target.string()) + " " + why});
  };
  std::error_code error;
  const fs::file_status status = fs::symlink_status(target, error);
  if (!fs::exists(status)) return {};
  if (fs::is_directory(status))
    return refuse("is a directory: name the file, as in " + core::printable((target / "queue.db").string()));
  if (!fs::is_regular_file(status)) return refuse("is no ordinary file: name another one");
  if (fs::exists(target.string() + "-made", error)) return refuse("is the queue that a daemon uses: name another file");
  constexpr std::string_view beginning = "SQLite format 3";
  std::array<char, beginning.size()> bytes{};
  std::ifstream file(target, std::ios::binary);
  file.read(bytes.data(), bytes.size());
  const auto got = static_cast<std::size_t>(file.gcount());
  if (got > 0 && std::string_view(bytes.data(), got) != beginning)
    return refuse("is there already and is no backup: name another file, or remove it first");
  return {};
}

Result<Written> back_up_to(const fs::path& target, const Arguments& arguments, Connection& connection) {
  if (const auto may = may_be_written(target); !may) return core::Unexpected<Failure>(may.error());
  auto unfinished = Unfinished::begin(target);
  if (!unfinished) return core::Unexpected<Failure>({unfinished.error()});
  auto reply = ask(arguments, connection);
  if (!reply) return core::Unexpected<Failure>(reply.error());
  if (!reply->file) return core::Unexpected<Failure>({"the daemon sent no copy"});
  const auto size = take(*unfinished, *reply->file);
  if (!size) return core::Unexpected<Failure>(size.error());
  if (*size != reply->parameters.value("size", std::int64_t{-1}))
    return core::Unexpected<Failure>({"the copy is not as long as the daemon says"});
  if (const auto placed = unfinished->put_in_place(); !placed) return core::Unexpected<Failure>({placed.error()});
  return Written{target.string(), *size, reply->parameters.value("posts", Json(nullptr))};
}

}  // namespace

int back_up(const Arguments& arguments, Connection& connection) {
  std::error_code error;
  const fs::path target = fs::absolute(arguments.words.front(), error).lexically_normal();
  const auto made = error ? Result<Written>(core::Unexpected<Failure>({"FILE is empty: name the file", exit_usage}))
                          : back_up_to(target, arguments, connection);
  if (!made) {
    std::cerr << "mediumsyncctl: " << made.error().message << '\n';
    return made.error().status;
  }
  const Json written{{"path", made->path}, {"size", made->size}, {"posts", made->posts}};
  if (arguments.output == Output::json) {
    std::cout << written.dump() << std::endl;
  } else {
    std::cout << print_backup(written) << std::flush;
  }
  return exit_done;
}

}  // namespace mediumsync::ctl
