// The keys of front matter that this product knows, and what each may hold.
#include <algorithm>
#include <array>
#include <map>

#include "core/text.hpp"
#include "core/url.hpp"
#include "parse/dates.hpp"
#include "parse/feed_text.hpp"
#include "parse/front_matter.hpp"
#include "parse/markdown_shorthand.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t max_repeated = 20;

// canonical_url, canonicalURL, Canonical-Url: one key.
std::string folded(std::string_view key) {
  std::string out = core::ascii_lower(key);
  std::erase_if(out, [](char c) { return c == '_' || c == '-'; });
  return out;
}

// As their folded forms would be compared, which most keys need not be written out for.
bool is_same_key(std::string_view one, std::string_view other) {
  const auto is_passed_over = [](char c) { return c == '_' || c == '-'; };
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  const auto* a = one.begin();
  const auto* b = other.begin();
  while (true) {
    a = std::find_if_not(a, one.end(), is_passed_over);
    b = std::find_if_not(b, other.end(), is_passed_over);
    if (a == one.end() || b == other.end()) return a == one.end() && b == other.end();
    if (lower(*a++) != lower(*b++)) return false;
  }
}

const MatterEntry* find(const MatterValue& table, std::string_view key) {
  const auto* entries = table.table();
  if (entries == nullptr) return nullptr;
  const auto found = std::find_if(entries->begin(), entries->end(),
                                  [&](const MatterEntry& entry) { return is_same_key(entry.key, key); });
  return found == entries->end() ? nullptr : &*found;
}

// A word, or what a table calls itself: Docusaurus writes `{label: Facebook, permalink: /facebook}`.
const Scalar* word_of_tag(const MatterValue& value) {
  if (value.table() == nullptr) return value.scalar();
  for (const std::string_view key : {"label", "name", "title", "slug"}) {
    const MatterEntry* entry = find(value, key);
    if (entry != nullptr && entry->value.scalar() != nullptr) return entry->value.scalar();
  }
  return nullptr;
}

void add_tag(std::vector<std::string>& tags, std::string_view written) {
  std::string tag = core::collapse_space(written);
  while (tag.starts_with('#')) tag.erase(0, 1);
  if (tag.empty()) return;
  const bool known = std::any_of(tags.begin(), tags.end(),
                                 [&](const std::string& other) { return core::equal_ignoring_case(other, tag); });
  if (!known) tags.push_back(std::move(tag));
}

std::optional<core::License> common_license(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, core::License>, 9> names{
      {{"ccby", core::License::cc_40_by},
       {"ccbysa", core::License::cc_40_by_sa},
       {"ccbynd", core::License::cc_40_by_nd},
       {"ccbync", core::License::cc_40_by_nc},
       {"ccbyncnd", core::License::cc_40_by_nc_nd},
       {"ccbyncsa", core::License::cc_40_by_nc_sa},
       {"cc0", core::License::cc_40_zero},
       {"allrightsreserved", core::License::all_rights_reserved},
       {"publicdomain", core::License::public_domain}}};
  std::string key = folded(name);
  std::erase_if(key, [](char c) { return c == ' '; });
  for (const std::string_view version : {"4.0", "1.0", "40"}) {
    if (key.ends_with(version)) key.resize(key.size() - version.size());
  }
  const auto* found = std::find_if(names.begin(), names.end(), [&](const auto& entry) { return entry.first == key; });
  if (found == names.end()) return std::nullopt;
  return found->second;
}

// Where site generators keep a post's picture: a path, or a table with one. What can't be read is no mistake.
void read_cover(const MatterValue& root, FrontMatter& matter) {
  for (const std::string_view key :
       {"cover_image", "coverImage", "cover", "image", "thumbnail", "featuredImage", "featured_image", "hero_image"}) {
    const MatterEntry* entry = find(root, key);
    if (entry == nullptr) continue;
    const MatterEntry* path = entry;
    for (const std::string_view inner : {"image", "url", "src", "path", "feature"}) {
      if (entry->value.table() != nullptr && find(entry->value, inner) != nullptr) path = find(entry->value, inner);
    }
    const Scalar* scalar = path->value.scalar();
    if (scalar == nullptr || scalar->text.find('.') == std::string::npos) continue;
    matter.cover = std::string(core::trim(scalar->text));
    const MatterEntry* alt = path != entry ? find(entry->value, "alt") : find(root, "cover_alt");
    if (alt != nullptr && alt->value.scalar() != nullptr) matter.cover_alt = alt->value.scalar()->text;
    return;
  }
}

