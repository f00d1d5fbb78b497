#include "offline/import_file.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>
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

// Each page says the day on which the export was made. That is Medium's own word and stays what it is when the export
// is unpacked, packed again or copied, so it comes before the times that the zip has of its files; those tell the
// moment within that day. `written`: the earliest of them. The time of the downloaded file says when it was downloaded.
std::optional<Made> made_at(std::optional<core::TimePoint> day, std::optional<core::TimePoint> written) {
  using namespace std::chrono_literals;
  if (day && !(written && *written >= *day && *written < *day + 24h)) return Made{*day, *day + 24h - 1s};
  return written ? std::optional(Made{*written, *written}) : std::nullopt;
}

// Takes the files of an export as they come.
class Reader {
 public:
  Reader(core::TimePoint now, const Importing& importing) : now_(now), importing_(importing) {}

  void read(std::string_view name, std::string_view bytes) {
    if (parse::is_earnings_file(name)) return read_earnings(bytes);
    auto story = parse::exported_story(bytes, name);
    if (!story) return leave_out(name, "it is no story as Medium exports them");
    ++stories_;
    if (story->author) authors_.insert(*story->author);
    if (story->draft == core::Draft::no) newest_ = std::max(newest_, story->item.date);
    // Two exports that were unpacked into one folder are as old as the older one.
    if (story->exported_on) day_ = std::min(day_.value_or(*story->exported_on), *story->exported_on);
    importing_.on_story(known_by(std::move(*story), std::string(name), now_));
  }
  void read_earnings(std::string_view bytes) {
    for (parse::ExportedFigures& one : parse::earnings_of(bytes)) {
      ++figures_;
      importing_.on_figures(std::move(one));
    }
  }
  void leave_out(std::string_view name, std::string reason) {
    left_out_ = true;
    importing_.on_left_out({std::string(name), std::move(reason)});
  }
  // `written`: when its files were, at the earliest, as the zip has it.
  enum class Extent { whole, part };
  core::Expected<Imported, FileError> end(const std::string& path, Extent extent,
                                          std::optional<core::TimePoint> written) const {
    if (stories_ == 0 && figures_ == 0) {
      return refused(path +
                         ": there are no stories in it; Medium's export (\"Download your information\") has them in "
                         "its folder posts",
                     "no-stories");
    }
    Imported imported{.name = import_name(path), .author = {}, .whole_until = {}, .made = made_at(day_, written)};
    if (authors_.size() == 1) imported.author = *authors_.begin();
    // It has what was there when it was made, and that was after its newest story.
    if (extent == Extent::whole && !left_out_ && stories_ > 0) {
      const auto made = imported.made ? std::optional(imported.made->at) : std::nullopt;
      imported.whole_until = std::max(newest_, made);
    }
    if (imported.whole_until) imported.whole_until = std::min(*imported.whole_until, now_);
    return imported;
  }

 private:
  core::TimePoint now_;
  const Importing& importing_;
  std::size_t stories_ = 0;
  std::size_t figures_ = 0;
  bool left_out_ = false;
  std::set<std::string> authors_;
  std::optional<core::TimePoint> newest_;
  std::optional<core::TimePoint> day_;
};

bool is_wanted(std::string_view name) {
  return parse::is_story_file(name) || parse::is_earnings_file(name);
}

core::Expected<Imported, FileError> import_zip(const std::string& path, Reader& reader) {
  std::optional<core::TimePoint> written;
  const archive::ZipReading reading{.wanted = is_wanted, .on_file = [&](const archive::ZipFile& file) {
                                      if (file.written)
                                        written =
                                            std::min<core::TimePoint>(written.value_or(*file.written), *file.written);
                                      if (file.how == archive::Unpacked::whole)
                                        return reader.read(file.name, file.bytes);
                                      reader.leave_out(file.name, file.how == archive::Unpacked::damaged
                                                                      ? "it is damaged in the zip"
                                                                      : "it is over 16 MiB: no story is that long");
                                    }};
  const auto read = archive::read_zip(path, {}, reading);
  if (!read) return refused(path + ": " + read.error().message, "zip");
  return reader.end(path, Reader::Extent::whole, written);
}

