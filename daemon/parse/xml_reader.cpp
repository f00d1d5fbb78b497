#include "parse/xml_reader.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "core/text.hpp"
#include "parse/feed_text.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t max_piece = 65536;
constexpr std::size_t max_depth = 200;  // of elements: who gets them may recurse
constexpr std::size_t max_elements = 1'000'000;
constexpr std::size_t max_expanded = 1 << 20;  // all uses of the DOCTYPE's entities together

bool is_forbidden_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n';
}

// U+FFFE and U+FFFF, which XML does not have.
bool is_noncharacter(std::string_view text, std::size_t at) {
  const std::string_view three = text.substr(at, 3);
  return three == "\xef\xbf\xbe" || three == "\xef\xbf\xbf";
}

// Whether anything stands in the text that needs a closer look. Whole blocks are looked at without a branch, which the
// compiler makes into a few instructions.
bool is_clean(std::string_view text) {
  constexpr std::size_t block = 64;
  std::size_t at = 0;
  for (; at + block <= text.size(); at += block) {
    unsigned found = 0;
    for (std::size_t i = 0; i < block; ++i) {
      const auto c = static_cast<unsigned char>(text[at + i]);
      found |= static_cast<unsigned>(c < 0x20) & static_cast<unsigned>(c != '\n') & static_cast<unsigned>(c != '\t');
    }
    if (found != 0) return false;
  }
  if (std::ranges::any_of(text.substr(at), is_forbidden_control)) return false;
  return text.find("\xef\xbf\xbe") == npos && text.find("\xef\xbf\xbf") == npos;
}

// Without the characters that XML forbids; every line ends in '\n' alone (XML 1.0 sections 2.2 and 2.11).
std::optional<std::string> cleaned(std::string_view text) {
  if (is_clean(text)) return std::nullopt;
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r') {
      if (i + 1 == text.size() || text[i + 1] != '\n') out += '\n';
    } else if (static_cast<unsigned char>(c) == 0xef && is_noncharacter(text, i)) {
      i += 2;
    } else if (!is_forbidden_control(c)) {
      out += c;
    }
  }
  return out;
}

// A '<' that begins nothing is text.
bool begins_markup(std::string_view text, std::size_t at) {
  if (text[at] != '<' || at + 1 == text.size()) return false;
  const char next = text[at + 1];
  if (next == '/') return at + 2 < text.size() && is_xml_name_start(text[at + 2]);
  return next == '!' || next == '?' || is_xml_name_start(next);
}

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == npos ? name : name.substr(colon + 1);
}

bool is_root(std::string_view name) {
  constexpr std::array<std::string_view, 4> roots = {"rss", "feed", "rdf", "channel"};
  const std::string local = core::ascii_lower(local_name(name));
  return std::ranges::find(roots, local) != roots.end();
}

// HTML's elements without an end tag, as far as no feed format has one of that name.
bool is_void(std::string_view name) {
  constexpr std::size_t longest = 5;
  if (name.size() > longest) return false;
  constexpr std::array<std::string_view, 5> names = {"br", "img", "hr", "wbr", "input"};
  const std::string lower = core::ascii_lower(name);
  return std::ranges::find(names, lower) != names.end();
}

bool is_entry(std::string_view name) {
  return core::equal_ignoring_case(name, "item") || core::equal_ignoring_case(name, "entry");
}

}  // namespace

XmlReader::XmlReader(std::string_view text, XmlSink& sink)
    : clean_(cleaned(text)), text_(clean_ ? std::string_view(*clean_) : text), sink_(sink) {}

void XmlReader::read() {
  while (!done_ && at_ < text_.size()) {
    if (begins_markup(text_, at_)) {
      markup();
      continue;
    }
    std::size_t end = std::min(text_.find('<', at_ + 1), text_.size());
    while (end < text_.size() && !begins_markup(text_, end)) end = std::min(text_.find('<', end + 1), text_.size());
    run_until(end);
  }
}

void XmlReader::run_until(std::size_t end) {
  const std::string_view run = text_.substr(at_, end - at_);
  at_ = end;
  if (!open_.empty()) tell_text(run);
}

void XmlReader::tell_text(std::string_view text) {
  if (text.find('&') == npos) return sink_.text(text);
  decoded_.clear();
  while (!text.empty()) {
    const std::size_t plain = std::min(text.find('&'), text.size());
    decoded_.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (!text.empty()) text.remove_prefix(append_reference(text, decoded_));
    if (decoded_.size() < max_piece) continue;
    sink_.text(decoded_);
    decoded_.clear();
  }
  if (!decoded_.empty()) sink_.text(decoded_);
}

// What `text` begins with, an ampersand, is put behind `out`: how many bytes of it that took.
std::size_t XmlReader::append_reference(std::string_view text, std::string& out) {
  using Common = std::pair<std::string_view, char>;
  constexpr std::array<Common, 4> common = {{{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}}};
  if (!entities_.empty()) {
    const std::size_t name_end = 1 + xml_name_length(text, 1);
    const bool whole = name_end < text.size() && text[name_end] == ';';
    const auto entity = whole ? entities_.find(text.substr(1, name_end - 1)) : entities_.end();
    if (entity != entities_.end() && expanded_ + entity->second.size() <= max_expanded) {
      expanded_ += entity->second.size();
      out += entity->second;
      return name_end + 1;
    }
  }
  for (const auto& [name, character] : common) {
    if (!text.starts_with(name)) continue;
    out += character;
    return name.size();
  }
  if (const auto reference = read_reference(text)) {
    out += reference->text;
    return reference->length;
  }
  out += '&';
  return 1;
}

