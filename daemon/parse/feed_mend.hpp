// UTF-8 that was meant to be XML → XML that a parser gets through without losing text.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "parse/feed_doctype.hpp"
#include "parse/feed_tag.hpp"

namespace mediumsync::parse {

// Mends what real feeds break, piece by piece, so that a parser can be fed from it; belongs to the one who reads the
// feed. A well-formed feed passes unchanged but for this, which keeps the parser behind it harmless:
// - the XML declaration, comments, processing instructions and the DOCTYPE go; of the DOCTYPE's entities only short
// ones
//   without references live on. So nothing can be loaded and nothing can blow up;
// - character references, HTML's named entities included, become characters. Text that holds markup's characters goes
// on as
//   CDATA, which costs the parser less than a reference for each of them.
// Mended: text before the root and after it, ampersands and '<' that are just that, unquoted, doubled and unclosed
// attributes, end tags that are missing, crossed or never opened, HTML's <br>, controls that XML forbids.
// Ends are not made up where the input ends: an element that is still open then was cut off.
class XmlMender {
 public:
  // `text` must be UTF-8 and outlive this.
  explicit XmlMender(std::string_view text) : text_(text) {}

  // The next mended piece, valid until the next call; std::nullopt at the end.
  std::optional<std::string_view> next();

  // The first element that is no feed's root, for saying what the document is instead.
  const std::optional<std::string>& first_element() const { return first_element_; }

 private:
  struct Open {
    std::string name;
    std::size_t namespaces = 0;  // declared on it
  };
  enum class References { decoded, literal };
  // Text that is being passed on, in pieces.
  struct Run {
    std::size_t end = 0;
    References references = References::decoded;
    std::size_t after = 0;  // where reading goes on, behind a section's end
  };

  void run();
  void markup();
  void cdata();
  void declaration();
  void instruction();
  void start_tag();
  void end_tag();
  void open_element(const XmlTag& tag);
  void close_through(std::size_t index);
  std::optional<std::size_t> find_open(std::string_view name) const;
  bool is_known(std::string_view name);
  std::string decoded(std::string_view text);
  void append_text(std::string_view text);
  void append_value(std::string_view text);

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
  std::optional<Run> run_;
  std::vector<Open> open_;
  std::size_t dropped_ = 0;  // open elements whose tags were dropped: too deep, or one name too many
  std::size_t elements_ = 0;
  std::size_t namespaces_ = 0;  // declarations in scope
  std::set<std::string, std::less<>> names_;
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
