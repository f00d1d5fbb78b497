#include "offline/import_file.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "core/text.hpp"
#include "lib/archive/zip.hpp"

namespace mediumsync::offline {
namespace {

namespace fs = std::filesystem;

core::Unexpected<FileError> refused(std::string message, std::string code) {
  return core::Unexpected<FileError>({std::move(message), std::move(code), std::nullopt});
}

// As the post would be that was made from the same text: by the same rules, so that the two can be compared.
ImportedStory known_by(parse::ExportedStory story, const std::string& fallback_title, core::TimePoint now) {
  const core::SourceRules rules{.source = "import", .account = "import"};
  story.item.medium = {};
  if (!story.item.title) story.item.title = fallback_title;
  const bool has_text = !story.item.body.blocks.empty();
  auto post = core::normalise(story.item, rules, fallback_title, now);
  const core::Document& body = post ? post->body : story.item.body;
  if (post) story.item.title = post->title;
  core::Likeness likeness = core::likeness_of(*story.item.title, story.item.canonical_url, body);
  if (!has_text) likeness.text = {};
  story.item.body = {};
  return {std::move(story), std::move(likeness)};
}

// Takes the files of an export as they come.
class Reader {
 public:
  Reader(core::TimePoint now, const Importing& importing) : now_(now), importing_(importing) {}

  void read(std::string_view name, std::string_view bytes) {
    auto story = parse::exported_story(bytes, name);
    if (!story) return leave_out(name, "it is no story as Medium exports them");
    ++stories_;
    importing_.on_story(known_by(std::move(*story), std::string(name), now_));
  }
  void leave_out(std::string_view name, std::string reason) const {
    importing_.on_left_out({std::string(name), std::move(reason)});
  }
  core::Expected<void, FileError> end(const std::string& path) const {
    if (stories_ > 0) return {};
    return refused(path +
                       ": there are no stories in it; Medium's export (\"Download your information\") has them in "
                       "its folder posts",
                   "no-stories");
  }

 private:
  core::TimePoint now_;
  const Importing& importing_;
  std::size_t stories_ = 0;
};

core::Expected<void, FileError> import_zip(const std::string& path, Reader& reader) {
  const archive::ZipReading reading{.wanted = parse::is_story_file, .on_file = [&](const archive::ZipFile& file) {
                                      if (file.how == archive::Unpacked::whole)
                                        return reader.read(file.name, file.bytes);
                                      reader.leave_out(file.name, file.how == archive::Unpacked::damaged
                                                                      ? "it is damaged in the zip"
                                                                      : "it is over 16 MiB: no story is that long");
                                    }};
  const auto read = archive::read_zip(path, {}, reading);
  if (!read) return refused(path + ": " + read.error().message, "zip");
  return reader.end(path);
}

// Some browsers unpack what they download.
core::Expected<void, FileError> import_directory(const std::string& path, Reader& reader) {
  std::error_code error;
  const fs::path posts = fs::is_directory(fs::path(path) / "posts", error) ? fs::path(path) / "posts" : fs::path(path);
  std::vector<fs::path> files;
  for (auto entry = fs::directory_iterator(posts, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    if (entry->path().extension() == ".html") files.push_back(entry->path());
  }
  if (error) return refused(path + ": " + error.message(), "unreadable");
  std::ranges::sort(files);
  for (const fs::path& file : files) {
    const auto bytes = read_bytes(file.string());
    if (bytes) {
      reader.read(file.filename().string(), *bytes);
    } else {
      reader.leave_out(file.string(), bytes.error().message);
    }
  }
  return reader.end(path);
}

}  // namespace

core::Expected<void, FileError> import_file(const std::string& path, core::TimePoint now, const Importing& importing) {
  std::error_code error;
  Reader reader(now, importing);
  if (fs::is_directory(path, error)) return import_directory(path, reader);
  if (archive::is_zip(path)) return import_zip(path, reader);
  const auto bytes = read_bytes(path);
  if (!bytes) return core::Unexpected<FileError>(bytes.error());
  const std::string name = fs::path(path).filename().string();
  if (auto story = parse::exported_story(*bytes, name)) {
    importing.on_story(known_by(std::move(*story), name, now));
    return {};
  }
  auto stats = parse::stories_of_stats(*bytes);
  if (!stats) {
    return refused(path +
                       ": it is neither Medium's export (a zip, or the folder it was unpacked to), nor one of its "
                       "pages, nor https://medium.com/me/stats?format=json as saved from a browser; a feed is named by "
                       "its address",
                   "no-export");
  }
  for (parse::ExportedStory& story : *stats) importing.on_story(known_by(std::move(story), name, now));
  return {};
}

}  // namespace mediumsync::offline
