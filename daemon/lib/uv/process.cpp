#include "lib/uv/process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include "lib/uv/descriptor.hpp"
#include "lib/uv/handle.hpp"
#include "lib/uv/poll.hpp"
#include "lib/uv/timer.hpp"

namespace mediumsync::uv {
namespace {

constexpr std::size_t kBuffer = 64 * 1024;
constexpr std::size_t kMaxErrors = 4096;

// A directory that nobody else can look into, gone with its owner.
class PrivateDirectory {
 public:
  PrivateDirectory() : path_((std::filesystem::temp_directory_path() / "mediumsync-XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr) {
      throw std::system_error(errno, std::generic_category(), "make a directory for a child process in " + path_);
    }
  }
  ~PrivateDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  PrivateDirectory(const PrivateDirectory&) = delete;
  PrivateDirectory& operator=(const PrivateDirectory&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// A pipe's two ends; the child's is closed once it has been handed over.
struct Pipe {
  explicit Pipe(std::array<int, 2> ends = open())
      : ours(opened(ends[0], "make a pipe for a child process")),
        theirs(opened(ends[1], "make a pipe for a child process")) {}
  static std::array<int, 2> open() {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) == 0) ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return ends;
  }
  Descriptor ours;
  Descriptor theirs;
};

// A file without a name, so that a child that does not read its input never holds up the loop.
Descriptor input_of(const std::string& bytes) {
  Descriptor file = opened(::memfd_create("input", MFD_CLOEXEC), "hold a child process's input");
  for (std::size_t written = 0; written < bytes.size();) {
    const ssize_t count = ::write(file.get(), bytes.data() + written, bytes.size() - written);
    if (count < 0 && errno != EINTR) {
      throw std::system_error(errno, std::generic_category(), "write a child process's input");
    }
    if (count > 0) written += static_cast<std::size_t>(count);
  }
  ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> all;
  all.reserve(words.size() + 1);
  for (std::string& word : words) all.push_back(word.data());
  all.push_back(nullptr);
  return all;
}

enum class Drained { open, ended, over };

// Takes what a pipe holds now. Of what is beyond `limit` nothing is kept.
Drained drain(const Descriptor& pipe, std::string& into, std::size_t limit) {
  std::array<char, kBuffer> buffer;
  const ssize_t count = ::read(pipe.get(), buffer.data(), buffer.size());
  if (count < 0) return errno == EAGAIN || errno == EINTR ? Drained::open : Drained::ended;
  if (count == 0) return Drained::ended;
  const auto size = static_cast<std::size_t>(count);
  const std::size_t room = limit - into.size();
  into.append(buffer.data(), std::min(size, room));
  return size > room ? Drained::over : Drained::open;
}

std::optional<std::string> read_result(const std::string& path, std::size_t limit) {
  std::error_code error;
  // A child's link would lead to what its reader may read and it may not.
  if (std::filesystem::symlink_status(path, error).type() != std::filesystem::file_type::regular) return std::nullopt;
  if (std::filesystem::file_size(path, error) > limit || error) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return file ? std::optional(std::move(bytes).str()) : std::nullopt;
}

}  // namespace

bool is_installed(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream directories(path == nullptr ? "/usr/bin:/bin" : path);
  for (std::string directory; std::getline(directories, directory, ':');) {
    if (::access((directory + "/" + name).c_str(), X_OK) == 0) return true;
  }
  return false;
}

struct Process::Impl {
  struct Handle : Block<uv_process_t> {
    Handle(Loop& owner, Impl& the_process) : Block(owner), process(the_process) {}
    Impl& process;
  };

  Impl(Loop& the_loop, Command the_command, std::function<void(Ran)> callback)
      : loop(the_loop),
        command(std::move(the_command)),
        on_end(std::move(callback)),
        output_poll(loop, output.ours.get(), [this](Ready) { read_output(); }),
        errors_poll(loop, errors.ours.get(), [this](Ready) { read_errors(); }),
        deadline(loop, [this] { kill(TimedOut{}); }),
        telling(loop, [this] { tell(); }) {
    for (const Command::File& file : command.files) lay(file);
    spawn();
  }

  ~Impl() {
    if (handle == nullptr) return;
    const pid_t pid = handle->native.pid;
    const bool runs = uv_is_active(handle->base()) != 0;
    close_handle(handle);
    if (!runs) return;
    ::kill(-pid, SIGKILL);
    // libuv looks after it no more. A process that was killed is gone in a moment.
    while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) continue;
  }

