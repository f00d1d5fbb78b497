#include "source/understand.hpp"

#include <utility>

#include "core/document_images.hpp"
#include "core/text.hpp"
#include "lib/crypto/digest.hpp"
#include "parse/document.hpp"
#include "source/bundle.hpp"
#include "source/file_names.hpp"

namespace mediumsync::source {
namespace {

bool has_local_images(core::Item& item) {
  bool found = false;
  item.body = core::decide_local_images(std::move(item.body), [&found](const core::LocalImage&) {
    found = true;
    return core::KeepImage{};
  });
  return found;
}

fs::ReadError changing(const std::string& path) {
  return {fs::ReadProblem::changing, core::printable(core::sanitise_utf8(path)) + ": is being changed"};
}

}  // namespace

RawFile read_now(RawFile file, const fs::Directory& directory) {
  const auto* unread = std::get_if<Unread>(&file.content);
  if (unread == nullptr) return file;
  if (unread->writers == Unread::Writers::waited_for && directory.is_being_written(file.path)) {
    file.content = changing(file.path);
    return file;
  }
  auto got = directory.read(file.path, static_cast<std::size_t>(file.stamp.size));
  if (auto* error = std::get_if<fs::ReadError>(&got)) {
    const bool grown = error->problem == fs::ReadProblem::too_large;
    file.content = grown ? changing(file.path) : std::move(*error);
    const auto stamp = directory.stamp(file.path);
    const auto* found = std::get_if<fs::Stamp>(&stamp);
    file.stamp = found != nullptr ? *found : fs::Stamp{};
    return file;
  }
  auto& content = std::get<fs::FileContent>(got);
  if (content.stamp == file.stamp) {
    file.content = std::move(content.bytes);
  } else {
    file.content = changing(file.path);
  }
  return file;
}

Intake intake_of(const Recipe& recipe, const Taken& taken) {
  Intake intake{.origin = taken.origin,
                .fallback_title = name_of_post(taken.home),
                .rules = recipe.rules,
                .plan = recipe.plan,
                .state = recipe.state,
                .cause = recipe.cause,
                .reason = recipe.reason,
                .base_url = recipe.base_url,
                .rules_digest = recipe.rules_digest};
  const bool goes = recipe.state == core::State::queued;
  if (goes && is_conflict_copy(std::string_view(taken.path).substr(taken.path.rfind('/') + 1))) {
    intake.state = core::State::skipped;
    intake.cause = queue::Cause::author;
    intake.reason =
        "a copy that a synchronising program made of a file that was changed in two places: bring the two together and "
        "delete it, or give it a name of its own";
  }
  return intake;
}

Taken understand(RawFile file, const Recipe& recipe, core::TimePoint now) {
  Taken taken{std::move(file.path), std::move(file.home), std::move(file.origin), file.stamp, fs::ReadError{}};
  if (auto* error = std::get_if<fs::ReadError>(&file.content)) {
    taken.what = std::move(*error);
    return taken;
  }
  const std::string& bytes = std::get<std::string>(file.content);
  const Intake in = intake_of(recipe, taken);
  const auto format = parse::format_of(taken.path).value_or(parse::Format::markdown);
  auto item = parse::document(bytes, format, {taken.home, recipe.base_url});
  if (!item) {
    taken.what = broken(in, to_string(item.error()), crypto::sha256_hex(bytes));
  } else if (has_local_images(*item)) {
    taken.what = std::move(*item);
  } else {
    queue::Arrival arrival = arrive(in, std::move(*item), {}, Dates::part_of_post, now);
    if (arrival.post) {
      arrival.prepared = queue::prepare(*arrival.post);
      arrival.post->body = {};  // a tree of small pieces, better freed where it was made than on the loop's thread
    }
    taken.what = std::move(arrival);
  }
  return taken;
}

}  // namespace mediumsync::source
