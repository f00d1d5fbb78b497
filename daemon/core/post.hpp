// A post on its way: what a parser understood (Item), the rules of where it came from (SourceRules), and both
// brought together (Post), which is what the queue keeps and the publisher sends.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/document.hpp"
#include "core/expected.hpp"
#include "core/finding.hpp"
#include "core/state.hpp"
#include "core/time.hpp"

namespace mediumsync::core {

enum class Draft { no, yes };
enum class Skip { no, yes };
enum class Excerpt { no, yes };

// The `medium:` table of a post's front matter: what is meant for Medium alone.
struct MediumOverrides {
  std::optional<PublishStatus> status;
  std::optional<std::string> publication;
  std::optional<std::vector<std::string>> tags;
  std::optional<NotifyFollowers> notify_followers;
  std::optional<TimePoint> publish_at;
  std::optional<TimePoint> published_at;  // a date in the past that Medium shall show
  Skip skip = Skip::no;
};

// One file or one feed entry as its parser understood it. Absent means that the source does not say.
struct Item {
  std::optional<std::string> title;
  std::optional<std::string> subtitle;
  std::vector<std::string> tags;
  std::optional<std::string> canonical_url;
  std::optional<TimePoint> date;
  std::optional<License> license;
  Draft draft = Draft::no;
  Excerpt excerpt = Excerpt::no;  // a feed entry that carries only a teaser
  MediumOverrides medium;
  Document body;
  Findings findings;
};

// The source of the posts that a person adds one by one; no configured source may be called so.
inline constexpr std::string_view added_by_a_person = "added";

// What a folder or feed (and behind it its account) says about every post that comes from it.
struct SourceRules {
  std::string source;   // the configured name, or added_by_a_person
  std::string account;  // the account it publishes to
  PublishStatus status = PublishStatus::draft;
  License license = License::all_rights_reserved;
  NotifyFollowers notify_followers = NotifyFollowers::no;
  Disclaimer disclaimer = Disclaimer::yes;
  Strictness strictness = Strictness::lenient;
  std::optional<std::string> publication;
  std::vector<std::string> tags;               // after the post's own
  std::map<std::string, std::string> tag_map;  // category → Medium tag; matched without regard to case
  bool operator==(const SourceRules&) const = default;
};

// The bytes of a local image, read beneath the post's folder at the time the post was read.
struct Asset {
  std::string path;  // as LocalImage has it
  std::string media_type;
  std::string bytes;
  std::string digest;  // SHA-256 of the bytes, hex: by it they are kept and uploaded once
};

// A post as it will be sent.
struct Post {
  std::string title;
  std::optional<std::string> subtitle;
  std::vector<std::string> tags;  // at most three, each as Medium takes it
  std::optional<std::string> canonical_url;
  PublishStatus status = PublishStatus::draft;
  License license = License::all_rights_reserved;
  NotifyFollowers notify_followers = NotifyFollowers::no;
  Disclaimer disclaimer = Disclaimer::yes;
  Strictness strictness = Strictness::lenient;
  std::optional<std::string> publication;  // id, name or URL
  std::optional<TimePoint> not_before;     // publish_at, or a date in the future
  std::optional<TimePoint> published_at;   // sent as Medium's publishedAt
  Document body;
  Findings findings;
};

enum class RejectionKind {
  draft,    // the author says: not yet
  skipped,  // the author says: not to Medium
  invalid,  // can't be made into a story
};

// Why an item does not become a post to be sent. It is shown, never dropped.
struct Rejection {
  RejectionKind kind = RejectionKind::invalid;
  std::string code;  // as a finding's
  std::string message;
};

// Brings an item under its source's rules: front matter beats source beats account; tags mapped and cut to three;
// title from the item, else from a heading that the body begins with (which then leaves the body), else
// `fallback_title`. A heading at the body's beginning that repeats the title is dropped, and so is the subtitle
// repeated right after it.
Expected<Post, Rejection> normalise(Item item, const SourceRules& rules, const std::string& fallback_title,
                                    TimePoint now);

inline constexpr std::size_t max_tags = 3;
inline constexpr std::size_t max_tag_characters = 25;
inline constexpr std::size_t max_title_characters = 100;

}  // namespace mediumsync::core
