// What a changed configuration means for posts that are known.
#include "source/folder.hpp"
#include "source/intake.hpp"

namespace mediumsync::source {

// The files of posts that wait, and those that are to be posts no more, are looked at as if they had changed; what was
// sent was sent as the configuration had it then. Until that is done, and be it after a restart, the posts themselves
// know under which rules they were read.
void Folder::read_anew_under_new_rules() {
  const std::string rules = digest_of(settings_.rules, settings_.base_url);
  for (const std::string& origin : world_.queue.under_other_rules(settings_.rules.source, rules)) {
    if (const auto text = known_text_of(origin)) known_.at(*text).stamp.changed_ns = 0;
  }
  for (auto& [path, known] : known_) {
    if (!is_post(path)) known.stamp.changed_ns = 0;
  }
}

void Folder::save_record(const std::function<void(queue::SourceRecord&)>& change) {
  queue::SourceRecord record =
      world_.queue.source(settings_.rules.source).value_or(queue::SourceRecord{.name = settings_.rules.source});
  record.url = settings_.path;
  change(record);
  world_.queue.save_source(record);
}

}  // namespace mediumsync::source
