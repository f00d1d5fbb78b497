#include "parse/feed_mend.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.hpp"
#include "parse/feed_text.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t max_piece = 65536;
constexpr std::size_t longest_reference = 140;  // a name of max_name and its frame
constexpr std::size_t max_depth = 200;          // libxml2 gives up at 256
constexpr std::size_t max_elements = 1'000'000;
constexpr std::size_t max_value = 4 << 20;     // libxml2 ends at ten million
constexpr std::size_t max_namespaces = 256;    // in scope; libxml2 searches them one by one
constexpr std::size_t max_names = 4096;        // of elements, attributes and namespaces; libxml2's dictionary gets slow
constexpr std::size_t max_expanded = 1 << 20;  // all uses of the DOCTYPE's entities together

// The bytes that may begin a character XML does not have: controls, U+FFFE and U+FFFF.
constexpr std::array<bool, 256> suspicious = [] {
  std::array<bool, 256> table{};
  for (std::size_t i = 0; i < 0x20; ++i) table[i] = true;
  table['\t'] = table['\n'] = table['\r'] = false;
  table[0xef] = true;
  return table;
}();

std::string without_forbidden(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (!suspicious[byte]) continue;
    const std::string_view three = text.substr(i, 3);
    if (byte == 0xef && three != "\xef\xbf\xbe" && three != "\xef\xbf\xbf") continue;
    out.append(text.substr(start, i - start));
    start = i + (byte == 0xef ? 3 : 1);
  }
  out.append(text.substr(start));
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
  constexpr std::array<std::string_view, 5> names = {"br", "img", "hr", "wbr", "input"};
  const std::string lower = core::ascii_lower(name);
  return std::ranges::find(names, lower) != names.end();
}

bool is_entry(std::string_view name) {
  return core::equal_ignoring_case(name, "item") || core::equal_ignoring_case(name, "entry");
}

bool is_namespace(std::string_view attribute) {
  return attribute == "xmlns" || attribute.starts_with("xmlns:");
}

}  // namespace

std::optional<std::string_view> XmlMender::next() {
  out_.clear();
  while (out_.empty() && !done_) {
    if (run_) {
      run();
    } else if (at_ >= text_.size()) {
      done_ = true;
    } else if (begins_markup(text_, at_)) {
      markup();
    } else {
      std::size_t end = at_ + 1;
      while (end < text_.size() && !begins_markup(text_, end)) end = std::min(text_.find('<', end + 1), text_.size());
      run_ = Run{end, References::decoded, end};
    }
  }
  if (out_.empty()) return std::nullopt;
  return out_;
}

// No piece ends inside a character or a reference.
void XmlMender::run() {
  std::size_t end = open_.empty() ? at_ : run_->end;
  if (end - at_ > max_piece) {
    end = at_ + max_piece;
    const std::size_t ampersand = text_.substr(end - longest_reference, longest_reference).rfind('&');
    if (ampersand != npos) end += ampersand - longest_reference;
    while (end > at_ + 1 && (static_cast<unsigned char>(text_[end]) & 0xc0) == 0x80) --end;
  }
  const std::string_view piece = text_.substr(at_, end - at_);
  at_ = end;
  const bool literal = run_->references == References::literal;
  if (open_.empty() || at_ == run_->end) {
    at_ = run_->after;
    run_.reset();
  }
  if (literal) {
    append_text(piece);
  } else {
    append_text(decoded(piece));
  }
}

