#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "integration/source_world.hpp"

namespace mediumsync::integration {

namespace fs = std::filesystem;

// One watched folder, "drop".
class FolderWorld : public SourceWorld {
 public:
  FolderWorld() { fs::create_directory(drop()); }

  fs::path drop() const { return directory / "drop"; }

  source::FolderSettings settings() const {
    source::FolderSettings settings;
    settings.path = drop().string();
    settings.include = {"*.md", "*.html"};
    settings.settle = 50ms;
    settings.rules = rules_of("drop");
    return settings;
  }
  // One more folder, inside of "drop".
  source::FolderSettings settings_of(const std::string& name) const {
    fs::create_directories(drop() / name);
    source::FolderSettings folder = settings();
    folder.path = (drop() / name).string();
    folder.rules = rules_of(name);
    return folder;
  }
  using SourceWorld::start;
  void start() { start({settings()}); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(drop() / name, std::ios::binary) << text;
  }
  void write_post(const std::string& title) const { write(title + ".md", "# " + title + "\n\nAbout " + title + ".\n"); }

  static std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  bool await_file(const std::string& name) {
    return await([&] { return fs::exists(drop() / name); });
  }
  // Until everything that was there has been looked at and taken in.
  void rest() {
    poll();
    poll();
  }

  // As the publisher does it, without one.
  core::PostId publish(const std::string& origin) {
    queue::Settlement published;
    published.next = State::published;
    published.outcome = "published";
    published.story = queue::PublishedStory{.medium_id = "m", .url = "https://medium.com/p/m", .note = {}};
    return settle(origin, published);
  }
  core::PostId fail(const std::string& origin) {
    queue::Settlement failed;
    failed.next = State::failed;
    failed.cause = Cause::refused;
    failed.outcome = "refused";
    failed.reason = "Medium said no";
    return settle(origin, failed);
  }

 private:
  core::PostId settle(const std::string& origin, const queue::Settlement& settlement) {
    const core::PostId id = find(origin).value().id;
    REQUIRE(queue->publish_now(id, now()));
    const auto claim = queue->claim_due("main", std::nullopt, queue::Lane::personal, now());
    REQUIRE(claim.has_value());
    REQUIRE(claim->record.id == id);
    queue->mark_sending(claim->attempt, now());
    queue->settle(*claim, settlement, now());
    return id;
  }
};

}  // namespace mediumsync::integration
