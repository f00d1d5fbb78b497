#include <algorithm>
#include <set>
#include <utility>

#include "core/post.hpp"
#include "core/text.hpp"
#include "core/url.hpp"

namespace mediumsync::core {
namespace {

std::optional<std::string> unless_blank(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  std::string collapsed = collapse_space(*text);
  if (collapsed.empty()) return std::nullopt;
  return collapsed;
}

// The words of a block that is nothing but text; std::nullopt for every other block.
std::optional<std::string> words_of(const Block& block) {
  if (const auto* heading = std::get_if<Heading>(&block.value)) return collapse_space(plain_text(heading->text));
  if (const auto* paragraph = std::get_if<Paragraph>(&block.value)) return collapse_space(plain_text(paragraph->text));
  return std::nullopt;
}

bool has_link(const Block& block) {
  const auto* paragraph = std::get_if<Paragraph>(&block.value);
  return paragraph != nullptr && std::any_of(paragraph->text.begin(), paragraph->text.end(), [](const Inline& part) {
           const Run* run = std::get_if<Run>(&part);
           return run != nullptr && run->href;
         });
}

bool begins_with_heading(const Blocks& blocks) {
  return !blocks.empty() && std::holds_alternative<Heading>(blocks.front().value);
}

// Only a heading that nothing stands above may be the title: one further down belongs to its section.
std::optional<std::string> take_title(Blocks& blocks) {
  if (!begins_with_heading(blocks)) return std::nullopt;
  auto words = unless_blank(words_of(blocks.front()));
  if (words) blocks.erase(blocks.begin());
  return words;
}

void drop_repetitions(Blocks& blocks, const std::string& title, const std::optional<std::string>& subtitle) {
  if (begins_with_heading(blocks) && equal_ignoring_case(words_of(blocks.front()).value_or(""), title)) {
    blocks.erase(blocks.begin());
  }
  if (subtitle && !blocks.empty() && !has_link(blocks.front()) && words_of(blocks.front()) == subtitle) {
    blocks.erase(blocks.begin());
  }
}

// Tags that differ in nothing but their case are one.
std::string folded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    at += character.length;
    out += utf8(fold_case(character.value));
  }
  return out;
}

// Builds the list of tags one after the other and remembers which could not be taken.
class TagList {
 public:
  explicit TagList(Findings& findings) : findings_(findings) {}

  enum class Repeated { reported, expected };

  void add(const std::string& tag, Repeated repeated) {
    std::string name = collapse_space(tag);
    if (name.empty()) return;
    if (count_characters(name) > max_tag_characters) {
      drop("tag \"" + name + "\" has more than " + std::to_string(max_tag_characters) +
           " characters, which Medium drops; shorten it or map it with tag_map");
    } else if (!seen_.insert(folded(name)).second) {
      if (repeated == Repeated::reported) drop("tag \"" + name + "\" is there twice");
    } else {
      tags_.push_back(std::move(name));
    }
  }

  std::vector<std::string> take() && {
    std::string surplus;
    for (std::size_t i = max_tags; i < tags_.size(); ++i) surplus += (surplus.empty() ? "" : ", ") + tags_[i];
    if (!surplus.empty()) {
      drop("Medium takes " + std::to_string(max_tags) + " tags, left out: " + surplus);
      tags_.resize(max_tags);
    }
    if (dropped_) findings_.back().message += "; sent: " + (tags_.empty() ? "none" : joined(tags_));
    return std::move(tags_);
  }

 private:
  static std::string joined(const std::vector<std::string>& tags) {
    std::string all;
    for (const std::string& tag : tags) all += (all.empty() ? "" : ", ") + tag;
    return all;
  }

  void drop(std::string message) {
    findings_.push_back({Severity::warning, "tag-dropped", std::move(message), {}});
    dropped_ = true;
  }

  Findings& findings_;
  std::vector<std::string> tags_;
  std::set<std::string> seen_;
  bool dropped_ = false;  // since when the last finding is one of its own
};

std::string mapped(const std::string& tag, const std::map<std::string, std::string>& tag_map) {
  const std::string category = collapse_space(tag);
  for (const auto& [from, to] : tag_map) {
    if (equal_ignoring_case(from, category)) return to;
  }
  return category;
}

std::vector<std::string> tags_of(const Item& item, const SourceRules& rules, Findings& findings) {
  TagList tags{findings};
  for (const std::string& tag : item.medium.tags.value_or(item.tags)) {
    tags.add(mapped(tag, rules.tag_map), TagList::Repeated::reported);
  }
  for (const std::string& tag : rules.tags) tags.add(tag, TagList::Repeated::expected);
  return std::move(tags).take();
}

