// What people, editors, copying programs and file systems do to a folder.
#include <filesystem>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "integration/folder_world.hpp"

using namespace mediumsync;
using namespace mediumsync::integration;

namespace {

std::string post(const std::string& title, const std::string& text) {
  return "# " + title + "\n\n" + text + "\n";
}

// The posts of the line, in the order in which they go.
std::vector<std::string> line(FolderWorld& world) {
  std::vector<std::string> origins;
  for (const queue::Record& record : world.queue->waiting("main", std::nullopt, 100)) origins.push_back(record.origin);
  return origins;
}

// A save by one program: `drop` is the folder, `text` what a.md holds afterwards.
struct Program {
  std::string name;
  std::function<void(const fs::path& drop, const std::string& text)> save;
};

void put(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

const std::vector<Program> programs{
    {"vim with a backup",
     [](const fs::path& drop, const std::string& text) {
       put(drop / ".a.md.swp", "b0VIM 9.0");
       put(drop / "4913", "");
       fs::remove(drop / "4913");
       fs::rename(drop / "a.md", drop / "a.md~");
       put(drop / "a.md", text);
       fs::remove(drop / "a.md~");
       fs::remove(drop / ".a.md.swp");
     }},
    {"emacs",
     [](const fs::path& drop, const std::string& text) {
       fs::create_symlink("jane@host.1:2", drop / ".#a.md");
       put(drop / "#a.md#", text);
       fs::copy_file(drop / "a.md", drop / "a.md~", fs::copy_options::overwrite_existing);
       put(drop / "a.md", text);
       fs::remove(drop / "#a.md#");
       fs::remove(drop / ".#a.md");
     }},
    {"VS Code",
     [](const fs::path& drop, const std::string& text) {
       put(drop / "a.md", "");
       put(drop / "a.md", text);
     }},
    {"gedit",
     [](const fs::path& drop, const std::string& text) {
       put(drop / ".goutputstream-X1Y2Z3", text);
       fs::rename(drop / ".goutputstream-X1Y2Z3", drop / "a.md");
     }},
    {"LibreOffice",
     [](const fs::path& drop, const std::string& text) {
       put(drop / ".~lock.a.md#", ",jane,host,22.11.2026");
       put(drop / "lu12345.tmp", text);
       fs::rename(drop / "lu12345.tmp", drop / "a.md");
       fs::remove(drop / ".~lock.a.md#");
     }},
    {"rsync",
     [](const fs::path& drop, const std::string& text) {
       put(drop / ".a.md.Xy12Zz", text.substr(0, text.size() / 2));
       put(drop / ".a.md.Xy12Zz", text);
       fs::rename(drop / ".a.md.Xy12Zz", drop / "a.md");
     }},
    {"scp and curl and wget, in place",
     [](const fs::path& drop, const std::string& text) {
       std::ofstream file(drop / "a.md", std::ios::binary);
       for (const char c : text) file << c << std::flush;
     }},
    {"Syncthing",
     [](const fs::path& drop, const std::string& text) {
       put(drop / ".syncthing.a.md.tmp", text);
       fs::rename(drop / ".syncthing.a.md.tmp", drop / "a.md");
     }},
    {"Syncthing on other file systems",
     [](const fs::path& drop, const std::string& text) {
       put(drop / "~syncthing~a.md.tmp", text);
       fs::rename(drop / "~syncthing~a.md.tmp", drop / "a.md");
     }},
    {"Dropbox",
     [](const fs::path& drop, const std::string& text) {
       fs::create_directories(drop / ".dropbox.cache/new_files");
       put(drop / ".dropbox.cache/new_files/0a1b.md", text);
       fs::rename(drop / ".dropbox.cache/new_files/0a1b.md", drop / "a.md");
     }},
    {"Firefox",
     [](const fs::path& drop, const std::string& text) {
       put(drop / "a.md", "");
       put(drop / "Zk3a.md.part", text);
       fs::rename(drop / "Zk3a.md.part", drop / "a.md");
     }},
    {"Chromium",
     [](const fs::path& drop, const std::string& text) {
       put(drop / "Unconfirmed 12345.crdownload", text);
       fs::rename(drop / "Unconfirmed 12345.crdownload", drop / "a.md");
     }},
};

}  // namespace

TEST_CASE("a save by any program is one new text of the one post") {
  for (const Program& program : programs) {
    CAPTURE(program.name);
    FolderWorld world;
    source::FolderSettings settings = world.settings();
    settings.include = {"*"};
    settings.settle = 100ms;
    world.start({settings});
    world.write("a.md", post("A", "The first text."));
    REQUIRE(world.await_state("a.md", State::queued));
    const core::PostId id = world.find("a.md")->id;
    const std::int64_t last = world.queue->last_event();
    program.save(world.drop(), post("A", "The second text, by " + program.name + "."));
    REQUIRE(world.await([&] {
      const auto text = world.queue->post(id);
      return text && core::plain_text(text->body).find(program.name) != std::string::npos;
    }));
    world.rest();
    CHECK(world.all() == 1);
    CHECK(world.find("a.md")->state == State::queued);
    int texts = 0;
    for (const queue::Event& event : world.queue->events(last, 100)) texts += event.kind == "superseded" ? 1 : 0;
    CHECK(texts <= 1);
  }
}

TEST_CASE("a file that comes in slow pieces is taken once and whole") {
  FolderWorld world;
  source::FolderSettings settings = world.settings();
  settings.settle = 300ms;
  world.start({settings});
  std::ofstream file(world.drop() / "slow.md", std::ios::binary);
  file << "# Slow\n\n" << std::flush;
  for (int piece = 0; piece < 6; ++piece) {
    CHECK_FALSE(world.await([&] { return world.all() > 0; }, 120ms));
    file << "Piece " << piece << ". " << std::flush;
  }
  file.close();
  REQUIRE(world.await_state("slow.md", State::queued));
  CHECK(core::plain_text(world.queue->post(world.find("slow.md")->id)->body).find("Piece 5.") != std::string::npos);
  CHECK(world.queue->events(0, 100).size() == 1);
}

TEST_CASE("a renamed file stays the same post at its place whatever has become of it") {
  FolderWorld world;
  world.start();
  for (const std::string name : {"first", "held", "sent", "last"}) {
    world.write_post(name);
    REQUIRE(world.await_state(name + ".md", State::queued));
  }
  REQUIRE(world.queue->hold(world.find("held.md")->id, SourceWorld::now()));
  const core::PostId sent = world.publish("sent.md");
  const core::PostId first = world.find("first.md")->id;
  fs::create_directory(world.drop() / "deep");
  for (const std::string name : {"first", "held", "sent"})
    fs::rename(world.drop() / (name + ".md"), world.drop() / "deep" / (name + "-renamed.md"));
  REQUIRE(world.await_state("deep/first-renamed.md", State::queued));
  REQUIRE(world.await_state("deep/held-renamed.md", State::held));
  REQUIRE(world.await_state("deep/sent-renamed.md", State::published));
  world.rest();
  CHECK(world.find("deep/first-renamed.md")->id == first);
  CHECK(world.find("deep/sent-renamed.md")->id == sent);
  CHECK(line(world) == std::vector<std::string>{"deep/first-renamed.md", "last.md"});
  CHECK(world.all() == 4);
}

TEST_CASE("a file that was renamed while nobody watched is known by its text and a copy is not taken for it") {
  FolderWorld world;
  world.start();
  world.write_post("one");
  world.write_post("two");
  REQUIRE(world.await_count(State::queued, 2));
  world.sources.reset();
  world.queue->set_observer({});
  fs::rename(world.drop() / "one.md", world.drop() / "renamed.md");
  fs::copy_file(world.drop() / "two.md", world.drop() / "copy.md");
  world.start();
  REQUIRE(world.await_state("renamed.md", State::queued));
  REQUIRE(world.await_state("copy.md", State::skipped));
  CHECK(world.find("copy.md")->cause == Cause::duplicate);
  world.rest();
  CHECK_FALSE(world.find("one.md"));
  CHECK(world.find("two.md")->state == State::queued);
  CHECK(world.all() == 3);
}

TEST_CASE("a file that is moved to another watched folder is the same post there") {
  FolderWorld world;
  source::FolderSettings other = world.settings();
  other.path = (world.directory / "other").string();
  other.rules = rules_of("other");
  fs::create_directory(other.path);
  world.start({world.settings(), other});
  world.write_post("one");
  world.write_post("sent");
  REQUIRE(world.await_count(State::queued, 2));
  const core::PostId id = world.find("one.md")->id;
  world.publish("sent.md");
  fs::rename(world.drop() / "one.md", fs::path(other.path) / "one.md");
  fs::rename(world.drop() / "sent.md", fs::path(other.path) / "elsewhere.md");
  REQUIRE(world.await([&] {
    const auto record = world.queue->find(id);
    return record->source == "other" && record->state == State::queued;
  }));
  REQUIRE(world.await_state("elsewhere.md", State::published));
  world.rest();
  CHECK(world.all() == 2);
}

TEST_CASE("a post that waits goes with its file and takes every edit at its place") {
  FolderWorld world;
  world.start();
  for (const std::string name : {"a", "b", "c"}) {
    world.write_post(name);
    REQUIRE(world.await_state(name + ".md", State::queued));
  }
  world.write("a.md", post("A", "Edited."));
  REQUIRE(world.await([&] { return world.find("a.md")->title == "A"; }));
  CHECK(line(world) == std::vector<std::string>{"a.md", "b.md", "c.md"});
  world.write("b.md", "---\ndraft: true\n---\n# b\n\nAbout b.\n");
  REQUIRE(world.await_state("b.md", State::skipped));
  CHECK(world.find("b.md")->cause == Cause::draft);
  CHECK(world.find("b.md")->reason->find("draft") != std::string::npos);
  fs::remove(world.drop() / "a.md");
  REQUIRE(world.await_state("a.md", State::skipped));
  CHECK(world.find("a.md")->reason->find("deleted") != std::string::npos);
  CHECK(line(world) == std::vector<std::string>{"c.md"});
  world.write("b.md", "# b\n\nAbout b.\n");
  REQUIRE(world.await_state("b.md", State::queued));
  world.write("a.md", post("A", "Edited."));
  REQUIRE(world.await_state("a.md", State::queued));
  CHECK(line(world) == std::vector<std::string>{"a.md", "c.md", "b.md"});
}

TEST_CASE("names of every kind are listed whole and no content stops the others") {
  FolderWorld world;
  const std::string longest(252, 'x');
  for (const std::string& name : {std::string("two\nlines"), std::string("f\xff"), longest, std::string("caf\xc3\xa9")})
    world.write(name + ".md", post("Of " + std::to_string(name.size()), "Text " + std::to_string(name.size()) + "."));
  world.write("bom.md", "\xef\xbb\xbf# Bom\r\n\r\nLines end as they may.\r\n");
  world.write("nul.md", std::string("# Nul\n\nA\0B.\n", 13));
  world.write("empty.md", "");
  world.write("huge.md", "# Huge\n");
  fs::resize_file(world.drop() / "huge.md", std::uintmax_t{10} << 30);
  world.start();
  REQUIRE(world.await_count(State::queued, 6));
  REQUIRE(world.await_state("huge.md", State::failed));
  CHECK(world.find("huge.md")->reason->find("more than the 16 MiB") != std::string::npos);
  REQUIRE(world.await_state("empty.md", State::failed));
  world.rest();
  CHECK(world.all() == 8);
}

TEST_CASE("names that differ in case or Unicode form alone are posts of their own") {
  FolderWorld world;
  world.start();
  world.write("Post.md", post("One", "Upper."));
  world.write("post.md", post("Two", "Lower."));
  world.write("caf\xc3\xa9.md", post("Three", "Composed."));
  world.write("cafe\xcc\x81.md", post("Four", "Decomposed."));
  REQUIRE(world.await_count(State::queued, 4));
  CHECK(world.find("Post.md")->title == "One");
  CHECK(world.find("post.md")->title == "Two");
  CHECK(world.find("caf\xc3\xa9.md")->title == "Three");
  fs::remove(world.drop() / "Post.md");
  REQUIRE(world.await_state("Post.md", State::skipped));
  CHECK(world.find("post.md")->state == State::queued);
}

TEST_CASE("a folder that is unmounted is missing and nothing of it counts as deleted until it is back") {
  FolderWorld world;
  if (::mount("tmpfs", world.drop().c_str(), "tmpfs", 0, "size=1m") != 0) {
    MESSAGE("skipped: nothing can be mounted here");
    return;
  }
  struct Mounted {
    fs::path path;
    ~Mounted() { ::umount2(path.c_str(), MNT_DETACH); }
  };
  const Mounted mounted{world.drop()};
  fs::create_directory(world.directory / "aside");
  world.write_post("one");
  world.start();
  REQUIRE(world.await_state("one.md", State::queued));
  REQUIRE(::mount(world.drop().c_str(), (world.directory / "aside").c_str(), nullptr, MS_BIND, nullptr) == 0);
  const Mounted aside{world.directory / "aside"};
  REQUIRE(::umount2(world.drop().c_str(), MNT_DETACH) == 0);
  world.poll();
  CHECK(world.view().health == source::Health::missing);
  CHECK(world.view().reason->find("not mounted") != std::string::npos);
  CHECK(world.find("one.md")->state == State::queued);
  REQUIRE(::mount((world.directory / "aside").c_str(), world.drop().c_str(), nullptr, MS_BIND, nullptr) == 0);
  world.write_post("two");
  REQUIRE(world.await_state("two.md", State::queued));
  CHECK(world.view().health == source::Health::ok);
  CHECK(world.find("one.md")->state == State::queued);
}

TEST_CASE("a subfolder whose rights are lost is said and its posts stay until it can be read again") {
  FolderWorld world;
  constexpr uid_t nobody = 65534;
  const bool as_root = ::geteuid() == 0;
  fs::create_directory(world.drop() / "locked");
  world.write("locked/one.md", post("One", "Text."));
  if (as_root) {
    for (const fs::path& path : {world.drop(), world.drop() / "locked", world.drop() / "locked/one.md"})
      REQUIRE(::chown(path.c_str(), nobody, nobody) == 0);
    ::chmod(world.directory.path().c_str(), 0755);
    REQUIRE(::seteuid(nobody) == 0);
  }
  struct Back {
    bool needed;
    ~Back() {
      if (needed) static_cast<void>(::seteuid(0));
    }
  };
  const Back back{as_root};
  world.start();
  REQUIRE(world.await_state("locked/one.md", State::queued));
  REQUIRE(::chmod((world.drop() / "locked").c_str(), 0) == 0);
  REQUIRE(world.await([&] { return world.view().reason.has_value(); }));
  CHECK(world.view().reason->find("can't read locked") != std::string::npos);
  CHECK(world.view().health == source::Health::ok);
  CHECK(world.find("locked/one.md")->state == State::queued);
  REQUIRE(::chmod((world.drop() / "locked").c_str(), 0755) == 0);
  world.write("locked/two.md", post("Two", "Text."));
  REQUIRE(world.await_state("locked/two.md", State::queued));
  REQUIRE(world.await([&] { return !world.view().reason; }));
  CHECK(world.find("locked/one.md")->state == State::queued);
}
