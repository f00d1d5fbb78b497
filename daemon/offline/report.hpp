// What the offline verbs print: for people, for editors that jump to `file:line:`, and as JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/finding.hpp"
#include "core/post.hpp"
#include "offline/import_file.hpp"
#include "offline/read_file.hpp"
#include "parse/feed.hpp"

namespace mediumsync::offline {

enum class Output { text, json };

// One file of a `check`.
struct Checked {
  std::string file;
  core::Expected<core::Post, FileError> post;
  core::Findings findings;
};

bool has_errors(const Checked& checked);
void print_checked(const std::vector<Checked>& files, Output output);
void print_rendered(const core::Post& post, Output output);
// The reading page.
void print_page(const std::string& file, const Illustrated& read, Output output);
// The parameters of one io.mediumsync.Import call; the last one of a file says what all of it proves.
struct ImportCall {
  std::string name;
  std::vector<ImportedStory> stories;
  std::vector<parse::ExportedFigures> figures;
};
void print_import(const ImportCall& call, const std::optional<Imported>& end = std::nullopt);
void print_packed(const Packed& packed);
void print_feed(const parse::Feed& feed, Output output);

}  // namespace mediumsync::offline
