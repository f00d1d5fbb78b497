#include "queue/opening.hpp"

#include <algorithm>
#include <fstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "queue/schema.hpp"
#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;
namespace fs = std::filesystem;

namespace {

std::string failure(const fs::path& path) {
  try {
    const queue::Queue queue(path, at(0));
    return {};
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> files(const fs::path& directory) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(directory)) names.push_back(entry.path().filename());
  std::ranges::sort(names);
  return names;
}

std::string pragma(const fs::path& path, const std::string& name) {
  sqlite::Database database(path);
  auto statement = database.prepare("SELECT CAST(" + name + " AS TEXT) FROM pragma_" + name);
  REQUIRE(statement.step());
  return statement.get<std::string>(0);
}

constexpr const char* kept_name = "queue.db.corrupt-20270115T080000Z";  // at(0)

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a new queue is its owner's alone and says what it is") {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 07777) == 0600);
  opened.reset();
  CHECK(pragma(path, "application_id") == std::to_string(queue::application_id));
  CHECK(pragma(path, "user_version") == std::to_string(queue::migrations().size()));
  CHECK(pragma(path, "journal_mode") == "wal");
  CHECK(files(directory.path()) == std::vector<std::string>{"queue.db", "queue.db-made", "queue.db-sent"});
}

TEST_CASE_FIXTURE(Fixture, "a queue is what it was after a restart") {
  const PostId id = add("one");
  reopen(at(1));
  CHECK(text(id) == "one");
  CHECK(queue().answers());
}

TEST_CASE_FIXTURE(Fixture, "a queue of a newer version is refused and left alone") {
  add("one");
  opened.reset();
  sqlite::Database(path).execute("PRAGMA user_version = 1000");
  const std::string message = failure(path);
  const std::string known = std::to_string(queue::migrations().size());
  CHECK(contains(message, "newer mediumsync (schema 1000, this one knows " + known + ")"));
  CHECK(contains(message, "install that version again"));
  CHECK(files(directory.path()) == std::vector<std::string>{"queue.db", "queue.db-made", "queue.db-sent"});
  sqlite::Database(path).execute("PRAGMA user_version = " + known);
  CHECK(failure(path).empty());
}

TEST_CASE_FIXTURE(Fixture, "a queue of an older version is brought up to date with all it holds") {
  const PostId id = add("one");
  opened.reset();
  sqlite::Database(path).execute(
      "DROP INDEX post_kept_address; DROP INDEX post_kept_title; DROP INDEX post_kept_words; "
      "DROP INDEX post_drifted; ALTER TABLE finding DROP COLUMN of_images; ALTER TABLE text DROP COLUMN strict; "
      "ALTER TABLE text DROP COLUMN raw; DROP TABLE other_id; DROP TABLE article; ALTER TABLE source DROP COLUMN "
      "usual_gap; ALTER TABLE source DROP COLUMN asked_pause; ALTER TABLE source DROP COLUMN skip_hours; ALTER TABLE "
      "source DROP COLUMN skip_days; ALTER TABLE source DROP COLUMN found_at; ALTER TABLE source DROP COLUMN "
      "also_found; ALTER TABLE source DROP COLUMN hub; ALTER TABLE source DROP COLUMN gone; "
      "DROP INDEX text_unsketched; DROP INDEX "
      "post_address; DROP INDEX post_title; DROP INDEX post_words; "
      "DROP INDEX post_twin; ALTER TABLE text DROP COLUMN address_key; ALTER TABLE text DROP COLUMN title_key; "
      "ALTER TABLE text DROP COLUMN text_key; ALTER TABLE text DROP COLUMN sketch; "
      "ALTER TABLE post DROP COLUMN address_key; ALTER TABLE post DROP COLUMN title_key; "
      "ALTER TABLE post DROP COLUMN text_key; ALTER TABLE post DROP COLUMN twin; "
      "DROP TABLE story; ALTER TABLE post DROP COLUMN story; "
      "DROP INDEX source_place; ALTER TABLE text DROP COLUMN rules; ALTER TABLE source DROP COLUMN rules; ALTER TABLE "
      "source DROP COLUMN "
      "root_device; "
      "ALTER TABLE source DROP COLUMN root_inode; "
      "ALTER TABLE source DROP COLUMN baselined_place; "
      "DROP TRIGGER post_reconciled; DROP TABLE unreconciled; DROP INDEX post_medium; "
      "DROP TABLE notice; DROP TABLE receiver; "
      "DROP INDEX post_unreminded; ALTER TABLE post DROP COLUMN handed_off_at; ALTER TABLE post DROP COLUMN "
      "reminded_at; ALTER TABLE account DROP COLUMN blocked_since; "
      "DROP INDEX event_post; ALTER TABLE event DROP COLUMN actor; DROP TABLE promise; DROP TABLE import; DROP TABLE "
      "figure; DROP INDEX post_published; DROP INDEX post_changed_on_medium; ALTER TABLE post DROP COLUMN slot_at; "
      "ALTER TABLE post DROP COLUMN medium_change; ALTER TABLE post DROP COLUMN medium_change_what; ALTER TABLE post "
      "DROP COLUMN medium_change_at; ALTER TABLE post DROP COLUMN medium_change_settled; "
      "PRAGMA user_version = 1");
  reopen(at(1));
  CHECK(text(id) == "one");
  CHECK(queue().drifted(1).empty());
  opened.reset();
  CHECK(pragma(path, "user_version") == std::to_string(queue::migrations().size()));
}

