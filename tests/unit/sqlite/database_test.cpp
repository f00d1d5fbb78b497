#include "lib/sqlite/database.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <string>

#include "support/temporary_directory.hpp"

using namespace mediumsync;
using sqlite::Blob;
using sqlite::Database;
using sqlite::Statement;
using sqlite::Transaction;

namespace {

// A database in a directory of its own, with a strict table.
struct Fixture {
  support::TemporaryDirectory directory;
  Database database{directory / "test.db"};
  Fixture() { database.execute("CREATE TABLE t (i INTEGER, r REAL, s TEXT, b BLOB) STRICT"); }

  std::int64_t count() {
    Statement statement = database.prepare("SELECT count(*) FROM t");
    REQUIRE(statement.step());
    return statement.get<std::int64_t>(0);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "every storage class is read back as it was written") {
  const std::string text("a\0b", 3);
  database.prepare("INSERT INTO t VALUES (?1, ?2, ?3, ?4)").bind(std::int64_t{-7}, 1.5, text, Blob{text}).run();
  Statement read = database.prepare("SELECT i, r, s, b FROM t");
  REQUIRE(read.step());
  CHECK(read.get<std::int64_t>(0) == -7);
  CHECK(read.get<double>(1) == 1.5);
  CHECK(read.get<std::string>(2) == text);
  CHECK(read.get<Blob>(3).bytes == text);
  CHECK(read.get<std::optional<std::string>>(2) == text);
  CHECK_FALSE(read.step());
}

TEST_CASE_FIXTURE(Fixture, "an empty text and an empty blob are not NULL") {
  database.prepare("INSERT INTO t (s, b) VALUES (?1, ?2)").bind(std::string_view(), Blob{}).run();
  Statement read = database.prepare("SELECT s, b FROM t");
  REQUIRE(read.step());
  CHECK(read.get<std::string>(0).empty());
  CHECK(read.get<Blob>(1).bytes.empty());
}

TEST_CASE_FIXTURE(Fixture, "NULL is read into an optional alone") {
  database.prepare("INSERT INTO t VALUES (?1, ?2, ?3, ?4)")
      .bind(std::optional<std::int64_t>(), std::optional<double>(), std::optional<std::string>(), std::optional<Blob>())
      .run();
  Statement read = database.prepare("SELECT i, r, s, b FROM t");
  REQUIRE(read.step());
  CHECK_FALSE(read.get<std::optional<std::int64_t>>(0));
  CHECK_FALSE(read.get<std::optional<double>>(1));
  CHECK_FALSE(read.get<std::optional<std::string>>(2));
  CHECK_FALSE(read.get<std::optional<Blob>>(3));
  CHECK_THROWS_AS(read.get<std::int64_t>(0), sqlite::Error);
  CHECK_THROWS_AS(read.get<double>(1), sqlite::Error);
  CHECK_THROWS_AS(read.get<std::string>(2), sqlite::Error);
  CHECK_THROWS_AS(read.get<Blob>(3), sqlite::Error);
}

TEST_CASE_FIXTURE(Fixture, "a column is read as what it is or it is an error") {
  database.prepare("INSERT INTO t VALUES (1, 2.0, '3', x'04')").run();
  Statement read = database.prepare("SELECT i, r, s, b FROM t");
  REQUIRE(read.step());
  CHECK_THROWS_WITH_AS(read.get<std::string>(0), doctest::Contains("expected text, found an integer"), sqlite::Error);
  CHECK_THROWS_AS(read.get<std::int64_t>(2), sqlite::Error);
  CHECK_THROWS_AS(read.get<std::string>(3), sqlite::Error);
  CHECK_THROWS_AS(read.get<std::optional<double>>(0), sqlite::Error);
  CHECK_THROWS_WITH_AS(read.get<std::int64_t>(4), doctest::Contains("no such column"), sqlite::Error);
}

TEST_CASE_FIXTURE(Fixture, "a strict table takes no text for an integer") {
  CHECK_THROWS_AS(database.prepare("INSERT INTO t (i) VALUES (?1)").bind("seven").run(), sqlite::Error);
}

TEST_CASE_FIXTURE(Fixture, "a statement is bound again and again") {
  Statement insert = database.prepare("INSERT INTO t (i) VALUES (?1)");
  for (int i = 0; i < 3; ++i) insert.bind(i).run();
  CHECK(count() == 3);
  CHECK(database.changes() == 1);
  CHECK(database.last_insert_id() == 3);
}

TEST_CASE_FIXTURE(Fixture, "a moved statement goes on in its new place") {
  Statement first = database.prepare("SELECT 1");
  Statement second = database.prepare("SELECT 2");
  second = std::move(first);
  REQUIRE(second.step());
  CHECK(second.get<std::int64_t>(0) == 1);
  Statement third(std::move(second));
  CHECK(third.get<std::int64_t>(0) == 1);
}

TEST_CASE_FIXTURE(Fixture, "a transaction that is not committed never was") {
  {
    Transaction transaction(database);
    database.execute("INSERT INTO t (i) VALUES (1)");
    CHECK(database.in_transaction());
  }
  CHECK_FALSE(database.in_transaction());
  CHECK(count() == 0);
}

TEST_CASE_FIXTURE(Fixture, "an inner transaction is undone alone and the outer one is kept") {
  {
    Transaction outer(database);
    database.execute("INSERT INTO t (i) VALUES (1)");
    {
      Transaction inner(database);
      database.execute("INSERT INTO t (i) VALUES (2)");
    }
    {
      Transaction inner(database);
      database.execute("INSERT INTO t (i) VALUES (3)");
      inner.commit();
    }
    outer.commit();
  }
  CHECK(count() == 2);
}

TEST_CASE_FIXTURE(Fixture, "a mistake says which file and which statement") {
  CHECK_THROWS_WITH_AS(database.execute("SELECT nothing FROM nowhere"), doctest::Contains("test.db: SELECT nothing"),
                       sqlite::Error);
  CHECK_THROWS_WITH_AS(database.prepare("SELECT missing FROM t"), doctest::Contains("no such column"), sqlite::Error);
}

TEST_CASE_FIXTURE(Fixture, "a file that was removed or replaced is noticed") {
  CHECK_FALSE(database.moved());
  SUBCASE("removed") {
    std::filesystem::remove(directory / "test.db");
  }
  SUBCASE("renamed") {
    std::filesystem::rename(directory / "test.db", directory / "other.db");
  }
  SUBCASE("replaced") {
    std::filesystem::rename(directory / "test.db", directory / "other.db");
    std::ofstream(directory / "test.db") << "new";
  }
  CHECK(database.moved());
}

TEST_CASE_FIXTURE(Fixture, "a full database says so and the transaction is undone") {
  database.execute("PRAGMA max_page_count = 20");
  try {
    Transaction transaction(database);
    Statement insert = database.prepare("INSERT INTO t (s) VALUES (?1)");
    for (int i = 0; i < 100; ++i) insert.bind(std::string(4000, 'x')).run();
    FAIL("the disk has no end");
  } catch (const sqlite::Error& error) {
    CHECK(error.disk_full());
    CHECK_FALSE(error.corrupt());
    CHECK_FALSE(error.fsync_failed());
  }
  CHECK(count() == 0);
}

TEST_CASE("what is not a database is called corrupt") {
  const support::TemporaryDirectory directory;
  std::ofstream(directory / "no.db") << std::string(8192, 'x');
  try {
    Database database(directory / "no.db");
    database.execute("SELECT * FROM sqlite_schema");
    FAIL("it was taken for a database");
  } catch (const sqlite::Error& error) {
    CHECK(error.corrupt());
    CHECK(std::string(error.what()).find("no.db") != std::string::npos);
  }
}

TEST_CASE("a missing file is made only where that is wanted") {
  const support::TemporaryDirectory directory;
  CHECK_THROWS_WITH_AS(Database(directory / "a.db", sqlite::WhenMissing::refuse), doctest::Contains("a.db"),
                       sqlite::Error);
  CHECK_FALSE(std::filesystem::exists(directory / "a.db"));
  Database(directory / "a.db").execute("CREATE TABLE t (i INTEGER) STRICT");
  CHECK_NOTHROW(Database(directory / "a.db", sqlite::WhenMissing::refuse));
}

TEST_CASE("which kind of failure a result code is") {
  struct Row {
    int code;
    int system_error;
    bool full, read_only, corrupt, fsync;
  };
  constexpr int io_write = 10 | (3 << 8), io_fsync = 10 | (4 << 8), no_space = 28, read_only_fs = 30;
  for (const Row& row :
       {Row{13, 0, true, false, false, false}, Row{io_write, no_space, true, false, false, false},
        Row{io_write, 5, false, false, false, false}, Row{io_fsync, no_space, false, false, false, true},
        Row{8, 0, false, true, false, false}, Row{io_write, read_only_fs, false, true, false, false},
        Row{11, 0, false, false, true, false}, Row{26, 0, false, false, true, false}}) {
    const sqlite::Error error(row.code, "test", "test", row.system_error);
    CAPTURE(row.code);
    CHECK(error.disk_full() == row.full);
    CHECK(error.read_only() == row.read_only);
    CHECK(error.corrupt() == row.corrupt);
    CHECK(error.fsync_failed() == row.fsync);
  }
}
