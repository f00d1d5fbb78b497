#include "medium/token.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdlib.h>
#include <string>
#include <sys/stat.h>

using namespace mediumsync;

namespace {

// A folder that goes when the test ends.
class TokenFile {
 public:
  TokenFile(const std::string& content, mode_t mode) {
    std::string pattern = (std::filesystem::temp_directory_path() / "mediumsync-token-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    folder_ = pattern;
    std::ofstream(path()) << content;
    ::chmod(path().c_str(), mode);
  }
  ~TokenFile() { std::filesystem::remove_all(folder_); }
  TokenFile(const TokenFile&) = delete;
  TokenFile& operator=(const TokenFile&) = delete;
  std::filesystem::path path() const { return folder_ / "token"; }

 private:
  std::filesystem::path folder_;
};

}  // namespace

TEST_CASE("a token file is read or the reason says how to mend it") {
  struct Row {
    std::string content;
    mode_t mode;
    medium::Sharing sharing;
    std::optional<std::string> token;
    std::string problem;
  };
  const std::vector<Row> rows{
      {"2bearer\n", 0600, medium::Sharing::refused, "2bearer", ""},
      {"  2bearer \r\n", 0400, medium::Sharing::refused, "2bearer", ""},
      {"2bearer", 0644, medium::Sharing::allowed, "2bearer", ""},
      {"2bearer", 0640, medium::Sharing::refused, std::nullopt, "chmod 600"},
      {"2bearer", 0604, medium::Sharing::refused, std::nullopt, "chmod 600"},
      {"", 0600, medium::Sharing::refused, std::nullopt, "is empty"},
      {"\n \n", 0600, medium::Sharing::refused, std::nullopt, "is empty"},
      {"one\ntwo\n", 0600, medium::Sharing::refused, std::nullopt, "more than one line"},
      {"t\x01k", 0600, medium::Sharing::refused, std::nullopt, "more than one line"},
      {std::string(5000, 'x'), 0600, medium::Sharing::refused, std::nullopt, "too long"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.content.substr(0, 40));
    const TokenFile file(row.content, row.mode);
    const auto token = medium::read_token(file.path(), row.sharing);
    if (row.token) {
      REQUIRE(token);
      CHECK(token->expose() == *row.token);
    } else {
      REQUIRE_FALSE(token);
      CHECK(token.error().message.find(row.problem) != std::string::npos);
      CHECK(token.error().message.find("2bearer") == std::string::npos);
    }
  }
}

TEST_CASE("a missing token file and a folder in its place are told apart") {
  const auto missing = medium::read_token("/nonexistent/token", medium::Sharing::refused);
  REQUIRE_FALSE(missing);
  CHECK(missing.error().message.find("put the integration token into it") != std::string::npos);
  const auto folder = medium::read_token("/tmp", medium::Sharing::allowed);
  REQUIRE_FALSE(folder);
  CHECK(folder.error().message.find("not a regular file") != std::string::npos);
}

TEST_CASE("a secret leaves nothing behind where it was moved from") {
  medium::Secret first("2bearer");
  const medium::Secret second(std::move(first));
  CHECK(first.expose().empty());
  CHECK(second.expose() == "2bearer");
}