TEST_CASE("somebody else's database is refused and left alone") {
  const support::TemporaryDirectory directory;
  sqlite::Database(directory / "queue.db").execute("CREATE TABLE theirs (i INTEGER)");
  CHECK(contains(failure(directory / "queue.db"), "not a queue of mediumsync"));
  CHECK(files(directory.path()) == std::vector<std::string>{"queue.db"});
}

TEST_CASE_FIXTURE(Fixture, "a damaged queue is kept and not replaced by a new one") {
  for (int i = 0; i < 50; ++i) add("post " + std::to_string(i));
  opened.reset();
  const auto size = fs::file_size(path);
  SUBCASE("empty") {
    fs::resize_file(path, 0);
  }
  SUBCASE("truncated") {
    fs::resize_file(path, size / 2);
  }
  SUBCASE("truncated within a page") {
    fs::resize_file(path, size - 100);
  }
  SUBCASE("header overwritten") {
    std::fstream(path, std::ios::in | std::ios::out).write(std::string(100, 'x').data(), 100);
  }
  SUBCASE("pages overwritten") {
    std::fstream file(path, std::ios::in | std::ios::out);
    file.seekp(8192);
    const std::string rubbish(static_cast<std::size_t>(size) - 8192, 'x');
    file.write(rubbish.data(), static_cast<std::streamsize>(rubbish.size()));
  }
  const std::string message = failure(path);
  CHECK(contains(message, "is damaged"));
  CHECK(contains(message, (directory / kept_name).string()));
  CHECK(contains(message, "mediumsyncd restore FILE puts a backup in its place (" + path.string()));
  CHECK_FALSE(fs::exists(path));
  CHECK(fs::exists(directory / kept_name));
  // systemd starts it again: still no new queue. A person tries with another damaged one: the first is still kept.
  CHECK(contains(failure(path), "there has been a queue here"));
  CHECK_FALSE(fs::exists(path));
  std::ofstream(path) << "not a database either";
  CHECK(contains(failure(path), std::string(kept_name) + "-2"));
  CHECK(fs::exists(directory / kept_name));
}

TEST_CASE_FIXTURE(Fixture, "a damaged queue is kept with its write-ahead log as it was") {
  reopen(at(1));  // the log is in the file now, and page 1 will not be in the next one
  queue().note("noted", "", std::nullopt, at(1));
  const fs::path copy = directory / "copy";
  fs::create_directory(copy);
  fs::copy_file(path, copy / "queue.db");
  fs::copy_file(path.string() + "-wal", copy / "queue.db-wal");
  const auto log = fs::file_size(copy / "queue.db-wal");
  REQUIRE(log > 0);
  std::fstream(copy / "queue.db", std::ios::in | std::ios::out).write(std::string(100, 'x').data(), 100);
  CHECK(contains(failure(copy / "queue.db"), "is damaged"));
  CHECK(fs::file_size((copy / kept_name).string() + "-wal") == log);
  CHECK(files(copy) == std::vector<std::string>{"queue.db-made", kept_name, std::string(kept_name) + "-wal"});
}

