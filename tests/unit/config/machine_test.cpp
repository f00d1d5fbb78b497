#include "config/machine.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include "file.hpp"

using namespace mediumsync::config;

namespace {

bool says(const std::optional<std::string>& fault, std::string_view part) {
  return fault && fault->find(part) != std::string::npos;
}

std::string account_and_folder(const std::filesystem::path& token, const std::filesystem::path& folder) {
  return "[[account]]\nname = \"main\"\ntoken = \"file:" + token.string() +
         "\"\n[[folder]]\nname = \"drop\"\npath = \"" + folder.string() + "\"\n";
}

}  // namespace

TEST_CASE("a token file must be there and closed to others") {
  const TemporaryDirectory directory;
  CHECK_FALSE(secret_file_fault(directory.write("good", "token", 0600), "token"));
  CHECK_FALSE(secret_file_fault(directory.write("read-only", "token", 0400), "token"));
  CHECK(says(secret_file_fault(directory.write("group", "token", 0640), "token"),
             "open to others (mode 0640): chmod 600 "));
  CHECK(says(secret_file_fault(directory.write("world", "token", 0604), "token"), "open to others (mode 0604)"));
  CHECK(says(secret_file_fault(directory.write("empty", ""), "token"), "is empty"));
  CHECK(says(secret_file_fault(directory.path() / "missing", "token"), "does not exist"));
  CHECK(says(secret_file_fault(directory.path(), "token"), "is not a regular file"));
  CHECK(says(secret_file_fault(directory.write("file", "x") / "below", "token"), "can't be read: Not a directory"));
  const auto pipe = directory.path() / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(says(secret_file_fault(pipe, "token"), "is not a regular file"));
}

TEST_CASE("a folder must be there and readable") {
  const TemporaryDirectory directory;
  CHECK_FALSE(folder_fault(directory.path()));
  CHECK(says(folder_fault(directory.path() / "missing"), "does not exist"));
  CHECK(says(folder_fault(directory.write("file", "x")), "is not a directory"));
  const auto locked = directory.path() / "locked";
  std::filesystem::create_directory(locked);
  REQUIRE(chmod(locked.c_str(), 0000) == 0);
  CHECK(folder_fault(locked).has_value() == (geteuid() != 0));  // root reads everything
}

TEST_CASE("what lies on the machine is looked at only when asked for") {
  const TemporaryDirectory directory;
  const std::string text = account_and_folder(directory.path() / "token", directory.path() / "drop");
  CHECK(mistakes_of(load_text(text, MachineChecks::skipped)) == "");
  const std::string found = mistakes_of(load_text(text, MachineChecks::made));
  CHECK(found.find("3:9: token file '" + (directory.path() / "token").string() + "' does not exist") == 0);
  CHECK(found.find("\n6:8: folder '" + (directory.path() / "drop").string() + "' does not exist") != std::string::npos);

  std::filesystem::create_directory(directory.path() / "drop");
  const auto token = directory.write("token", "secret", 0644);
  CHECK(mistakes_of(load_text(text, MachineChecks::made)).find("3:9: token file '" + token.string() + "' is open") ==
        0);
  CHECK(chmod(token.c_str(), 0600) == 0);
  CHECK(mistakes_of(load_text(text, MachineChecks::made)) == "");
}

TEST_CASE("a program that can't be run is told") {
  const TemporaryDirectory directory;
  CHECK_FALSE(program_fault("sh"));
  CHECK_FALSE(program_fault("/bin/sh"));
  CHECK(says(program_fault("no-such-program"), "no program 'no-such-program' in PATH"));
  CHECK(says(program_fault(directory.write("plain", "", 0600).string()), "can't be run: Permission denied"));
}

TEST_CASE("two folders that are one through a link are found") {
  const TemporaryDirectory directory;
  const auto token = directory.write("token", "secret");
  std::filesystem::create_directory(directory.path() / "drop");
  std::filesystem::create_directory_symlink("drop", directory.path() / "link");
  const std::string text = account_and_folder(token, directory.path() / "drop") +
                           "[[folder]]\nname = \"two\"\npath = \"" + (directory.path() / "link").string() + "\"\n";
  CHECK(mistakes_of(load_text(text, MachineChecks::skipped)) == "");
  CHECK(mistakes_of(load_text(text, MachineChecks::made)).find("9:8: 'path' is the path of the folder on line 6") == 0);
}
