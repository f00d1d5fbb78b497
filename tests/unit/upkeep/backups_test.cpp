#include "upkeep/backups.hpp"

#include <fstream>

#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;

namespace {

constexpr std::chrono::seconds patience{20};
using Result = core::Expected<upkeep::Backups::Made, std::string>;

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a backup is an open file without a name and the second at a time is told to wait") {
  add("one");
  uv::Loop loop;
  upkeep::Backups backups(loop, path, [] {});
  std::optional<std::int64_t> posts;
  std::int64_t size = 0;
  std::string refusal;
  backups.make({.on_progress = {}, .on_done = [&](const Result& made) {
                  REQUIRE(made);
                  posts = made->posts;
                  std::ifstream file("/proc/self/fd/" + std::to_string(made->file.get()), std::ios::binary);
                  file.seekg(0, std::ios::end);
                  size = file.tellg();
                  CHECK(size == made->bytes);
                }});
  backups.make({.on_progress = {}, .on_done = [&](const Result& made) { refusal = made.error(); }});
  CHECK(refusal.find("another backup") != std::string::npos);
  CHECK(uv::run_until(
      loop, [&] { return posts.has_value(); }, patience));
  CHECK(posts == 1);
  CHECK(size > 0);
  CHECK_FALSE(std::filesystem::exists(path.string() + ".backup"));
}

TEST_CASE_FIXTURE(Fixture, "what an earlier daemon left unfinished is removed") {
  std::ofstream(path.string() + ".backup") << "half";
  std::ofstream(path.string() + ".backup-journal") << "half";
  uv::Loop loop;
  const upkeep::Backups backups(loop, path, [] {});
  CHECK_FALSE(std::filesystem::exists(path.string() + ".backup"));
  CHECK_FALSE(std::filesystem::exists(path.string() + ".backup-journal"));
}

TEST_CASE_FIXTURE(Fixture, "a daemon that ends in the middle of a backup leaves nothing of it") {
  for (int i = 0; i < 200; ++i) add(std::to_string(i) + std::string(10'000, 'z'));
  {
    uv::Loop loop;
    upkeep::Backups backups(loop, path, [] {});
    backups.make({.on_progress = {}, .on_done = [](const Result&) { FAIL("nobody is told any more"); }});
  }
  CHECK_FALSE(std::filesystem::exists(path.string() + ".backup"));
}

TEST_CASE_FIXTURE(Fixture, "a backup that fails has the database looked at") {
  for (int i = 0; i < 300; ++i) add("post " + std::to_string(i) + std::string(500, 'y'));
  reopen(at(1));  // the log is in the file now
  spoil_page_with(path, "post 7");
  uv::Loop loop;
  int looks = 0;
  std::string reason;
  upkeep::Backups backups(loop, path, [&looks] { ++looks; });
  backups.make({.on_progress = {}, .on_done = [&](const Result& made) { reason = made ? "" : made.error(); }});
  CHECK(uv::run_until(
      loop, [&] { return looks == 1; }, patience));
  CHECK_FALSE(reason.empty());
}
