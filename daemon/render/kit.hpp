// The kit: all that somebody without a token needs to publish a post on Medium by hand, on one page. It works offline,
// on a telephone and with a keyboard; its one small script copies. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "render/reading_page.hpp"

namespace mediumsync::render {

// Whether the post becomes `published` once its story is in the author's feed, or only by `mediumsyncctl done`.
enum class Settling { by_itself, by_a_person };

// Something to know before anything is done, and the command that it asks for.
struct KitNotice {
  std::string text;
  std::optional<std::string> command;
};

// What the page says that is not the post's own.
struct KitFacts {
  core::PostId post;
  std::string site;  // Medium's; no slash at its end
  std::vector<KitNotice> notices;
  Settling settling = Settling::by_a_person;
};

// A local image, which no paste can carry: it is added by hand.
struct KitImage {
  std::string name;  // of a file: safe, and in the order of the story
  std::string path;  // as core::LocalImage has it
  std::string alt;
  std::string caption;
  bool operator==(const KitImage&) const = default;
};

struct Kit {
  std::string html;
  std::vector<KitImage> images;  // in the order of the story, each path once
};

Kit kit(const core::Post& post, const PageImages& images, const KitFacts& facts);

}  // namespace mediumsync::render
