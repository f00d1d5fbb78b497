#include "publish/story_images.hpp"

#include <algorithm>
#include <utility>

#include "core/image_type.hpp"
#include "core/text.hpp"
#include "lib/crypto/digest.hpp"
#include "lib/log/log.hpp"
#include "render/story.hpp"

namespace mediumsync::publish {
namespace {

bool is_taken_by_medium(std::string_view media_type) {
  return media_type == "image/png" || media_type == "image/jpeg" || media_type == "image/gif" ||
         media_type == "image/tiff";
}

std::string code_of(DeadImage::Kind kind) {
  using Kind = DeadImage::Kind;
  switch (kind) {
    case Kind::not_an_image:
      return "image-format";
    case Kind::too_large:
      return "image-too-large";
    case Kind::private_address:
      return "image-private";
    case Kind::gone:
    case Kind::unreachable:
      break;
  }
  return "image-dead";
}

bool is_unreachable(const ImageCheck& check) {
  const auto* dead = std::get_if<DeadImage>(&check);
  return dead != nullptr && dead->kind == DeadImage::Kind::unreachable;
}

// As Medium shows it to nobody, its extension apart: it says what the bytes are now.
std::string file_name(const std::string& name, std::string_view media_type) {
  std::string file = name.substr(0, name.find_first_of("?#"));
  file = file.substr(file.rfind('/') == std::string::npos ? 0 : file.rfind('/') + 1);
  const std::string extension = "." + std::string(core::extension_of(media_type));
  const std::string stem = file.substr(0, file.rfind('.') == 0 ? std::string::npos : file.rfind('.'));
  return (stem.empty() ? "image" : stem) + extension;
}

core::Finding finding(std::string code, std::string message) {
  return {core::Severity::warning, std::move(code), std::move(message), std::nullopt};
}

}  // namespace

StoryImages::StoryImages(uv::Loop& loop, queue::Queue& queue, medium::Client& medium, Web web,
                         std::function<core::TimePoint()> clock, const queue::Claim& claim,
                         std::function<void(Result)> on_done)
    : loop_(loop),
      queue_(queue),
      medium_(medium),
      web_(web),
      clock_(std::move(clock)),
      post_(claim.record.id),
      body_(claim.post.body),
      on_done_(std::move(on_done)),
      beginning_(loop, [this] { begin(); }) {
  beginning_.start(std::chrono::milliseconds(0));
}

void StoryImages::begin() {
  for (const queue::AssetRecord& image : queue_.assets(post_)) {
    if (!image.url) jobs_.push_back({image.path, image.digest, image.media_type, std::nullopt});
  }
  std::vector<std::string> urls;
  for (const core::RemoteImage& image : render::remote_images(body_)) urls.push_back(image.url);
  if (urls.empty()) return next();
  checkup_.emplace(loop_, web_.client, web_.limits, urls,
                   [this](ImageChecks checks) { take_checks(std::move(checks)); });
}

void StoryImages::take_checks(ImageChecks checks) {
  if (is_network_down_likely(checks)) return ask_whether_network_is_down(std::move(checks));
  adopt(std::move(checks));
}

// Nobody could be reached at all.
bool StoryImages::is_network_down_likely(const ImageChecks& checks) const {
  return std::ranges::all_of(checks, [](const auto& one) { return is_unreachable(one.second); });
}

// A story that has gone out without its images is not mended any more, and a network that is down says nothing about
// them. Medium itself tells which it is: if it can't be reached either, the post waits and is tried again.
void StoryImages::ask_whether_network_is_down(ImageChecks checks) {
  transfer_ = medium_.profile([this, checks = std::move(checks)](const medium::Answer<medium::Profile>& answer) {
    if (!answer && std::holds_alternative<medium::NotSent>(answer.error())) return tell(answer.error());
    adopt(checks);
  });
}

void StoryImages::adopt(ImageChecks checks) {
  for (auto& [url, check] : checks) {
    if (const auto* dead = std::get_if<DeadImage>(&check)) {
      remote_fates_[url] = core::NameImage{url};
      findings_.push_back(finding(code_of(dead->kind), "the image " + core::printable(url) + " " + dead->reason +
                                                           "; a link to it stands in its place"));
    } else if (auto* foreign = std::get_if<ForeignImage>(&check)) {
      std::string digest = crypto::sha256_hex(foreign->bytes);
      if (const auto known = queue_.uploaded_url(digest)) {
        remote_fates_[url] = core::LinkImage{*known};
      } else {
        jobs_.push_back({url, std::move(digest), std::string(foreign->media_type), std::move(foreign->bytes)});
      }
    }
  }
  next();
}

void StoryImages::next() {
  if (jobs_.empty()) return finish();
  Job& job = jobs_.front();
  if (const auto known = queue_.uploaded_url(job.digest)) return uploaded(*known);  // the same bytes by another name
  std::optional<std::string> bytes = job.fetched ? std::exchange(job.fetched, "") : queue_.asset_bytes(job.digest);
  if (!bytes) {
    return tell(medium::Refused{
        medium::Refused::Kind::post,
        "image " + core::printable(job.name) + " is no longer in the queue; save the post's file again"});
  }
  if (is_taken_by_medium(job.media_type)) {
    upload(std::move(*bytes), job.media_type);
  } else {
    convert(std::move(*bytes));
  }
}

void StoryImages::convert(std::string bytes) {
  conversion_.emplace(loop_, std::move(bytes), jobs_.front().media_type, [this](Conversion result) {
    if (const auto* failure = std::get_if<ConversionFailure>(&result)) {
      give_up("image-format", failure->reason);
    } else {
      auto& converted = std::get<ConvertedImage>(result);
      if (converted.motion == Motion::lost) {
        findings_.push_back({core::Severity::warning, "image-still",
                             "the image " + core::printable(jobs_.front().name) +
                                 " moves, and as a GIF takes more than can be had: its first picture stands for it. "
                                 "Make it smaller or shorter, or save it as a GIF",
                             std::nullopt});
      }
      upload(std::move(converted.bytes), std::string(converted.media_type));
    }
  });
}

void StoryImages::upload(std::string bytes, std::string media_type) {
  transfer_ = medium_.upload(file_name(jobs_.front().name, media_type), media_type, std::move(bytes),
                             [this](const medium::Answer<medium::UploadedImage>& answer) {
                               if (answer) {
                                 const Job& job = jobs_.front();
                                 queue_.remember_upload(job.digest, job.media_type, answer->url, clock_());
                                 return uploaded(answer->url);
                               }
                               medium::Outcome outcome = answer.error();
                               if (auto* refused = std::get_if<medium::Refused>(&outcome)) {
                                 refused->reason =
                                     "image " + core::printable(jobs_.front().name) + ": " + refused->reason;
                               }
                               tell(std::move(outcome));
                             });
}

void StoryImages::uploaded(const std::string& url) {
  if (jobs_.front().fetched) remote_fates_[jobs_.front().name] = core::LinkImage{url};
  jobs_.pop_front();
  next();
}

void StoryImages::give_up(std::string code, const std::string& why) {
  const Job job = std::move(jobs_.front());
  jobs_.pop_front();
  log::warn("image not converted", {{"post", post_.value}, {"image", core::printable(job.name)}, {"reason", why}});
  if (job.fetched) remote_fates_[job.name] = core::NameImage{job.name};
  if (!job.fetched) local_given_up_.insert(job.name);
  findings_.push_back(finding(
      std::move(code), "the image " + core::printable(job.name) + " is " + job.media_type + " and " + why +
                           (job.fetched ? ". A link to it stands in its place" : ". Its words stand in its place")));
  next();
}

void StoryImages::finish() {
  core::Document body =
      core::decide_remote_images(std::move(body_), [this](const core::RemoteImage& image) -> core::ImageFate {
        const auto fate = remote_fates_.find(image.url);
        return fate == remote_fates_.end() ? core::KeepImage{} : fate->second;
      });
  body = core::decide_local_images(std::move(body), [this](const core::LocalImage& image) -> core::ImageFate {
    if (local_given_up_.contains(image.path)) return core::DropImage{};
    return core::KeepImage{};
  });
  tell(Illustrated{std::move(body), std::move(findings_)});
}

void StoryImages::tell(Result result) {
  // The receiver may destroy this.
  const auto on_done = std::exchange(on_done_, {});
  on_done(std::move(result));
}

}  // namespace mediumsync::publish
