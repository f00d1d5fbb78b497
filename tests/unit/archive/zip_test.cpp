#include "lib/archive/zip.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>
#include <map>

#include "sandbox/model/zip.hpp"
#include "support/temporary_directory.hpp"

using namespace mediumsync;

namespace {

struct Read {
  std::map<std::string, std::string> files;
  std::map<std::string, archive::Unpacked> broken;
  std::string error;
};

// A zip of a test's, on the disk.
class Zip {
 public:
  explicit Zip(const std::string& bytes) { std::ofstream(path_, std::ios::binary) << bytes; }
  Read read(const archive::ZipLimits& limits = {}) const {
    Read all;
    const auto done = archive::read_zip(path_.string(), limits,
                                        {.wanted = [](std::string_view name) { return !name.starts_with("unwanted"); },
                                         .on_file =
                                             [&](const archive::ZipFile& file) {
                                               if (file.how == archive::Unpacked::whole) {
                                                 all.files.emplace(file.name, file.bytes);
                                               } else {
                                                 all.broken.emplace(file.name, file.how);
                                               }
                                             }});
    if (!done) all.error = done.error().message;
    return all;
  }

 private:
  support::TemporaryDirectory directory_;
  std::filesystem::path path_ = directory_ / "export.zip";
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::string megabytes(std::size_t{4} << 20U, 'a');

}  // namespace

TEST_CASE("the files of a zip that are wanted come out as they went in") {
  const Zip zip(sandbox::make_zip({{"posts/one.html", "one"},
                                   {"posts/caf\xc3\xa9.html", "two"},
                                   {"../../etc/three", "three"},
                                   {"unwanted", megabytes}}));
  const Read read = zip.read();
  CHECK(read.error.empty());
  CHECK(read.files.size() == 3);
  CHECK(read.files.at("posts/one.html") == "one");
  CHECK(read.files.at("../../etc/three") == "three");
  const auto accented = std::ranges::find(read.files, "two", [](const auto& file) { return file.second; });
  REQUIRE(accented != read.files.end());
  CHECK(accented->first.ends_with(".html"));
}

TEST_CASE("a name that is no UTF-8 stands in nobody's way") {
  std::string bytes = sandbox::make_zip({{"posts/caf__.html", "one"}});
  for (std::size_t at = 0; (at = bytes.find("caf__", at)) != std::string::npos; ++at)
    bytes.replace(at, 5, "caf\xe9\xff");
  const Read read = Zip(bytes).read();
  CHECK(read.error.empty());
  REQUIRE(read.files.size() == 1);
  CHECK(read.files.begin()->second == "one");
}

TEST_CASE("what is no zip or not the whole of one says so") {
  const std::string whole = sandbox::make_zip({{"posts/one.html", "one"}, {"posts/two.html", megabytes}});
  CHECK(contains(Zip("").read().error, "no zip"));
  CHECK(contains(Zip("<html>Please log in</html>").read().error, "no zip"));
  const std::size_t directory = whole.find("PK\x01\x02");
  const std::size_t end = whole.find("PK\x05\x06");
  for (const std::size_t size : {std::size_t{4}, std::size_t{30}, directory, end - 10, end}) {
    CAPTURE(size);
    const Read read = Zip(whole.substr(0, size)).read();
    CHECK(contains(read.error, "cut off or damaged"));
    CHECK(contains(read.error, "download it again"));
  }
}

TEST_CASE("a file that is damaged within a zip leaves the others") {
  std::string bytes = sandbox::make_zip({{"one", "first text"}, {"two", "second text " + std::string(3000, 'x')}});
  const std::size_t begin = bytes.find("two");
  for (std::size_t i = begin + 20; i < begin + 40 && i < bytes.size(); ++i) bytes[i] = '\xff';
  const Read read = Zip(bytes).read();
  CHECK(read.files.contains("one"));
  CHECK_FALSE(read.files.contains("two"));
}

TEST_CASE("a zip bomb is bounded by what it unpacks to") {
  const Zip large(sandbox::make_zip({{"bomb", megabytes}, {"one", "one"}}));
  const Read one = large.read({.file_bytes = 1000});
  CHECK(one.error.empty());
  CHECK(one.broken.at("bomb") == archive::Unpacked::too_large);
  CHECK(one.files.contains("one"));
  const Zip many(sandbox::make_zip({{"a", megabytes}, {"b", megabytes}, {"c", megabytes}}));
  CHECK(contains(many.read({.total_bytes = std::size_t{5} << 20U}).error, "unpacks to over 5 MiB"));
  std::vector<sandbox::ZipEntry> entries;
  for (int i = 0; i < 10'000; ++i) entries.push_back({"posts/" + std::to_string(i), "x"});
  const Zip crowd(sandbox::make_zip(entries));
  CHECK(crowd.read().files.size() == 10'000);
  CHECK(contains(crowd.read({.entries = 9'999}).error, "over 9999 files"));
}
