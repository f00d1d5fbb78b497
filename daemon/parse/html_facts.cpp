// What a page says about itself.
#include <algorithm>
#include <map>

#include "core/text.hpp"
#include "parse/dates.hpp"
#include "parse/html_page.hpp"

namespace mediumsync::parse {
namespace {

std::optional<std::string> words(std::optional<std::string_view> text) {
  if (!text) return std::nullopt;
  std::string collapsed = core::collapse_space(*text);
  if (collapsed.empty()) return std::nullopt;
  return collapsed;
}

// True where one of the words of `rel` is `name`.
bool has_relation(const GumboNode& element, std::string_view name) {
  std::string rel = " " + core::ascii_lower(attribute(element, "rel").value_or("")) + " ";
  std::replace_if(
      rel.begin(), rel.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return rel.find(" " + std::string(name) + " ") != std::string::npos;
}

std::vector<std::string> split_at_commas(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    if (auto part = words(text.substr(0, comma))) parts.push_back(std::move(*part));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return parts;
}

// Gathers what is said where; lives for one page_facts().
class FactReader {
 public:
  PageFacts read(const GumboNode& root) {
    walk(root, [this](const GumboNode& node) {
      const std::string_view tag = tag_name(node);
      if (tag == "svg" || tag == "template" || tag == "script" || tag == "style") return Walk::past;
      if (is_element(node)) look(node, tag);
      return Walk::into;
    });
    PageFacts facts;
    facts.title = title();
    facts.subtitle = first({"description", "og:description", "twitter:description"});
    facts.canonical = canonical_ ? canonical_ : first({"og:url"});
    const auto written = first({"article:published_time", "datepublished", "dc.date", "dcterms.created", "date",
                                "parsely-pub-date", "dt-published"});
    if (written) facts.date = parse_date(*written);
    facts.tags = tags();
    return facts;
  }

 private:
  void look(const GumboNode& node, std::string_view tag) {
    if (tag == "meta") {
      for (const char* key : {"property", "name", "itemprop"}) say(attribute(node, key), attribute(node, "content"));
    } else if (tag == "title" && !page_title_) {
      page_title_ = words(deep_text(node));
    } else if (tag == "link" && has_relation(node, "canonical") && !canonical_) {
      canonical_ = words(attribute(node, "href"));
    } else if (tag == "a" && has_class(node, "p-canonical") && !canonical_) {
      canonical_ = words(attribute(node, "href"));
    } else if (tag == "time") {
      const bool published = has_class(node, "dt-published") || attribute(node, "pubdate") ||
                             attribute(node, "itemprop") == "datePublished";
      if (published) say("dt-published", attribute(node, "datetime"));
    }
    if (has_class(node, "p-name") && !name_) name_ = words(deep_text(node));
    if (has_class(node, "p-category") || (tag == "a" && has_relation(node, "tag"))) say("category", deep_text(node));
  }

  void say(std::optional<std::string_view> key, std::optional<std::string_view> value) {
    auto text = words(value);
    if (key && text) said_[core::ascii_lower(core::trim(*key))].push_back(std::move(*text));
  }

  std::optional<std::string> first(std::initializer_list<const char*> keys) const {
    for (const char* key : keys) {
      const auto found = said_.find(key);
      if (found != said_.end()) return found->second.front();
    }
    return std::nullopt;
  }

  // og:title has no name of the site behind it, <title> often has.
  std::optional<std::string> title() const {
    if (name_) return name_;
    if (auto title = first({"og:title", "twitter:title"})) return title;
    const auto site = first({"og:site_name", "application-name"});
    if (!page_title_ || !site || !page_title_->ends_with(*site)) return page_title_;
    std::string_view cut(*page_title_);
    cut.remove_suffix(site->size());
    for (const std::string_view separator : {" | ", " - ", " – ", " — ", " · ", " » ", " « ", " :: "}) {
      if (cut.ends_with(separator) && cut.size() > separator.size())
        return std::string(cut.substr(0, cut.size() - separator.size()));
    }
    return page_title_;
  }

  std::vector<std::string> tags() const {
    if (const auto found = said_.find("article:tag"); found != said_.end()) return found->second;
    if (const auto keywords = first({"keywords", "news_keywords"})) return split_at_commas(*keywords);
    if (const auto found = said_.find("category"); found != said_.end()) return found->second;
    return {};
  }

  std::map<std::string, std::vector<std::string>, std::less<>> said_;
  std::optional<std::string> page_title_;
  std::optional<std::string> canonical_;
  std::optional<std::string> name_;
};

}  // namespace

PageFacts page_facts(const GumboNode& root) {
  return FactReader().read(root);
}

std::vector<std::string> page_descriptions(const GumboNode& root) {
  constexpr std::size_t max_descriptions = 10;
  std::vector<std::string> all;
  walk(root, [&](const GumboNode& node) {
    if (tag_name(node) != "meta") return Walk::into;
    for (const char* key : {"property", "name", "itemprop"}) {
      const std::string name = core::ascii_lower(core::trim(attribute(node, key).value_or("")));
      auto text = name.ends_with("description") ? words(attribute(node, "content")) : std::nullopt;
      if (text && all.size() < max_descriptions) all.push_back(std::move(*text));
    }
    return Walk::into;
  });
  return all;
}

bool begins_with(std::string_view text, std::string_view description) {
  for (const std::string_view cut : {"…", "...", "[…]", "[...]", "."}) {
    if (description.ends_with(cut)) description.remove_suffix(cut.size());
    description = core::trim(description);
  }
  return text.starts_with(description);
}

}  // namespace mediumsync::parse