// Its pages, by name.
core::Expected<std::vector<fs::path>, FileError> pages_in(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  for (auto entry = fs::directory_iterator(folder, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    if (entry->path().extension() == ".html") files.push_back(entry->path());
  }
  if (error) return refused(folder.string() + ": " + error.message(), "unreadable");
  std::ranges::sort(files);
  return files;
}

void read_page(const fs::path& file, const std::string& name, Reader& reader) {
  const auto bytes = read_bytes(file.string());
  if (bytes) {
    reader.read(name, *bytes);
  } else {
    reader.leave_out(file.string(), bytes.error().message);
  }
}

// Some browsers unpack what they download. When that was says nothing of when the export was made.
core::Expected<Imported, FileError> import_directory(const std::string& path, Reader& reader) {
  std::error_code error;
  const bool has_posts = fs::is_directory(fs::path(path) / "posts", error);
  const bool has_all = has_posts && fs::is_regular_file(fs::path(path) / "README.html", error);
  const auto stories = pages_in(has_posts ? fs::path(path) / "posts" : fs::path(path));
  if (!stories) return core::Unexpected<FileError>(stories.error());
  for (const fs::path& file : *stories) read_page(file, file.filename().string(), reader);
  if (const auto earnings = pages_in(fs::path(path) / "partner-program")) {
    for (const fs::path& file : *earnings) read_page(file, "partner-program/" + file.filename().string(), reader);
  }
  return reader.end(path, has_all ? Reader::Extent::whole : Reader::Extent::part, std::nullopt);
}

core::Unexpected<FileError> no_statistics(const std::string& path, const std::vector<parse::StatsMistake>& mistakes) {
  const std::string anew =
      ": save https://medium.com/me/stats?format=json anew from the browser in which you are signed in";
  if (mistakes.empty()) return refused(path + ": its list of stories (payload.value) is empty" + anew, "no-stories");
  return refused(path + ": none of its " + std::to_string(mistakes.size()) + " entries tells of a story; " +
                     mistakes.front().where + " " + mistakes.front().what + anew + ", and leave it as it is",
                 "no-stories");
}

}  // namespace

std::string import_name(const std::string& path) {
  std::error_code error;
  const fs::path whole = fs::absolute(path, error).lexically_normal();
  const fs::path named = whole.has_filename() ? whole : whole.parent_path();
  const auto size = fs::file_size(named, error);
  std::string name = core::sanitise_utf8(named.filename().string());
  if (!error) name += " of " + std::to_string(size) + " bytes";
  const auto changed = fs::last_write_time(named, error);
  if (error) return name;
  const auto written = std::chrono::time_point_cast<core::Duration>(std::chrono::file_clock::to_sys(changed));
  return name + " of " + std::to_string(written.time_since_epoch().count());
}

core::Expected<Imported, FileError> import_file(const std::string& path, core::TimePoint now,
                                                const Importing& importing) {
  std::error_code error;
  Reader reader(now, importing);
  const fs::file_status status = fs::status(path, error);
  if (fs::is_directory(status)) return import_directory(path, reader);
  // A pipe would be waited for, without end.
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    return refused(path +
                       ": it is no file or folder but a pipe, a socket or a device; save what it gives to a file and "
                       "import that",
                   "unreadable");
  }
  if (archive::is_zip(path)) return import_zip(path, reader);
  const auto bytes = read_bytes(path);
  if (!bytes) return core::Unexpected<FileError>(bytes.error());
  const std::string name = fs::path(path).filename().string();
  Imported imported{.name = import_name(path), .author = {}, .whole_until = {}, .made = {}};
  if (auto story = parse::exported_story(*bytes, name)) {
    imported.made = made_at(story->exported_on, std::nullopt);
    importing.on_story(known_by(std::move(*story), name, now));
    return imported;
  }
  if (auto earnings = parse::earnings_of(*bytes); !earnings.empty()) {
    for (parse::ExportedFigures& one : earnings) importing.on_figures(std::move(one));
    return imported;
  }
  auto stats = parse::stories_of_stats(*bytes);
  if (!stats) {
    return refused(path +
                       ": it is neither Medium's export (a zip, or the folder it was unpacked to), nor one of its "
                       "pages, nor https://medium.com/me/stats?format=json as saved from a browser; a feed is named by "
                       "its address",
                   "no-export");
  }
  auto figures = parse::figures_of_stats(*bytes);
  const auto mistakes = parse::mistakes_in_stats(*bytes);
  if (stats->empty() && figures.empty()) return no_statistics(path, mistakes);
  if (!mistakes.empty()) {
    const std::string others =
        mistakes.size() > 1 ? "; and so with " + std::to_string(mistakes.size() - 1) + " more" : std::string();
    importing.on_left_out({path, mistakes.front().where + " " + mistakes.front().what + others});
  }
  for (parse::ExportedStory& story : *stats) importing.on_story(known_by(std::move(story), name, now));
  for (parse::ExportedFigures& one : figures) importing.on_figures(std::move(one));
  return imported;
}

}  // namespace mediumsync::offline
