#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sandbox/process/sandbox_process.hpp"
#include "support/daemon.hpp"
#include "support/temporary_directory.hpp"
#include "support/wait.hpp"

namespace mediumsync::e2e {

using Json = nlohmann::ordered_json;
using support::eventually;
using support::Ran;

inline constexpr const char* token = "sandbox-token-jane";
inline constexpr const char* posts_route = "POST /users/{id}/posts";

// What a test's configuration says apart from the rest of the world.
struct Setup {
  std::string status = "public";
  std::string account = {};  // further lines of [[account]]
  std::string folder = {};   // further lines of [[folder]]
  std::string more = {};     // further tables
  std::string fetch = {};    // further lines of [fetch]
  std::string schedule = "windows = [\"daily 00:00-24:00\"]\nmin_gap = \"0s\"\nmax_per_day = 100\n";
};

// Everything there is for one test: a sandbox, a folder to drop posts into, a token's file, a daemon that is not yet
// started. All of it is gone with the test that owns it.
class World {
 public:
  explicit World(const Setup& setup = {});

  support::TemporaryDirectory directory;
  sandbox::SandboxProcess sandbox;
  support::Daemon daemon;

  void configure(const Setup& setup) const;
  std::filesystem::path folder() const { return directory / "drop"; }
  void write(const std::filesystem::path& file, const std::string& bytes) const;
  // A file of the folder's.
  void drop(const std::string& name, const std::string& text) const { write(folder() / name, text); }
  // One paragraph below a title; the file is named after it.
  void drop_post(const std::string& title) const;
  // Becomes true in time, or the test ends with what the daemon says of itself.
  void await(const std::string& what, const std::function<bool()>& predicate) const;

  std::size_t posts_sent() const { return sandbox.count(posts_route); }
  std::vector<Json> posts() const;
  // The post with this title, or null.
  Json post(const std::string& title) const;
  std::string id(const std::string& title) const { return post(title).at("id").dump(); }
  std::string state(const std::string& title) const;
  Json account(const std::string& name = "main") const;
  void await_state(const std::string& title, const std::string& state) const;
  // The stories with this title in the sandbox.
  std::vector<Json> stories(const std::string& title) const;
  void next_posts_meet(const std::string& fault) const;
};

bool contains(const std::string& text, const std::string& part);
// A PNG of one pixel.
std::string tiny_png();

}  // namespace mediumsync::e2e
