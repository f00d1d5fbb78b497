// UTF-8 that was meant to be XML → elements and text, as a browser would make out what was meant.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parse/feed_doctype.hpp"
#include "parse/feed_tag.hpp"

namespace mediumsync::parse {

// What the reader tells of a feed. Each element that is opened is closed, unless the text ends inside of it.
class XmlSink {
 public:
  XmlSink() = default;
  XmlSink(const XmlSink&) = delete;
  XmlSink& operator=(const XmlSink&) = delete;
  virtual ~XmlSink() = default;

  // References in the values of the attributes are resolved.
  virtual void open(std::string_view name, const std::vector<XmlAttribute>& attributes) = 0;
  // A piece of text, valid during the call.
  virtual void text(std::string_view piece) = 0;
  virtual void close() = 0;
};

// Reads a feed from its first byte to its last, once; belongs to the one who reads the feed. The XML declaration,
// comments, processing instructions and the DOCTYPE are passed over; of the DOCTYPE's entities only short ones without
// references live on. So nothing can be loaded and nothing can blow up. HTML's named entities are known.
// Mended: text before the root and after it, ampersands and '<' that are just that, unquoted, doubled and unclosed
// attributes, end tags that are missing, crossed or never opened, HTML's <br>, controls that XML forbids.
// Ends are not made up where the input ends: an element that is still open then was cut off.
class XmlReader {
 public:
  // `text` must be UTF-8 and outlive this.
  XmlReader(std::string_view text, XmlSink& sink);

  void read();
  // What follows is not read; for a sink that has enough.
  void stop() { done_ = true; }

  // The text ended inside of an element.
  bool was_cut_off() const { return !done_ && !open_.empty(); }

  // The first element that is no feed's root, for saying what the document is instead.
  const std::optional<std::string>& first_element() const { return first_element_; }

 private:
  void markup();
  void run_until(std::size_t end);
  void cdata();
  void declaration();
  void instruction();
  void start_tag();
  void end_tag();
  void close_through(std::size_t index);
  std::optional<std::size_t> find_open(std::string_view name) const;
  std::size_t append_reference(std::string_view text, std::string& out);
  void decode_values(std::vector<XmlAttribute>& attributes);
  void tell_text(std::string_view text);

  std::optional<std::string> clean_;  // the text, where something had to be taken out of it
  std::string_view text_;
  XmlSink& sink_;
  std::size_t at_ = 0;
  std::string decoded_;              // room for one piece of text
  std::vector<std::string> values_;  // room for the values of one tag
  std::vector<std::string> open_;
  std::size_t dropped_ = 0;  // open elements whose tags were dropped, since they lie too deep
  std::size_t elements_ = 0;
  PlainEntities entities_;
  std::size_t expanded_ = 0;  // bytes that the DOCTYPE's entities came to
  bool done_ = false;
  bool seen_root_ = false;
  bool seen_doctype_ = false;
  bool no_comment_end_ = false;  // each search that failed once is not made again: the time stays linear
  bool no_bracket_ = false;
  std::optional<std::string> first_element_;
};

}  // namespace mediumsync::parse
