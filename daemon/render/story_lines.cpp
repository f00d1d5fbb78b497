#include "render/story_lines.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.hpp"
#include "render/story.hpp"
#include "render/story_html.hpp"

namespace mediumsync::render {
namespace {

// Gathers the words of each line. Lives within one call of story_lines().
class LineReader {
 public:
  std::vector<StoryLine> read(std::string_view html) && {
    for (const StoryPiece& piece : pieces_of(html)) {
      if (const auto* text = std::get_if<StoryText>(&piece)) {
        text_ += unescaped(text->html);
        if (kind_ == "code") end_code_lines();
      } else {
        read(std::get<StoryTag>(piece));
      }
    }
    return std::move(lines_);
  }

 private:
  void read(const StoryTag& tag) {
    if (tag.name == "br") return end_line();
    if (tag.name == "a") return read_link(tag);
    if (tag.name == "hr") return add("divider", "* * *");
    if (tag.name == "img") return read_image(tag);
    const std::string kind = kind_of(tag.name);
    if (kind.empty()) return;
    if (tag.closing) end_line();
    kind_ = tag.closing ? std::string() : kind;
  }

  // "heading" for an <h1> that is not the first.
  std::string kind_of(std::string_view name) const {
    if (name == "h1") return lines_.empty() ? "title" : "heading";
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kinds{{{"h2", "subtitle"},
                                                                                  {"h4", "heading"},
                                                                                  {"p", "paragraph"},
                                                                                  {"li", "item"},
                                                                                  {"blockquote", "quote"},
                                                                                  {"pre", "code"},
                                                                                  {"figcaption", "caption"}}};
    for (const auto& [tag, kind] : kinds) {
      if (tag == name) return std::string(kind);
    }
    return {};
  }

  void read_link(const StoryTag& tag) {
    if (!tag.closing) {
      href_ = tag.attribute("href").value_or("");
      words_begin_ = text_.size();
      return;
    }
    if (text_.substr(std::min(words_begin_, text_.size())) != href_) text_ += " (" + href_ + ")";
  }

  void read_image(const StoryTag& tag) {
    const std::string alt = core::collapse_space(tag.attribute("alt").value_or(""));
    add("image", (alt.empty() ? "" : alt + " ") + "(" + tag.attribute("src").value_or("") + ")");
  }

  // White space counts in code.
  void end_code_lines() {
    while (true) {
      const std::size_t end = text_.find('\n');
      if (end == std::string::npos) return;
      lines_.push_back({kind_, text_.substr(0, end)});
      text_.erase(0, end + 1);
    }
  }

  void end_line() {
    if (kind_ == "code") {
      lines_.push_back({kind_, std::exchange(text_, {})});
    } else {
      add(kind_, core::collapse_space(std::exchange(text_, {})));
    }
    words_begin_ = 0;
  }

  void add(std::string kind, std::string text) {
    if (!text.empty()) lines_.push_back({std::move(kind), std::move(text)});
  }

  std::vector<StoryLine> lines_;
  std::string kind_;
  std::string text_;
  std::string href_;
  std::size_t words_begin_ = 0;
};

}  // namespace

std::vector<StoryLine> story_lines(const core::Post& post) {
  return LineReader().read(story(post, upload_placeholder).html);
}

}  // namespace mediumsync::render