  void lay(const Command::File& file) const {
    std::ofstream stream(directory / file.name, std::ios::binary);
    stream.write(file.bytes.data(), static_cast<std::streamsize>(file.bytes.size()));
    if (!stream.flush()) {
      throw std::system_error(errno, std::generic_category(), "write " + (directory / file.name));
    }
  }

  void spawn() {
    Descriptor input = input_of(command.input);
    std::vector<std::string> environment = command.environment;
    for (const std::string name : {"HOME=", "TMPDIR="}) {
      const bool given = std::ranges::any_of(environment, [&](const auto& one) { return one.starts_with(name); });
      if (!given) environment.push_back(name + directory.path());
    }
    std::vector<char*> words = pointers(command.words);
    std::vector<char*> variables = pointers(environment);
    std::array<uv_stdio_container_t, 3> streams{};
    const std::array<int, 3> numbers{input.get(), output.theirs.get(), errors.theirs.get()};
    for (std::size_t i = 0; i < streams.size(); ++i) {
      streams[i].flags = UV_INHERIT_FD;
      streams[i].data.fd = numbers[i];
    }
    uv_process_options_t options{};
    options.file = words.front();
    options.args = words.data();
    options.env = variables.data();
    options.cwd = directory.path().c_str();
    options.flags = UV_PROCESS_DETACHED;  // a session, and so a process group, of its own
    options.stdio_count = static_cast<int>(streams.size());
    options.stdio = streams.data();
    options.exit_cb = [](uv_process_t* native, std::int64_t status, int signal) {
      Handle& own = block_of<Handle>(native);
      own.loop.guard([&] { own.process.exited(static_cast<int>(status), signal); });
    };
    auto block = std::make_unique<Handle>(loop, *this);
    const int status = uv_spawn(loop.native(), &block->native, &options);
    handle = block.release();
    output.theirs.close();
    errors.theirs.close();
    if (status < 0) {
      end = NotStarted{std::error_code(-status, std::generic_category())};
      telling.start(std::chrono::milliseconds(0));
      return;
    }
    output_poll.watch(Ready::read);
    errors_poll.watch(Ready::read);
    deadline.start(command.timeout);
  }

  void read_output() {
    switch (drain(output.ours, ran.output, command.max_output)) {
      case Drained::open:
        break;
      case Drained::ended:
        output_poll.stop();
        break;
      case Drained::over:
        output_poll.stop();
        kill(Flooded{});
        break;
    }
  }

  // What is too much of it is read and forgotten: nobody is held up for complaining at length.
  void read_errors() {
    if (drain(errors.ours, ran.errors, kMaxErrors) == Drained::ended) errors_poll.stop();
  }

  void kill(End why) {
    if (!end) end = why;
    ::kill(-handle->native.pid, SIGKILL);
  }

  void exited(int status, int signal) {
    // What it has started goes with it. Its number is not given to a new process while anybody is in its group.
    ::kill(-handle->native.pid, SIGKILL);
    if (!end) read_rest();
    if (!end) end = signal != 0 ? End(Signalled{signal}) : End(Exited{status});
    tell();
  }

  void read_rest() {
    for (Drained state = Drained::open; state == Drained::open;) {
      const std::size_t before = ran.output.size();
      state = drain(output.ours, ran.output, command.max_output);
      if (state == Drained::open && ran.output.size() == before) break;
      if (state == Drained::over) end = Flooded{};
    }
    read_errors();
  }

  void tell() {
    deadline.stop();
    output_poll.stop();
    errors_poll.stop();
    ran.end = *end;
    const auto* exit = std::get_if<Exited>(&ran.end);
    if (command.result && exit != nullptr && exit->status == 0) {
      ran.result = read_result(directory / *command.result, command.max_output);
    }
    // The receiver may destroy this.
    const auto callback = std::exchange(on_end, {});
    callback(std::move(ran));
  }

  Loop& loop;
  Command command;
  std::function<void(Ran)> on_end;
  PrivateDirectory directory;
  Pipe output;
  Pipe errors;
  Poll output_poll;
  Poll errors_poll;
  Timer deadline;
  Timer telling;
  Ran ran;
  std::optional<End> end;
  Handle* handle = nullptr;
};

Process::Process(Loop& loop, Command command, std::function<void(Ran)> on_end)
    : impl_(std::make_unique<Impl>(loop, std::move(command), std::move(on_end))) {}

Process::~Process() = default;

}  // namespace mediumsync::uv