// A key that stands twice: the first counts, and it is said.
void tell_repeated(const MatterValue& table, core::Findings& findings) {
  const auto* entries = table.table();
  if (entries == nullptr) return;
  std::map<std::string, int> seen;
  for (const MatterEntry& entry : *entries) {
    const auto [first, is_new] = seen.emplace(folded(entry.key), entry.value.line);
    if (is_new) continue;
    findings.push_back({core::Severity::warning, "front-matter-repeated",
                        "`" + core::printable(core::cut_on_word(entry.key, 60)) +
                            "` stands twice in the front matter: the value on line " + std::to_string(first->second) +
                            " counts. Take one out",
                        entry.value.line});
    if (findings.size() >= max_repeated) return;
  }
}

// Reads all keys of one front matter and keeps the first mistake; lives for one read_keys().
class KeyReader {
 public:
  const std::optional<ParseError>& mistake() const { return mistake_; }

  FrontMatter read_all(const MatterValue& root) {
    FrontMatter matter;
    matter.title = first_words(root, {"title", "newstitle"});
    matter.subtitle = first_words(root, {"subtitle", "description"});
    matter.tags = all_tags(root);
    if (const MatterEntry* taxonomies = find(root, "taxonomies"); taxonomies != nullptr && matter.tags.empty()) {
      matter.tags = all_tags(taxonomies->value);
    }
    matter.canonical = canonical(root);
    const MatterEntry* permalink = find(root, "permalink");
    const Scalar* path = permalink != nullptr ? permalink->value.scalar() : nullptr;
    // A pattern such as /:year/:title/ or a bare style name says nothing about this post.
    if (path != nullptr && path->text.find('/') != std::string::npos && path->text.find("/:") == std::string::npos) {
      matter.permalink = path->text;
    }
    const MatterEntry* slug = find(root, "slug");
    const Scalar* name = slug != nullptr ? slug->value.scalar() : nullptr;
    if (name != nullptr && core::trim(name->text).find_first_of(" :?#") == std::string_view::npos)
      matter.slug = std::string(core::trim(name->text));
    matter.date = first_date(root, {"publish_at", "date", "publishDate", "pubDate"});
    matter.license = license(root);
    matter.draft = draft(root);
    matter.medium = medium(root);
    read_cover(root, matter);
    tell_repeated(root, matter.findings);
    if (const MatterEntry* own = find(root, "medium")) tell_repeated(own->value, matter.findings);
    return matter;
  }

 private:
  std::optional<std::string> text(const MatterEntry& entry) {
    if (std::holds_alternative<std::monostate>(entry.value.value)) return std::nullopt;
    const Scalar* scalar = entry.value.scalar();
    if (scalar == nullptr) {
      refuse(entry.value, entry.key, "must be text, as in " + entry.key + ": \"…\"");
      return std::nullopt;
    }
    const std::string value = core::collapse_space(scalar->text);
    if (value.empty()) return std::nullopt;
    return value;
  }

