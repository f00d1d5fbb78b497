#include "sandbox/model/validation.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "sandbox/model/graf.hpp"
#include "sandbox/model/text.hpp"

namespace mediumsync::sandbox {
namespace {

constexpr std::size_t longest_title = 100;
constexpr std::size_t longest_tag = 25;
constexpr std::size_t most_tags = 3;

Refusal bad_request(std::string message) {
  return {400, -1, std::move(message)};
}

// Each of these reads one field into the story and says what is wrong with it, if anything is.
using Check = std::optional<Refusal> (*)(const Json& body, const Settings& settings, Instant now, Story& story);

bool is_sent(const Json& body, const char* key) {
  return body.contains(key) && !body.at(key).is_null();
}

std::optional<std::string> sent_text(const Json& body, const char* key) {
  if (!is_sent(body, key) || !body.at(key).is_string()) return std::nullopt;
  return body.at(key).get<std::string>();
}

std::optional<Refusal> read_content(const Json& body, const Settings&, Instant, Story& story) {
  story.content = sent_text(body, "content").value_or("");
  if (trim(story.content).empty()) return Refusal{400, 2002, "No content specified."};
  return std::nullopt;
}

std::optional<Refusal> read_format(const Json& body, const Settings& settings, Instant, Story& story) {
  const auto name = sent_text(body, "contentFormat");
  const auto format = parse_format(name.value_or(""));
  if (!format) return bad_request("Invalid contentFormat specified.");
  if (*format == Format::markdown && settings.refuse_markdown) {
    return Refusal{400, 2012, "Invalid markdown specified."};
  }
  story.format = *format;
  return std::nullopt;
}

std::optional<Refusal> read_title(const Json& body, const Settings&, Instant, Story& story) {
  story.title = trim(sent_text(body, "title").value_or(""));
  if (story.title.empty()) return bad_request("No title specified.");
  if (characters(story.title) <= longest_title) return std::nullopt;
  const auto grafs = draw(story.content, story.format, story.route);
  const auto first = std::ranges::find_if(grafs, [](const Graf& graf) { return !graf.text.empty(); });
  story.title = first == grafs.end() ? "Untitled story" : first_characters(collapse_space(first->text), longest_title);
  return std::nullopt;
}

std::optional<Refusal> read_tags(const Json& body, const Settings& settings, Instant, Story& story) {
  if (!is_sent(body, "tags")) return std::nullopt;
  const Refusal unexpected{400, 6007, "Unexpected fields specified."};
  if (!body.at("tags").is_array()) return unexpected;
  for (const Json& tag : body.at("tags")) {
    if (!tag.is_string()) return unexpected;
    const std::string name = trim(tag.get<std::string>());
    if (std::ranges::find(settings.refused_tags, name) != settings.refused_tags.end()) return unexpected;
    if (story.tags.size() < most_tags && !name.empty() && characters(name) <= longest_tag) story.tags.push_back(name);
  }
  return std::nullopt;
}

std::optional<Refusal> read_canonical(const Json& body, const Settings&, Instant, Story& story) {
  if (!is_sent(body, "canonicalUrl")) return std::nullopt;
  const auto url = sent_text(body, "canonicalUrl");
  if (!url || (!url->empty() && !parse_web_address(*url))) return bad_request("Invalid canonicalUrl specified.");
  story.canonical_url = *url;
  return std::nullopt;
}

std::optional<Refusal> read_status(const Json& body, const Settings&, Instant, Story& story) {
  if (!is_sent(body, "publishStatus")) return std::nullopt;
  const auto status = parse_status(sent_text(body, "publishStatus").value_or(""));
  if (!status) return bad_request("Invalid publishStatus specified.");
  story.status = *status;
  return std::nullopt;
}

std::optional<Refusal> read_license(const Json& body, const Settings&, Instant, Story& story) {
  if (!is_sent(body, "license")) return std::nullopt;
  story.license = sent_text(body, "license").value_or("?");
  if (!license_url(story.license)) return bad_request("Invalid license specified.");
  return std::nullopt;
}

std::optional<Refusal> read_notify(const Json& body, const Settings&, Instant, Story& story) {
  if (!is_sent(body, "notifyFollowers")) return std::nullopt;
  if (!body.at("notifyFollowers").is_boolean()) return bad_request("Invalid notifyFollowers specified.");
  story.notify_followers = body.at("notifyFollowers").get<bool>();
  return std::nullopt;
}

std::optional<Refusal> read_date(const Json& body, const Settings&, Instant now, Story& story) {
  story.created_at = now;
  story.updated_at = now;
  if (story.status != Status::draft) story.published_at = now;
  if (!is_sent(body, "publishedAt")) return std::nullopt;
  const auto at = parse_instant(sent_text(body, "publishedAt").value_or(""));
  if (!at) return bad_request("Invalid publishedAt specified.");
  if (*at >= now) return Refusal{400, 2014, "If specified, publishedAt must be in the past."};
  if (story.status != Status::draft) story.published_at = *at;
  return std::nullopt;
}

std::optional<Refusal> check_nesting(const Json&, const Settings&, Instant, Story& story) {
  if (has_bad_nesting(story.content, story.format)) return bad_request("Failure: Bad nested paragraphs: [ LI ]");
  return std::nullopt;
}

constexpr std::array<Check, 10> checks{read_content, read_format,  read_title,  read_tags, read_canonical,
                                       read_status,  read_license, read_notify, read_date, check_nesting};

}  // namespace

std::variant<Story, Refusal> check_story(std::string_view body, const Settings& settings, Instant now) {
  const Json json = Json::parse(body, nullptr, false);
  if (!json.is_object()) return bad_request("Invalid JSON in the request body.");
  Story story;
  for (const Check check : checks) {
    if (auto refusal = check(json, settings, now, story)) return *std::move(refusal);
  }
  return story;
}

std::variant<Part, Refusal> check_image(const std::vector<Part>& parts, const Settings& settings) {
  const auto image = std::ranges::find(parts, "image", &Part::name);
  if (image == parts.end() || image->file_name.empty() || image->bytes.empty()) {
    return bad_request("No image specified.");
  }
  constexpr std::array<std::string_view, 4> taken{"image/jpeg", "image/png", "image/gif", "image/tiff"};
  if (std::ranges::find(taken, image->content_type) == taken.end()) return bad_request("Invalid image type specified.");
  if (std::cmp_greater(image->bytes.size(), settings.max_image_bytes)) return Refusal{413, -1, "Image is too large."};
  return *image;
}

}  // namespace mediumsync::sandbox