// White space in a value is spaces (XML 1.0 section 3.3.3).
void XmlReader::decode_values(std::vector<XmlAttribute>& attributes) {
  values_.resize(std::max(values_.size(), attributes.size()));
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    std::string_view written = attributes[i].value;
    if (written.find_first_of("&\n\t") == npos) continue;
    std::string& value = values_[i];
    value.clear();
    while (!written.empty()) {
      const std::size_t plain = std::min(written.find('&'), written.size());
      value.append(written.substr(0, plain));
      written.remove_prefix(plain);
      if (!written.empty()) written.remove_prefix(append_reference(written, value));
    }
    std::ranges::replace_if(
        value, [](char c) { return c == '\n' || c == '\t'; }, ' ');
    attributes[i].value = value;
  }
}

void XmlReader::markup() {
  const std::string_view rest = text_.substr(at_);
  if (rest.starts_with("<!--")) {
    const std::size_t end = no_comment_end_ ? npos : rest.find("-->", 4);
    no_comment_end_ = end == npos;
    at_ += end == npos ? 4 : end + 3;
  } else if (rest.starts_with("<![CDATA[")) {
    cdata();
  } else if (rest.starts_with("<!")) {
    declaration();
  } else if (rest.starts_with("<?")) {
    instruction();
  } else if (rest[1] == '/') {
    end_tag();
  } else {
    start_tag();
  }
}

// A section without an end was cut off with the document, and is text up to there.
void XmlReader::cdata() {
  constexpr std::size_t opening = 9;
  const std::size_t start = at_ + opening;
  const std::size_t found = text_.find("]]>", start);
  const std::size_t end = std::min(found, text_.size());
  at_ = found == npos ? text_.size() : end + 3;
  if (!open_.empty() && end > start) sink_.text(text_.substr(start, end - start));
}

void XmlReader::declaration() {
  constexpr std::string_view keyword = "<!DOCTYPE";
  if (!seen_root_ && !seen_doctype_ && core::equal_ignoring_case(text_.substr(at_, keyword.size()), keyword)) {
    seen_doctype_ = true;
    std::optional<Doctype> doctype = read_doctype(text_, at_);
    at_ = doctype ? doctype->end : at_ + 2;
    if (doctype) entities_ = std::move(doctype->entities);
    return;
  }
  const std::size_t end = no_bracket_ ? npos : text_.find('>', at_);
  no_bracket_ = end == npos;
  at_ = end == npos ? at_ + 2 : end + 1;
}

// Instructions end in "?>", but a forgotten '?' must not swallow what follows.
void XmlReader::instruction() {
  const std::size_t markup = std::min(text_.find('<', at_ + 2), text_.size());
  const std::string_view inside = text_.substr(at_, markup - at_);
  if (const std::size_t end = inside.find("?>"); end != npos) {
    at_ += end + 2;
  } else if (const std::size_t bracket = inside.find('>'); bracket != npos) {
    at_ += bracket + 1;
  } else {
    at_ += 2;
  }
}

void XmlReader::start_tag() {
  if (++elements_ > max_elements) return stop();
  core::Expected<XmlTag, NoXmlTag> tag = read_xml_tag(text_, at_);
  if (!tag) return run_until(tag.error().end);
  at_ = tag->end;
  if (!seen_root_) {
    if (!first_element_) first_element_ = tag->name;
    if (!is_root(tag->name)) return;
    seen_root_ = true;
  }
  if (is_entry(tag->name)) {
    if (const auto open = find_open(tag->name)) close_through(*open);
  }
  const bool childless = tag->closed || is_void(tag->name);
  if (open_.size() >= max_depth) {
    if (!childless) ++dropped_;
    return;
  }
  decode_values(tag->attributes);
  sink_.open(tag->name, tag->attributes);
  open_.push_back(std::move(tag->name));
  if (childless) close_through(open_.size() - 1);
}

void XmlReader::end_tag() {
  const std::size_t start = at_ + 2;
  const std::size_t length = xml_name_length(text_, start);
  const std::string name = qualified_xml_name(text_.substr(start, length));
  const std::size_t stop = std::min(text_.find_first_of("<>", start + length), text_.size());
  at_ = stop < text_.size() && text_[stop] == '>' ? stop + 1 : stop;
  if (dropped_ > 0) {
    --dropped_;
    return;
  }
  if (const auto open = find_open(name)) close_through(*open);
}

void XmlReader::close_through(std::size_t index) {
  while (open_.size() > index) {
    open_.pop_back();
    sink_.close();
  }
  dropped_ = 0;
  if (open_.empty()) done_ = true;
}

std::optional<std::size_t> XmlReader::find_open(std::string_view name) const {
  for (std::size_t i = open_.size(); i > 0; --i) {
    if (core::equal_ignoring_case(open_[i - 1], name)) return i - 1;
  }
  return std::nullopt;
}

}  // namespace mediumsync::parse
