#include "parse/feed_xml.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/text.hpp"
#include "core/url.hpp"
#include "parse/xml_reader.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t max_nodes = 50'000;   // elements of one entry, or of the feed around its entries
constexpr std::size_t max_namespaces = 64;  // in scope: they are searched one by one

struct QualifiedName {
  std::string_view prefix;
  std::string_view local;
};

QualifiedName split(std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return {{}, name};
  return {name.substr(0, colon), name.substr(colon + 1)};
}

bool declares_namespace(const XmlAttribute& attribute) {
  return attribute.name == "xmlns" || attribute.name.starts_with("xmlns:");
}

// Builds elements from what the reader tells. Lives on the stack of read_feed_xml.
class TreeBuilder : public XmlSink {
 public:
  using OnEntry = std::function<void(const Element& root, const RawEntry& entry)>;

  TreeBuilder(std::string_view text, const std::optional<std::string>& url, const OnEntry& on_entry)
      : reader_(text, *this), url_(url), on_entry_(on_entry) {}

  RawFeed read();

  void open(std::string_view name, const std::vector<XmlAttribute>& attributes) override;
  void text(std::string_view piece) override;
  void close() override;

 private:
  struct Namespace {
    std::string prefix;
    std::string uri;
    Vocabulary vocabulary;
  };
  struct Level {
    Element element;
    std::size_t namespaces = 0;              // in scope around it
    std::optional<std::string> base_around;  // where it has an xml:base of its own
    bool has_base = false;
  };

  void declare(const std::vector<XmlAttribute>& attributes);
  void forget(std::size_t namespaces);  // all but the first
  const Namespace* find_namespace(std::string_view prefix) const;
  Vocabulary vocabulary_of_prefix(std::string_view prefix) const;
  Element element_of(std::string_view name, const std::vector<XmlAttribute>& attributes) const;
  void leave(Level done);
  void finish();

  XmlReader reader_;
  const std::optional<std::string>& url_;
  const OnEntry& on_entry_;
  std::vector<Level> levels_;
  std::vector<Namespace> namespaces_;
  std::optional<std::string> base_;  // of what stands here
  std::optional<std::size_t> entry_level_;
  std::string root_uri_;
  bool root_is_rss_ = false;
  std::size_t skipped_ = 0;  // open elements that are beyond max_nodes: their text goes to what they are in
  std::size_t feed_nodes_ = 0;
  std::size_t entry_nodes_ = 0;
  std::size_t entries_ = 0;
  RawFeed feed_;
};

void TreeBuilder::declare(const std::vector<XmlAttribute>& attributes) {
  for (const XmlAttribute& attribute : attributes) {
    if (!declares_namespace(attribute) || namespaces_.size() >= max_namespaces) continue;
    const std::string_view prefix =
        split(attribute.name).prefix.empty() ? std::string_view() : split(attribute.name).local;
    namespaces_.push_back({std::string(prefix), std::string(attribute.value), vocabulary_of(attribute.value, prefix)});
  }
}

void TreeBuilder::forget(std::size_t namespaces) {
  namespaces_.erase(namespaces_.begin() + static_cast<std::ptrdiff_t>(namespaces), namespaces_.end());
}

const TreeBuilder::Namespace* TreeBuilder::find_namespace(std::string_view prefix) const {
  for (auto it = namespaces_.rbegin(); it != namespaces_.rend(); ++it) {
    if (it->prefix == prefix) return &*it;
  }
  return nullptr;
}

Vocabulary TreeBuilder::vocabulary_of_prefix(std::string_view prefix) const {
  const Namespace* found = find_namespace(prefix);
  return found != nullptr ? found->vocabulary : vocabulary_of({}, prefix);
}

Element TreeBuilder::element_of(std::string_view name, const std::vector<XmlAttribute>& attributes) const {
  const QualifiedName qualified = split(name);
  Element element{vocabulary_of_prefix(qualified.prefix), std::string(qualified.local), {}, {}};
  for (const XmlAttribute& attribute : attributes) {
    if (declares_namespace(attribute)) continue;
    const auto [prefix, local] = split(attribute.name);
    const Vocabulary vocabulary = prefix.empty() ? Vocabulary::plain : vocabulary_of_prefix(prefix);
    element.attributes.push_back({vocabulary, std::string(local), std::string(attribute.value)});
  }
  if (!qualified.prefix.empty() || levels_.empty()) return element;
  // What is in the root's own namespace is the format's, whatever that namespace is.
  const Namespace* own = find_namespace({});
  const bool odd = element.vocabulary == Vocabulary::other || root_is_rss_;
  if (own != nullptr && odd && !own->uri.empty() && own->uri == root_uri_) element.vocabulary = Vocabulary::plain;
  return element;
}