TEST_CASE_FIXTURE(Fixture, "a lost queue is not taken for a first start until a person says so") {
  opened.reset();
  fs::remove(path);
  const std::string message = failure(path);
  CHECK(contains(message, "is missing, yet there has been a queue here"));
  CHECK(contains(message, "mediumsyncd restore"));
  CHECK_FALSE(fs::exists(path));
  fs::remove(path.string() + "-made");
  CHECK(failure(path).empty());
}

TEST_CASE("a first start that was interrupted is a first start") {
  const support::TemporaryDirectory directory;
  std::ofstream(directory / "queue.db.new") << "half a database";
  std::ofstream(directory / "queue.db.new-journal") << "half a journal";
  CHECK(failure(directory / "queue.db").empty());
  CHECK(files(directory.path()) == std::vector<std::string>{"queue.db", "queue.db-made", "queue.db-sent"});
}

TEST_CASE_FIXTURE(Fixture, "a directory that can't be written is said and nothing else happens") {
  opened.reset();
  const fs::path empty = directory / "empty";
  fs::create_directory(empty);
  fs::permissions(empty, fs::perms::owner_read | fs::perms::owner_exec);
  fs::permissions(directory.path(),
                  fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read | fs::perms::others_exec);
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    constexpr uid_t nobody = 65534;
    if (::geteuid() == 0 && ::setresuid(nobody, nobody, nobody) != 0) ::_exit(1);
    for (const fs::path& one : {path, empty / "queue.db"}) {
      const std::string message = failure(one) + "\n";
      if (::write(ends[1], message.data(), message.size()) < 0) ::_exit(1);
    }
    ::_exit(0);
  }
  ::close(ends[1]);
  std::string said;
  char buffer[1024];
  for (ssize_t size = 0; (size = ::read(ends[0], buffer, sizeof buffer)) > 0;)
    said.append(buffer, static_cast<std::size_t>(size));
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  fs::permissions(directory.path(), fs::perms::owner_all);
  fs::permissions(empty, fs::perms::owner_all);
  CHECK(WEXITSTATUS(status) == 0);
  CHECK(contains(said, path.string()));
  CHECK(contains(said, (empty / "queue.db").string()));
  CHECK(failure(path).empty());
}

TEST_CASE_FIXTURE(Fixture, "a queue whose file is taken away while it runs stops") {
  add("one");
  CHECK(queue().answers());
  fs::rename(path, directory / "elsewhere.db");
  CHECK_FALSE(queue().answers());
  CHECK_THROWS_WITH_AS(claim(at(1)), doctest::Contains("was removed or replaced"), std::runtime_error);
  CHECK_THROWS_AS(add("two"), std::runtime_error);
  fs::rename(directory / "elsewhere.db", path);
  CHECK(queue().answers());
  CHECK(claim(at(1)));
}

TEST_CASE_FIXTURE(Fixture, "the log that was deleted between two runs costs no integrity") {
  add("one");
  const fs::path copy = directory / "copy";
  fs::create_directory(copy);
  fs::copy_file(path, copy / "queue.db");
  CHECK(failure(copy / "queue.db").empty());
}

TEST_CASE_FIXTURE(Fixture, "a row of the wrong type is refused by the database") {
  sqlite::Database database(path);
  for (const char* sql :
       {"INSERT INTO setting VALUES ('a', x'00')", "INSERT INTO account (name, state, pauses) VALUES ('a', 'happy', 0)",
        "INSERT INTO text_asset VALUES (1, 1, 'a', 'unknown')",
        "INSERT INTO event (at, kind, detail) VALUES ('soon', 'a', 'b')"}) {
    CHECK_THROWS_AS(database.execute(sql), sqlite::Error);
  }
}
