#include "parse/feed_xml.hpp"

#include <algorithm>
#include <cstring>
#include <exception>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "core/text.hpp"
#include "core/url.hpp"
#include "parse/feed_mend.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t max_nodes = 50'000;  // elements of one entry, or of the feed around its entries

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view{} : std::string_view(reinterpret_cast<const char*>(text));
}

std::string string_between(const xmlChar* begin, const xmlChar* end) {
  return {begin, end};
}

// Builds elements from the parser's events. Lives on the stack of read_feed_xml, which is also where an exception that
// a callback caught goes on its way: none crosses libxml2's frames.
class TreeBuilder {
 public:
  using OnEntry = std::function<void(const Element& root, const RawEntry& entry)>;

  TreeBuilder(std::string_view text, const std::optional<std::string>& url, const OnEntry& on_entry)
      : mender_(text), url_(url), on_entry_(on_entry) {}

  void parse();
  RawFeed take();

 private:
  struct Level {
    Element element;
    std::optional<std::string> base;
  };

  static int read(void* self, char* buffer, int size);
  static void start(void* self, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri, int, const xmlChar**,
                    int attribute_count, int, const xmlChar** attributes);
  static void end(void* self, const xmlChar*, const xmlChar*, const xmlChar*);
  static void characters(void* self, const xmlChar* text, int length);

  template <typename Step>
  void guarded(Step step) {
    if (failure_) return;
    try {
      step();
    } catch (...) {
      failure_ = std::current_exception();
      if (context_ != nullptr) xmlStopParser(context_);
    }
  }

  void open(Element element, std::string_view uri);
  void close();
  void add_text(std::string_view text);
  std::optional<std::string> resolve_base(const Element& element, const std::optional<std::string>& outer) const;
  std::size_t copy_mended(char* buffer, std::size_t size);

  XmlMender mender_;
  std::string_view piece_;
  std::optional<std::string> url_;
  const OnEntry& on_entry_;
  xmlParserCtxtPtr context_ = nullptr;
  std::exception_ptr failure_;
  std::vector<Level> levels_;
  std::optional<std::size_t> entry_level_;
  std::string root_uri_;
  std::size_t skipped_ = 0;  // open elements that are beyond max_nodes: their text goes to what they are in
  std::size_t feed_nodes_ = 0;
  std::size_t entry_nodes_ = 0;
  std::size_t entries_ = 0;
  RawFeed feed_;
};

int TreeBuilder::read(void* self, char* buffer, int size) {
  auto* builder = static_cast<TreeBuilder*>(self);
  int copied = -1;
  builder->guarded(
      [&] { copied = static_cast<int>(builder->copy_mended(buffer, static_cast<std::size_t>(std::max(size, 0)))); });
  return copied;
}

std::size_t TreeBuilder::copy_mended(char* buffer, std::size_t size) {
  if (piece_.empty()) piece_ = mender_.next().value_or(std::string_view{});
  const std::size_t count = piece_.copy(buffer, size);
  piece_.remove_prefix(count);
  return count;
}

void TreeBuilder::start(void* self, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri, int,
                        const xmlChar**, int attribute_count, int, const xmlChar** attributes) {
  auto* builder = static_cast<TreeBuilder*>(self);
  builder->guarded([&] {
    Element element{vocabulary_of(view(uri), view(prefix)), std::string(view(name)), {}, {}};
    // Five pointers each: local name, prefix, namespace, begin and end of the value.
    for (int i = 0; i < attribute_count; ++i) {
      const xmlChar** attribute = attributes + 5 * static_cast<std::ptrdiff_t>(i);
      element.attributes.push_back({vocabulary_of(view(attribute[2]), view(attribute[1])),
                                    std::string(view(attribute[0])), string_between(attribute[3], attribute[4])});
    }
    builder->open(std::move(element), prefix == nullptr ? view(uri) : std::string_view{});
  });
}

void TreeBuilder::end(void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
  auto* builder = static_cast<TreeBuilder*>(self);
  builder->guarded([&] { builder->close(); });
}