void TreeBuilder::open(std::string_view name, const std::vector<XmlAttribute>& attributes) {
  if (skipped_ > 0) {
    ++skipped_;
    return;
  }
  const std::size_t namespaces = namespaces_.size();
  declare(attributes);
  Element element = element_of(name, attributes);
  if (levels_.empty()) {
    const Namespace* own = find_namespace(split(name).prefix);
    if (own != nullptr && own->prefix.empty()) root_uri_ = own->uri;
    root_is_rss_ = core::equal_ignoring_case(element.name, "rss");
  }
  std::size_t& nodes = entry_level_ ? entry_nodes_ : feed_nodes_;
  const bool is_entry = is(element, {Vocabulary::plain, Vocabulary::atom}, "item") ||
                        is(element, {Vocabulary::plain, Vocabulary::atom}, "entry");
  const bool starts_entry = is_entry && !entry_level_ && !levels_.empty();
  if (++nodes > max_nodes && !starts_entry) {
    ++skipped_;
    forget(namespaces);
    return;
  }
  if (starts_entry) {
    entry_level_ = levels_.size();
    entry_nodes_ = 0;
    --feed_nodes_;
  }
  Level level{std::move(element), namespaces, std::nullopt, false};
  if (attribute(level.element, Vocabulary::xml, "base")) {
    level.has_base = true;
    level.base_around = base_;
    base_ = base_in(level.element, base_ ? base_ : url_);
  }
  levels_.push_back(std::move(level));
}

void TreeBuilder::close() {
  if (skipped_ > 0) {
    --skipped_;
    return;
  }
  if (levels_.empty()) return;
  Level done = std::move(levels_.back());
  levels_.pop_back();
  leave(std::move(done));
}

void TreeBuilder::leave(Level done) {
  forget(done.namespaces);
  if (levels_.empty()) {
    feed_.root = std::move(done.element);
    feed_.base = base_;
  } else if (entry_level_ == levels_.size()) {
    entry_level_.reset();
    on_entry_(levels_.front().element, RawEntry{std::move(done.element), base_});
    if (++entries_ == max_entries) reader_.stop();
  } else {
    levels_.back().element.children.push_back(Node{std::move(done.element)});
  }
  if (done.has_base) base_ = std::move(done.base_around);
}

void TreeBuilder::text(std::string_view piece) {
  if (levels_.empty()) return;
  std::vector<Node>& nodes = levels_.back().element.children;
  if (nodes.empty() || !std::holds_alternative<std::string>(nodes.back().value)) {
    nodes.push_back(Node{std::string(piece)});
  } else {
    std::get<std::string>(nodes.back().value).append(piece);
  }
}

RawFeed TreeBuilder::read() {
  reader_.read();
  finish();
  feed_.first_element = reader_.first_element();
  feed_.cut_off = reader_.was_cut_off();
  return std::move(feed_);
}

// Levels that are still open were cut off. The feed's own are as good as they are; an entry only between two fields.
void TreeBuilder::finish() {
  if (entry_level_ && levels_.size() > *entry_level_ + 1) {
    while (levels_.size() > *entry_level_) {
      if (levels_.back().has_base) base_ = std::move(levels_.back().base_around);
      levels_.pop_back();
    }
    entry_level_.reset();
  }
  skipped_ = 0;
  while (!levels_.empty()) close();
}

}  // namespace

std::optional<std::string> base_in(const Element& element, const std::optional<std::string>& outer) {
  const std::optional<std::string> own = attribute(element, Vocabulary::xml, "base");
  if (!own || core::trim(*own).empty()) return outer;
  const std::string_view written = core::trim(*own);
  if (outer) {
    if (auto resolved = core::resolve(*outer, written)) return resolved;
  }
  return core::Url::parse(written).scheme ? std::optional<std::string>(written) : outer;
}

RawFeed read_feed_xml(std::string_view text, const std::optional<std::string>& url,
                      const std::function<void(const Element& root, const RawEntry& entry)>& on_entry) {
  return TreeBuilder(text, url, on_entry).read();
}

}  // namespace mediumsync::parse
