// The images beside a post: read beneath its folder, or accounted for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/post.hpp"
#include "lib/fs/directory.hpp"
#include "source/sources.hpp"

namespace mediumsync::source {

struct CollectedImages {
  core::Document document;  // what can't be uploaded has been replaced
  std::vector<core::Asset> assets;
  core::Findings findings;
};

// Looks for every local image of `document` next to `post_path`, beneath `folder` and nowhere else. One that is not
// there, or can't be read, becomes a remote image when the post's own address on the web is known; one that is none, or
// lies outside, becomes its words. One in a format that Medium does not take is kept as it is: it is converted when it
// is uploaded. One that is written into the text (a LocalImage whose path is a data: URL) goes by a short name from
// here on.
CollectedImages collect_images(core::Document document, const fs::Directory& folder, const std::string& post_path,
                               const std::optional<std::string>& post_url);

// Where the post itself lies on the web: its canonical address, else its place beneath its folder's.
std::optional<std::string> web_address(const core::Item& item, const std::string& post_path,
                                       const std::optional<std::string>& base_url);

// The same for a post that a person's own program read, images and all; or for one from the web, which has none beside
// it.
CollectedImages collect_added(core::Document document, const std::vector<AddedImage>& images);

// Puts the document and the findings into the item, and gives the rest.
std::vector<core::Asset> adopt(core::Item& item, CollectedImages images);

}  // namespace mediumsync::source
