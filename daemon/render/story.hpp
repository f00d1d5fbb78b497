// Document → what Medium is sent, exactly one way. Pure.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/post.hpp"

namespace mediumsync::render {

// What goes into a create request. Image addresses of local images are filled in by `image_url`.
struct Story {
  std::string title;  // at most core::max_title_characters
  std::string html;   // begins with the title's <h1>, holds only what Medium keeps
  std::vector<std::string> tags;
  std::optional<std::string> canonical_url;
};

// Where a local image lies on Medium, as an absolute URL; for an offline rendering "upload:PATH". std::nullopt: it
// can't be had, its alt text is set instead.
using ImageUrl = std::function<std::optional<std::string>(const core::LocalImage&)>;

Story story(const core::Post& post, const ImageUrl& image_url);

// "upload:PATH", what `mediumsyncctl render` shows for a local image.
std::optional<std::string> upload_placeholder(const core::LocalImage& image);

// Every local image of a document, in reading order, each path once.
std::vector<core::LocalImage> local_images(const core::Document& document);

// Every remote image of a document, in reading order, each URL once.
std::vector<core::RemoteImage> remote_images(const core::Document& document);

// What a writer should know about a post: Medium's limits as errors and warnings, good practice as advice.
core::Findings lint(const core::Post& post);

// What was found while the post was read, and lint()'s, each once, in the order of the lines; first what has none.
core::Findings all_findings(const core::Post& post);

}  // namespace mediumsync::render
