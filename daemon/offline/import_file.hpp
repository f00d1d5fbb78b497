// What a person saved of Medium (the account's export, one of its pages, the statistics), as `mediumsyncctl import`
// sends it: the few facts by which a story is known again, and no text.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/expected.hpp"
#include "core/likeness.hpp"
#include "core/time.hpp"
#include "offline/read_file.hpp"
#include "parse/medium_export.hpp"
#include "parse/medium_figures.hpp"

namespace mediumsync::offline {

struct ImportedStory {
  parse::ExportedStory story;  // without its body
  core::Likeness likeness;
};

// What stands in the export and is no story, and why.
struct LeftOut {
  std::string file;
  std::string reason;
};

// Told while it goes on.
struct Importing {
  std::function<void(ImportedStory story)> on_story;
  std::function<void(parse::ExportedFigures figures)> on_figures;
  std::function<void(const LeftOut& file)> on_left_out;
};

// When Medium made what was imported: at `at` at the earliest, and at `until` at the latest.
struct Made {
  core::TimePoint at;
  core::TimePoint until;
};

// What all of it says together.
struct Imported {
  std::string name;                            // the same for the same file
  std::optional<std::string> author;           // whose it is, where its pages agree
  std::optional<core::TimePoint> whole_until;  // of a whole export: it has every story that there was then
  std::optional<Made> made;                    // nothing of what was imported may tell
};

// What a file is called among imports, before it is read.
std::string import_name(const std::string& path);

// A zip, the directory that it was unpacked to, one HTML page of it, or JSON.
core::Expected<Imported, FileError> import_file(const std::string& path, core::TimePoint now,
                                                const Importing& importing);

}  // namespace mediumsync::offline
