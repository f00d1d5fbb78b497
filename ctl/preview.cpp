#include "ctl/preview.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <iostream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/text.hpp"
#include "ctl/exit_status.hpp"
#include "ctl/offline.hpp"

namespace mediumsync::ctl {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
  return value == nullptr || *value == '\0' ? std::nullopt : std::optional<std::string>(value);
}

// A post's number, unless a file is called so.
std::optional<std::int64_t> number_in(const std::string& word) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), id);
  std::error_code ignored;
  const bool number = error == std::errc() && end == word.data() + word.size() && !fs::exists(word, ignored);
  return number ? std::optional(id) : std::nullopt;
}

int fail(const std::string& what) {
  std::cerr << "mediumsyncctl: " << what << '\n';
  return exit_refused;
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(descriptor, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

// Whole or not at all: written beside it and renamed.
bool write_file(const fs::path& path, const std::string& html, mode_t mode) {
  std::string beside = path.string() + ".XXXXXX";
  const int descriptor = ::mkostemp(beside.data(), O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool written = write_all(descriptor, html) && ::fchmod(descriptor, mode) == 0;
  const bool closed = ::close(descriptor) == 0;
  if (written && closed && ::rename(beside.c_str(), path.c_str()) == 0) return true;
  ::unlink(beside.c_str());
  return false;
}

mode_t asked_mode() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666U & ~mask;
}

// Nobody but the caller may look into it.
std::optional<fs::path> private_directory() {
  const auto cache = environment("XDG_CACHE_HOME");
  const auto home = environment("HOME");
  if (!cache && !home) return std::nullopt;
  const fs::path directory = (cache ? fs::path(*cache) : fs::path(*home) / ".cache") / "mediumsync";
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) return std::nullopt;
  fs::permissions(directory, fs::perms::owner_all, error);
  return error ? std::nullopt : std::optional(directory);
}

std::string page_name(const Arguments& arguments) {
  const auto id = arguments.parameters.find("id");
  std::string name = id != arguments.parameters.end() ? id->dump() : fs::path(arguments.words.front()).stem().string();
  std::ranges::replace_if(
      name, [](unsigned char c) { return std::isalnum(c) == 0 && c != '-' && c != '_' && c < 0x80; }, '-');
  return "preview-" + name.substr(0, 100) + ".html";
}

// True when a desktop has taken the file over.
bool open_on_desktop(const fs::path& page) {
  if (!environment("DISPLAY") && !environment("WAYLAND_DISPLAY")) return false;
  const pid_t child = ::fork();
  if (child == 0) {
    const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nowhere, stream);
    ::setsid();
    ::execlp("xdg-open", "xdg-open", page.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  int status = 0;
  return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

int deliver_privately(const Arguments& arguments, const std::string& html) {
  const auto directory = private_directory();
  if (!directory) return fail("there is no place of your own for the page; name one with -o OUT.html");
  const fs::path page = *directory / page_name(arguments);
  if (!write_file(page, html, 0600)) return fail("can't write " + page.string() + "; name another place with -o");
  std::cout << page.string() << '\n';
  if (!open_on_desktop(page))
    std::cerr << "Open it with a browser: xdg-open " << core::printable(page.string()) << '\n';
  return exit_done;
}

}  // namespace

std::optional<int> preview_file(Arguments& arguments) {
  const std::string what = arguments.words.front();
  if (const auto id = number_in(what)) {
    arguments.parameters = Json{{"id", *id}};
    return std::nullopt;
  }
  std::vector<std::string> words{"preview"};
  const auto base = arguments.parameters.find("base");
  if (base != arguments.parameters.end()) words.insert(words.end(), {"--base", base->get<std::string>()});
  const bool as_json = arguments.output == Output::json && !arguments.page;
  if (as_json) words.emplace_back("--json");
  words.insert(words.end(), {"--", what});
  const Captured drawn = run_offline(words);
  if (drawn.status != exit_done) return drawn.status;
  if (as_json) {
    std::cout << drawn.output;
    return exit_done;
  }
  return deliver_page(arguments, drawn.output);
}

int deliver_page(const Arguments& arguments, const std::string& html) {
  const bool to_a_file = arguments.page && *arguments.page != "-";
  if (!to_a_file) {
    if (!arguments.page && ::isatty(STDOUT_FILENO) != 0) return deliver_privately(arguments, html);
    return write_all(STDOUT_FILENO, html) ? exit_done : exit_refused;
  }
  std::error_code ignored;
  if (fs::equivalent(*arguments.page, arguments.words.front(), ignored))
    return fail(*arguments.page + " is the post itself; it is not written over");
  if (write_file(*arguments.page, html, asked_mode())) return exit_done;
  return fail("can't write " + core::printable(*arguments.page));
}

}  // namespace mediumsync::ctl