  std::optional<std::string> first_text(const MatterValue& table, std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) {
      const MatterEntry* entry = find(table, key);
      const auto value = entry != nullptr ? text(*entry) : std::nullopt;
      if (value) return value;
    }
    return std::nullopt;
  }

  // What readers read, as the pages of site generators show it.
  std::optional<std::string> first_words(const MatterValue& table, std::initializer_list<std::string_view> keys) {
    auto words = first_text(table, keys);
    if (!words) return std::nullopt;
    return core::collapse_space(name_emoji(decode_references(*words)));
  }

  std::optional<bool> boolean(const MatterEntry& entry) {
    if (std::holds_alternative<std::monostate>(entry.value.value)) return std::nullopt;
    const Scalar* scalar = entry.value.scalar();
    const std::string value = scalar != nullptr ? core::ascii_lower(core::trim(scalar->text)) : "";
    if (value == "true" || value == "yes" || value == "on") return true;
    if (value == "false" || value == "no" || value == "off") return false;
    refuse(entry.value, entry.key, "must be true or false");
    return std::nullopt;
  }

  std::optional<core::TimePoint> date(const MatterEntry& entry) {
    const auto value = text(entry);
    if (!value) return std::nullopt;
    const auto parsed = parse_date(*value);
    if (!parsed)
      refuse(entry.value, entry.key,
             "is no date that can be read; write it as 2026-11-24T07:30:00-05:00 or 2026-11-24");
    return parsed;
  }

  std::optional<core::TimePoint> first_date(const MatterValue& table, std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) {
      const MatterEntry* entry = find(table, key);
      const auto value = entry != nullptr ? date(*entry) : std::nullopt;
      if (value) return value;
    }
    return std::nullopt;
  }

  void add_tags(std::vector<std::string>& tags, const MatterEntry& entry) {
    if (const Scalar* scalar = entry.value.scalar()) {
      for (std::string_view rest = scalar->text; !rest.empty();) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        add_tag(tags, rest.substr(0, comma));
        rest.remove_prefix(std::min(comma + 1, rest.size()));
      }
      return;
    }
    if (const auto* list = entry.value.list()) {
      for (const MatterValue& value : *list) {
        if (std::holds_alternative<std::monostate>(value.value)) continue;
        if (const Scalar* word = word_of_tag(value)) {
          add_tag(tags, word->text);
        } else {
          refuse(value, entry.key, "must be a list of words, as in [first, second]");
        }
      }
      return;
    }
    if (entry.value.table() != nullptr)
      refuse(entry.value, entry.key, "must be a list of words, as in [first, second]");
  }

  std::vector<std::string> all_tags(const MatterValue& table) {
    std::vector<std::string> tags;
    for (const std::string_view key : {"tags", "tag", "categories", "category", "keywords"}) {
      if (const MatterEntry* entry = find(table, key)) add_tags(tags, *entry);
    }
    return tags;
  }

  std::optional<core::License> license(const MatterValue& root) {
    const MatterEntry* entry = find(root, "license");
    const auto value = entry != nullptr ? text(*entry) : std::nullopt;
    if (!value) return std::nullopt;
    if (const auto exact = core::parse_license(*value)) return exact;
    if (const auto common = common_license(*value)) return common;
    std::string known;
    for (const core::License one : core::all_licenses)
      known += (known.empty() ? "" : ", ") + std::string(core::to_string(one));
    refuse(entry->value, entry->key, "is none of Medium's licences: " + known);
    return std::nullopt;
  }

  std::optional<std::string> canonical(const MatterValue& root) {
    for (const std::string_view key : {"canonical_url", "canonical", "originalUrl"}) {
      const MatterEntry* entry = find(root, key);
      if (entry == nullptr) continue;
      const auto value = text(*entry);
      if (!value || core::equal_ignoring_case(*value, "false")) continue;
      const core::Url url = core::Url::parse(*value);
      if (value->find(' ') != std::string::npos || (url.scheme && !core::is_web_url(*value))) {
        refuse(entry->value, entry->key, "must be a URL, as in https://example.org/my-post");
      }
      return value;
    }
    return std::nullopt;
  }

  core::Draft draft(const MatterValue& root) {
    const MatterEntry* entry = find(root, "draft");
    if (entry != nullptr && boolean(*entry).value_or(false)) return core::Draft::yes;
    const auto is = [&](std::string_view key, std::string_view word) {
      const MatterEntry* other = find(root, key);
      const Scalar* scalar = other != nullptr ? other->value.scalar() : nullptr;
      return scalar != nullptr && core::equal_ignoring_case(core::trim(scalar->text), word);
    };
    return is("published", "false") || is("published", "no") || is("status", "draft") ? core::Draft::yes
                                                                                      : core::Draft::no;
  }

  core::MediumOverrides medium(const MatterValue& root) {
    core::MediumOverrides result;
    const MatterEntry* entry = find(root, "medium");
    if (entry == nullptr || std::holds_alternative<std::monostate>(entry->value.value)) return result;
    const MatterValue& table = entry->value;
    if (table.table() == nullptr) {
      refuse(
          table, "medium",
          "must be a table with the keys status, publication, tags, notify_followers, publish_at, published_at, skip");
      return result;
    }
    if (const MatterEntry* status = find(table, "status")) {
      if (const auto value = text(*status)) {
        result.status = core::parse_publish_status(core::ascii_lower(*value));
        if (!result.status) refuse(status->value, "medium.status", "must be public, unlisted or draft");
      }
    }
    result.publication = first_text(table, {"publication"});
    if (const MatterEntry* tags = find(table, "tags")) {
      result.tags.emplace();
      add_tags(*result.tags, *tags);
    }
    if (const MatterEntry* notify = find(table, "notify_followers")) {
      if (const auto value = boolean(*notify))
        result.notify_followers = *value ? core::NotifyFollowers::yes : core::NotifyFollowers::no;
    }
    result.publish_at = first_date(table, {"publish_at"});
    result.published_at = first_date(table, {"published_at"});
    const MatterEntry* skip = find(table, "skip");
    if (skip != nullptr && boolean(*skip).value_or(false)) result.skip = core::Skip::yes;
    return result;
  }

  void refuse(const MatterValue& value, std::string_view key, const std::string& what) {
    if (mistake_) return;
    mistake_ = ParseError{"front-matter", "`" + std::string(key) + "` " + what, value.line, value.column};
  }

  std::optional<ParseError> mistake_;
};

}  // namespace

core::Expected<FrontMatter, ParseError> read_keys(const MatterValue& root) {
  KeyReader reader;
  FrontMatter matter = reader.read_all(root);
  if (reader.mistake()) return core::Unexpected<ParseError>(*reader.mistake());
  return matter;
}

}  // namespace mediumsync::parse
