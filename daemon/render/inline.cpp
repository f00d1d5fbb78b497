#include "render/inline.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "core/html_escape.hpp"
#include "core/text.hpp"
#include "core/url.hpp"

namespace mediumsync::render {
namespace {

using core::Marks;

// A run or (without text) a break, with what stands around it.
struct Piece {
  std::optional<std::string_view> text;
  std::optional<std::string> target;
  Marks marks = Marks::none;
};

using Pieces = std::span<const Piece>;

constexpr Marks common(Marks a, Marks b) {
  return static_cast<Marks>(static_cast<std::uint8_t>(a) & static_cast<std::uint8_t>(b));
}

// A break between two pieces that look alike belongs to both, so that their elements need not close before it.
void dress_breaks(std::vector<Piece>& pieces) {
  for (std::size_t i = 1; i + 1 < pieces.size(); ++i) {
    if (pieces[i].text) continue;
    const auto next = std::find_if(pieces.begin() + static_cast<std::ptrdiff_t>(i), pieces.end(),
                                   [](const Piece& piece) { return piece.text.has_value(); });
    const Piece& before = pieces[i - 1];
    pieces[i].marks = common(before.marks, next->marks);
    if (before.target == next->target) pieces[i].target = before.target;
  }
}

std::vector<Piece> pieces_of(const core::Inlines& inlines) {
  std::vector<Piece> pieces;
  for (const core::Inline& part : inlines) {
    const core::Run* run = std::get_if<core::Run>(&part);
    if (run == nullptr) {
      if (!pieces.empty()) pieces.emplace_back();
    } else if (!run->text.empty()) {
      pieces.push_back({run->text, run->href ? link_target(*run->href) : std::nullopt, run->marks});
    }
  }
  while (!pieces.empty() && !pieces.back().text) pieces.pop_back();
  dress_breaks(pieces);
  return pieces;
}

struct Element {
  Marks mark;
  std::string_view open;
  std::string_view close;
};
constexpr std::array elements{Element{Marks::strong, "<strong>", "</strong>"},
                              Element{Marks::emphasis, "<em>", "</em>"}, Element{Marks::code, "<code>", "</code>"}};

// The HTML of pieces that lead to the same place; lives for one call.
class Marking {
 public:
  std::string operator()(Pieces pieces) {
    write(pieces, 0);
    return std::move(html_);
  }

 private:
  void write(Pieces pieces, std::size_t level) {
    if (level == elements.size()) {
      for (const Piece& piece : pieces) html_ += piece.text ? escaped(*piece.text) : "<br>";
      return;
    }
    const Element& element = elements[level];
    while (!pieces.empty()) {
      const bool inside = core::has(pieces.front().marks, element.mark);
      const auto end = std::find_if(pieces.begin(), pieces.end(),
                                    [&](const Piece& piece) { return core::has(piece.marks, element.mark) != inside; });
      const auto count = static_cast<std::size_t>(end - pieces.begin());
      if (inside) html_ += element.open;
      write(pieces.first(count), level + 1);
      if (inside) html_ += element.close;
      pieces = pieces.subspan(count);
    }
  }

  std::string html_;
};

}  // namespace

// Line breaks and tabs are spaces in a paragraph; no other control is anything.
std::string escaped(std::string_view text) {
  constexpr auto is_break = [](char c) { return c == '\n' || c == '\r' || c == '\t'; };
  constexpr auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  std::string html = core::escape_html(text);
  std::ranges::replace_if(html, is_break, ' ');
  std::erase_if(html, is_control);
  return html;
}

std::optional<std::string> link_target(std::string_view href) {
  constexpr std::array<std::string_view, 12> schemes{"mailto", "tel",  "sms",    "ftp",    "sftp", "irc",
                                                     "ircs",   "xmpp", "matrix", "magnet", "geo",  "news"};
  const core::Url url = core::Url::parse(href);
  if (!url.scheme) return std::nullopt;
  const bool known = std::any_of(schemes.begin(), schemes.end(), [&](std::string_view scheme) {
    return core::equal_ignoring_case(scheme, *url.scheme);
  });
  if (!known && !core::is_web_url(href)) return std::nullopt;
  return core::encode_unsafe(core::trim(href));
}

std::string inline_html(const core::Inlines& inlines) {
  const std::vector<Piece> all = pieces_of(inlines);
  Pieces pieces{all};
  std::string html;
  while (!pieces.empty()) {
    const auto& target = pieces.front().target;
    const auto end =
        std::find_if(pieces.begin(), pieces.end(), [&](const Piece& piece) { return piece.target != target; });
    const auto count = static_cast<std::size_t>(end - pieces.begin());
    const std::string content = Marking{}(pieces.first(count));
    html += target ? link_html(*target, content) : content;
    pieces = pieces.subspan(count);
  }
  return html;
}

std::vector<core::Inlines> lines_of(const core::Inlines& inlines) {
  std::vector<core::Inlines> lines(1);
  for (const core::Inline& part : inlines) {
    if (std::holds_alternative<core::Break>(part)) {
      lines.emplace_back();
    } else {
      lines.back().push_back(part);
    }
  }
  return lines;
}

core::Inlines with_marks(core::Inlines inlines, core::Marks marks) {
  for (core::Inline& part : inlines) {
    if (core::Run* run = std::get_if<core::Run>(&part)) run->marks = run->marks | marks;
  }
  return inlines;
}

bool is_blank(const core::Inlines& inlines) {
  return std::ranges::all_of(inlines, [](const core::Inline& part) {
    const core::Run* run = std::get_if<core::Run>(&part);
    return run == nullptr || core::is_blank(run->text);
  });
}

std::string link_html(std::string_view target, std::string_view text) {
  std::string html = "<a href=\"";
  html += escaped(target);
  html += "\">";
  html += text;
  html += "</a>";
  return html;
}

}  // namespace mediumsync::render