void TreeBuilder::characters(void* self, const xmlChar* text, int length) {
  auto* builder = static_cast<TreeBuilder*>(self);
  builder->guarded([&] { builder->add_text({reinterpret_cast<const char*>(text), static_cast<std::size_t>(length)}); });
}

void TreeBuilder::open(Element element, std::string_view uri) {
  if (levels_.empty()) {
    root_uri_ = uri;
  } else if (element.vocabulary == Vocabulary::other && !uri.empty() && uri == root_uri_) {
    element.vocabulary = Vocabulary::plain;
  }
  std::size_t& nodes = entry_level_ ? entry_nodes_ : feed_nodes_;
  const bool is_entry = is(element, {Vocabulary::plain, Vocabulary::atom}, "item") ||
                        is(element, {Vocabulary::plain, Vocabulary::atom}, "entry");
  const bool starts_entry = is_entry && !entry_level_ && !levels_.empty();
  if (skipped_ > 0 || (++nodes > max_nodes && !starts_entry)) {
    ++skipped_;
    return;
  }
  std::optional<std::string> base = resolve_base(element, levels_.empty() ? std::nullopt : levels_.back().base);
  if (starts_entry) {
    entry_level_ = levels_.size();
    entry_nodes_ = 0;
    --feed_nodes_;
  }
  levels_.push_back({std::move(element), std::move(base)});
}

void TreeBuilder::close() {
  if (skipped_ > 0) {
    --skipped_;
    return;
  }
  if (levels_.empty()) return;
  Level done = std::move(levels_.back());
  levels_.pop_back();
  if (levels_.empty()) {
    feed_.root = std::move(done.element);
    feed_.base = std::move(done.base);
  } else if (entry_level_ == levels_.size()) {
    entry_level_.reset();
    on_entry_(levels_.front().element, RawEntry{std::move(done.element), std::move(done.base)});
    if (++entries_ == max_entries && context_ != nullptr) xmlStopParser(context_);
  } else {
    levels_.back().element.children.push_back(Node{std::move(done.element)});
  }
}

void TreeBuilder::add_text(std::string_view text) {
  if (levels_.empty()) return;
  std::vector<Node>& nodes = levels_.back().element.children;
  if (nodes.empty() || !std::holds_alternative<std::string>(nodes.back().value)) nodes.push_back(Node{std::string()});
  std::get<std::string>(nodes.back().value).append(text);
}

std::optional<std::string> TreeBuilder::resolve_base(const Element& element,
                                                     const std::optional<std::string>& outer) const {
  if (!attribute(element, Vocabulary::xml, "base")) return outer;
  return base_in(element, outer ? outer : url_);
}

void TreeBuilder::parse() {
  xmlSAXHandler handler;
  std::memset(&handler, 0, sizeof handler);
  handler.initialized = XML_SAX2_MAGIC;
  handler.startElementNs = start;
  handler.endElementNs = end;
  handler.characters = characters;
  handler.ignorableWhitespace = characters;
  handler.cdataBlock = characters;
  handler.serror = [](void*, xmlErrorPtr) {};
  const std::unique_ptr<xmlParserCtxt, decltype(&xmlFreeParserCtxt)> context(
      xmlCreateIOParserCtxt(&handler, this, read, nullptr, this, XML_CHAR_ENCODING_UTF8), xmlFreeParserCtxt);
  if (!context) {
    if (failure_) std::rethrow_exception(failure_);
    throw std::bad_alloc();
  }
  context_ = context.get();
  xmlCtxtUseOptions(context.get(), XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_NOERROR |
                                       XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC);
  xmlParseDocument(context.get());
  context_ = nullptr;
  if (failure_) std::rethrow_exception(failure_);
}

// Levels that are still open were cut off. The feed's own are as good as they are; an entry only between two fields.
RawFeed TreeBuilder::take() {
  if (entry_level_ && levels_.size() > *entry_level_ + 1) {
    while (levels_.size() > *entry_level_) levels_.pop_back();
    entry_level_.reset();
  }
  skipped_ = 0;
  while (!levels_.empty()) close();
  feed_.first_element = mender_.first_element();
  return std::move(feed_);
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
  TreeBuilder builder(text, url, on_entry);
  builder.parse();
  return builder.take();
}

}  // namespace mediumsync::parse