std::optional<std::string> canonical_url_of(const Item& item, Findings& findings) {
  const auto written = unless_blank(item.canonical_url);
  if (!written) return std::nullopt;
  if (is_web_url(*written)) return encode_unsafe(*written);
  findings.push_back({Severity::warning,
                      "canonical-url",
                      "canonical URL \"" + *written + "\" is not an absolute http or https address; left out",
                      {}});
  return std::nullopt;
}

std::optional<TimePoint> not_before_of(const Item& item, TimePoint now) {
  if (item.medium.publish_at) return item.medium.publish_at;
  if (item.date && *item.date > now) return item.date;
  return std::nullopt;
}

std::optional<TimePoint> published_at_of(const Item& item, TimePoint now, Findings& findings) {
  if (!item.medium.published_at || *item.medium.published_at <= now) return item.medium.published_at;
  findings.push_back({Severity::warning,
                      "published-at",
                      "published_at " + format_rfc3339(*item.medium.published_at) +
                          " is not in the past, which Medium refuses; left out",
                      {}});
  return std::nullopt;
}

// Whether a block gives a reader anything at all.
bool holds_something(const Block& block) {
  if (std::holds_alternative<Image>(block.value) || std::holds_alternative<Embed>(block.value)) return true;
  if (const auto* quote = std::get_if<Quote>(&block.value)) {
    return std::any_of(quote->blocks.begin(), quote->blocks.end(), holds_something);
  }
  if (const auto* list = std::get_if<List>(&block.value)) {
    return std::any_of(list->items.begin(), list->items.end(), [](const ListItem& item) {
      return std::any_of(item.blocks.begin(), item.blocks.end(), holds_something);
    });
  }
  return !is_blank(plain_text(Document{{block}, {}}));
}

std::optional<Rejection> author_declined(const Item& item) {
  if (item.medium.skip == Skip::yes) {
    return Rejection{RejectionKind::skipped, "medium-skip", "the post says medium.skip: it is not meant for Medium"};
  }
  if (item.draft == Draft::yes) {
    return Rejection{RejectionKind::draft, "draft", "the post is marked as a draft; it is queued once that is gone"};
  }
  return std::nullopt;
}

std::optional<std::string> title_of(Item& item) {
  if (auto title = unless_blank(item.title)) return title;
  return take_title(item.body.blocks);
}

void check_title_length(const std::string& title, Findings& findings) {
  const std::size_t length = count_characters(title);
  if (length <= max_title_characters) return;
  findings.push_back({Severity::warning,
                      "title-too-long",
                      "the title has " + std::to_string(length) + " characters; Medium's listings take " +
                          std::to_string(max_title_characters) +
                          ", so it is shortened there (the story shows it whole)",
                      {}});
}

}  // namespace

Expected<Post, Rejection> normalise(Item item, const SourceRules& rules, const std::string& fallback_title,
                                    TimePoint now) {
  if (auto declined = author_declined(item)) return Unexpected<Rejection>(std::move(*declined));
  auto title = title_of(item);
  const bool titled = title.has_value();
  if (!titled) title = unless_blank(fallback_title);
  if (!title) {
    return Unexpected<Rejection>(
        {RejectionKind::invalid, "no-title", "the post has no title: give it one in its front matter"});
  }
  Post post;
  post.title = std::move(*title);
  post.subtitle = unless_blank(item.subtitle);
  if (post.subtitle && equal_ignoring_case(*post.subtitle, post.title)) post.subtitle.reset();
  drop_repetitions(item.body.blocks, post.title, post.subtitle);
  if (std::none_of(item.body.blocks.begin(), item.body.blocks.end(), holds_something)) {
    return Unexpected<Rejection>(
        {RejectionKind::invalid, "empty", "the post has neither text nor an image below its title"});
  }
  post.findings = std::move(item.findings);
  if (item.excerpt == Excerpt::yes) {
    post.findings.push_back({Severity::advice,
                             "excerpt-only",
                             "only a teaser of the text is there: readers of the story would find no more than that",
                             {}});
  }
  if (!titled) {
    post.findings.push_back({Severity::warning,
                             "title-missing",
                             "the post has no title, so \"" + cut_on_word(post.title, 80) +
                                 "\" stands in for it: give it one in its front matter",
                             {}});
  }
  check_title_length(post.title, post.findings);
  post.tags = tags_of(item, rules, post.findings);
  post.canonical_url = canonical_url_of(item, post.findings);
  post.status = item.medium.status.value_or(rules.status);
  post.license = item.license.value_or(rules.license);
  post.notify_followers = item.medium.notify_followers.value_or(rules.notify_followers);
  post.disclaimer = rules.disclaimer;
  post.strictness = rules.strictness;
  post.publication = unless_blank(item.medium.publication ? item.medium.publication : rules.publication);
  post.not_before = not_before_of(item, now);
  post.published_at = published_at_of(item, now, post.findings);
  post.body = std::move(item.body);
  return post;
}

}  // namespace mediumsync::core