void XmlMender::markup() {
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
void XmlMender::cdata() {
  constexpr std::size_t opening = 9;
  const std::size_t start = at_ + opening;
  const std::size_t found = text_.find("]]>", start);
  const std::size_t end = std::min(found, text_.size());
  at_ = start;
  run_ = Run{end, References::literal, found == npos ? text_.size() : end + 3};
}

void XmlMender::declaration() {
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
void XmlMender::instruction() {
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

void XmlMender::start_tag() {
  if (++elements_ > max_elements) {
    done_ = true;
    return;
  }
  const core::Expected<XmlTag, NoXmlTag> tag = read_xml_tag(text_, at_);
  if (!tag) {
    run_ = Run{tag.error().end, References::decoded, tag.error().end};
    return;
  }
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
  if (open_.size() >= max_depth || !is_known(tag->name)) {
    if (!childless) ++dropped_;
    return;
  }
  open_element(*tag);
}

void XmlMender::open_element(const XmlTag& tag) {
  std::size_t declared = 0;
  out_ += '<';
  out_ += tag.name;
  for (const XmlAttribute& attribute : tag.attributes) {
    if (!is_known(attribute.name)) continue;
    if (is_namespace(attribute.name)) {
      if (!is_known(attribute.value) || namespaces_ + ++declared > max_namespaces) continue;
    }
    out_ += ' ';
    out_ += attribute.name;
    out_ += "=\"";
    if (attribute.value.size() <= max_value) append_value(decoded(attribute.value));
    out_ += '"';
  }
  if (tag.closed || is_void(tag.name)) {
    out_ += "/>";
    if (open_.empty()) done_ = true;
    return;
  }
  out_ += '>';
  open_.push_back({tag.name, declared});
  namespaces_ += declared;
}

void XmlMender::end_tag() {
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

void XmlMender::close_through(std::size_t index) {
  while (open_.size() > index) {
    out_ += "</";
    out_ += open_.back().name;
    out_ += '>';
    namespaces_ -= open_.back().namespaces;
    open_.pop_back();
  }
  dropped_ = 0;
  if (open_.empty()) done_ = true;
}

std::optional<std::size_t> XmlMender::find_open(std::string_view name) const {
  for (std::size_t i = open_.size(); i > 0; --i) {
    if (core::equal_ignoring_case(open_[i - 1].name, name)) return i - 1;
  }
  return std::nullopt;
}

// Names and namespaces that were seen before, or may still be added.
bool XmlMender::is_known(std::string_view name) {
  if (names_.contains(name)) return true;
  if (names_.size() >= max_names) return false;
  names_.emplace(name);
  return true;
}

std::string XmlMender::decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t plain = std::min(text.find('&'), text.size());
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const std::size_t name_end = 1 + xml_name_length(text, 1);
    const bool whole = !entities_.empty() && name_end < text.size() && text[name_end] == ';';
    const auto entity = whole ? entities_.find(text.substr(1, name_end - 1)) : entities_.end();
    if (entity != entities_.end() && expanded_ + entity->second.size() <= max_expanded) {
      expanded_ += entity->second.size();
      out += entity->second;
      text.remove_prefix(name_end + 1);
    } else if (const auto reference = read_reference(text)) {
      out += reference->text;
      text.remove_prefix(reference->length);
    } else {
      out += '&';
      text.remove_prefix(1);
    }
  }
  return out;
}

void XmlMender::append_text(std::string_view text) {
  const std::string clean = without_forbidden(text);
  if (clean.find_first_of("<>&") == npos) {
    out_ += clean;
    return;
  }
  constexpr std::string_view end = "]]>";
  out_ += "<![CDATA[";
  std::size_t start = 0;
  for (std::size_t at = clean.find(end); at != npos; at = clean.find(end, start)) {
    out_.append(clean, start, at + 2 - start);
    out_ += "]]><![CDATA[";
    start = at + 2;
  }
  out_.append(clean, start);
  out_ += end;
}

void XmlMender::append_value(std::string_view text) {
  for (const char c : without_forbidden(text)) {
    switch (c) {
      case '&':
        out_ += "&amp;";
        break;
      case '<':
        out_ += "&lt;";
        break;
      case '"':
        out_ += "&quot;";
        break;
      default:
        out_ += c;
    }
  }
}

}  // namespace mediumsync::parse
