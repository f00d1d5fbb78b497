#include "e2e/world.hpp"

#include <doctest/doctest.h>
#include <fstream>

namespace mediumsync::e2e {

World::World(const Setup& setup) : sandbox({"--files", directory.path().string()}), daemon(directory.path()) {
  std::filesystem::create_directory(folder());
  write(directory / "token", std::string(token) + "\n");
  std::filesystem::permissions(directory / "token", std::filesystem::perms::owner_read);
  configure(setup);
}

void World::configure(const Setup& setup) const {
  daemon.configure("[log]\nlevel = \"debug\"\n[fetch]\nallow_private_networks = true\n" + setup.fetch +
                   "[schedule]\ntimezone = \"UTC\"\n" + setup.schedule +
                   "[[account]]\nname = \"main\"\ntoken = \"file:" + (directory / "token").string() + "\"\napi = \"" +
                   sandbox.api() + "\"\nsite = \"" + sandbox.base() + "\"\nstatus = \"" + setup.status + "\"\n" +
                   setup.account + "[[folder]]\nname = \"drop\"\npath = \"" + folder().string() +
                   "\"\naccount = \"main\"\nsettle = \"100ms\"\n" + setup.folder + setup.more);
}

void World::write(const std::filesystem::path& file, const std::string& bytes) const {
  std::ofstream(file, std::ios::binary) << bytes;
}

void World::drop_post(const std::string& title) const {
  drop(title + ".md", "# " + title + "\n\nA paragraph about " + title + ".\n");
}

void World::await(const std::string& what, const std::function<bool()>& predicate) const {
  INFO("waited for: " << what);
  const bool came = eventually(predicate);
  if (!came) FAIL("it never came; the daemon's log: " << daemon.log());
}

std::vector<Json> World::posts() const {
  const Json answer = daemon.ask({"list", "--limit", "1000"});
  return answer.at("posts").get<std::vector<Json>>();
}

Json World::post(const std::string& title) const {
  for (const Json& one : posts()) {
    if (one.at("title") == title) return one;
  }
  return nullptr;
}

std::string World::state(const std::string& title) const {
  const Json found = post(title);
  return found.is_null() ? "absent" : found.at("state").get<std::string>();
}

Json World::account(const std::string& name) const {
  const Json answer = daemon.ask({"accounts"});
  for (const Json& one : answer.at("accounts")) {
    if (one.at("name") == name) return one;
  }
  return nullptr;
}

void World::await_state(const std::string& title, const std::string& wanted) const {
  await(title + " is " + wanted, [&] { return state(title) == wanted; });
}

std::vector<Json> World::stories(const std::string& title) const {
  std::vector<Json> found;
  const Json state = sandbox.get("/state");
  for (const Json& story : state.at("stories")) {
    if (story.at("title") == title) found.push_back(story);
  }
  return found;
}

void World::next_posts_meet(const std::string& fault) const {
  sandbox.post("/faults", {{"fault", fault}, {"match", "posts"}, {"count", 1}});
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string tiny_png() {
  static constexpr unsigned char bytes[] = {
      0x89, 'P',  'N',  'G',  0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 'I',  'H',  'D',  'R',  0x00, 0x00,
      0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1f, 0x15, 0xc4, 0x89, 0x00, 0x00, 0x00,
      0x0d, 'I',  'D',  'A',  'T',  0x78, 0xda, 0x63, 0xfc, 0xcf, 0xc0, 0x50, 0x0f, 0x00, 0x04, 0x85, 0x01, 0x80,
      0x84, 0xa9, 0x8c, 0x21, 0x00, 0x00, 0x00, 0x00, 'I',  'E',  'N',  'D',  0xae, 0x42, 0x60, 0x82};
  return {std::begin(bytes), std::end(bytes)};
}

}  // namespace mediumsync::e2e
