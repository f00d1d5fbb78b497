#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/text.hpp"
#include "core/url.hpp"
#include "render/story.hpp"
#include "render/table.hpp"
#include "render/walk.hpp"

namespace mediumsync::render {
namespace {

using core::Severity;

constexpr std::size_t headline_characters = 70;    // what search results and cards show of a title
constexpr std::size_t long_post_words = 500;       // should have a subheading
constexpr std::size_t named_without_alt = 20;      // images, each in a finding of its own
constexpr std::size_t long_paragraph_words = 200;  // about a screenful on a telephone

std::size_t count_words(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!space && !inside) ++words;
    inside = !space;
  }
  return words;
}

std::string name_of(const core::Image& image) {
  const auto* remote = std::get_if<core::RemoteImage>(&image.source);
  return remote != nullptr ? remote->url : std::get<core::LocalImage>(image.source).path;
}

std::optional<int> line_of(const core::Image& image) {
  return std::visit([](const auto& source) { return source.line.number; }, image.source);
}

// The extension of a format that Medium refuses, of an image on the web. One beside the post was looked at as it was
// read.
std::optional<std::string> refused_format(const core::Image& image) {
  if (!std::holds_alternative<core::RemoteImage>(image.source)) return std::nullopt;
  const std::string path = core::ascii_lower(core::Url::parse(name_of(image)).path);
  for (const char* extension : {".svg", ".svgz", ".webp", ".avif", ".bmp", ".heic", ".ico"}) {
    if (path.ends_with(extension)) return std::string(extension + 1);
  }
  return std::nullopt;
}

// Looks at one post and gathers what there is to say.
class Lint {
 public:
  explicit Lint(const core::Post& post) : post_(post) {}

  core::Findings findings() && {
    check_title();
    walk(post_.body, [this](const core::Block& block) {
      // What has no line of its own stands in or right after what had one.
      if (block.line.number) line_ = block.line.number;
      std::visit([this](const auto& value) { check(value); }, block.value);
    });
    check_whole();
    return std::move(findings_);
  }

 private:
  void add(Severity severity, std::string code, std::string message, std::optional<int> line = std::nullopt) {
    findings_.push_back({severity, std::move(code), std::move(message), line});
  }

  // Whether what became of the image is known already.
  bool is_told(const std::string& name) const {
    return std::ranges::any_of(post_.findings, [&](const core::Finding& finding) {
      return finding.code.starts_with("image-") && finding.message.find(name) != std::string::npos;
    });
  }

  void check_title() {
    const std::size_t length = core::count_characters(post_.title);
    const auto is_known = [](const core::Finding& finding) { return finding.code == "title-too-long"; };
    if (length > core::max_title_characters) {
      // normalise() says so already of a post that came through it.
      if (std::none_of(post_.findings.begin(), post_.findings.end(), is_known)) {
        add(Severity::warning, "title-too-long",
            "the title has " + std::to_string(length) + " characters, Medium's listings take " +
                std::to_string(core::max_title_characters));
      }
    } else if (length > headline_characters) {
      add(Severity::advice, "title-long",
          "the title has " + std::to_string(length) + " characters; search results and cards show about " +
              std::to_string(headline_characters) + ", so shorten it or say the main thing first");
    }
  }

  template <typename Value>
  void check(const Value&) {}

  void check(const core::Heading& heading) {
    ++headings_;
    if (heading.level != core::HeadingLevel::minor) return;
    if (minor_headings_++ == 0) minor_heading_line_ = line_;
  }

  void check(const core::Paragraph& paragraph) {
    const std::string text = core::collapse_space(core::plain_text(paragraph.text));
    const std::size_t words = count_words(text);
    if (words <= long_paragraph_words) return;
    add(Severity::advice, "wall-of-text",
        "a paragraph of " + std::to_string(words) + " words, which few read: break it up. It begins \"" +
            core::cut_on_word(text, 50) + "\"",
        line_);
  }

  void check(const core::Image& image) {
    ++images_;
    const std::optional<int> line = line_of(image) ? line_of(image) : line_;
    const std::string name = core::cut_on_word(core::printable(name_of(image)), 200);
    if (core::is_blank(image.alt) && ++without_alt_ <= named_without_alt) {
      add(Severity::advice, "image-alt",
          "the image " + name + " has no alternative text: say what it shows, for those who can't see it", line);
    }
    if (const auto format = refused_format(image); format && !is_told(name)) {
      add(Severity::advice, "image-format",
          "Medium takes no " + *format + " images: it is fetched and converted before the story is sent, " + name,
          line);
    }
  }

  void check(const core::Table& table) {
    if (fits(table)) return;
    add(Severity::advice, "table-wide",
        "a table that is wider than " + std::to_string(max_table_width) +
            " columns or has lines in its cells is set row by row; nothing of it is lost",
        line_);
  }

  void check_alternative_texts() {
    if (without_alt_ <= named_without_alt) return;
    add(Severity::advice, "image-alt",
        std::to_string(without_alt_ - named_without_alt) + " more images have no alternative text");
  }

  void check_whole() {
    check_alternative_texts();
    if (images_ == 0)
      add(Severity::advice, "no-image", "the story has no image for its card: put one near its beginning");
    if (headings_ == 0 && count_words(core::plain_text(post_.body)) > long_post_words) {
      add(Severity::advice, "no-subheading",
          "the story is long and has no subheading: one every few hundred words shows readers their way");
    }
    if (minor_headings_ > 0) {
      add(Severity::advice, "heading-depth",
          std::to_string(minor_headings_) + " headings below Medium's two levels become bold lines",
          minor_heading_line_);
    }
    if (post_.tags.empty())
      add(Severity::advice, "no-tags", "the story has no tags: readers find it by them, and Medium takes three");
  }

  const core::Post& post_;
  core::Findings findings_;
  std::size_t headings_ = 0;
  std::size_t minor_headings_ = 0;
  std::size_t images_ = 0;
  std::size_t without_alt_ = 0;
  std::optional<int> line_;
  std::optional<int> minor_heading_line_;
};

}  // namespace

core::Findings lint(const core::Post& post) {
  return Lint{post}.findings();
}

core::Findings all_findings(const core::Post& post) {
  core::Findings findings = post.findings;
  for (core::Finding& finding : lint(post)) {
    if (std::ranges::find(findings, finding) == findings.end()) findings.push_back(std::move(finding));
  }
  std::ranges::sort(findings, {}, [](const core::Finding& finding) {
    return std::tuple(finding.line.value_or(0), finding.severity, std::string_view(finding.code),
                      std::string_view(finding.message));
  });
  return findings;
}

}  // namespace mediumsync::render
