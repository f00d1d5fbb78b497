#include "sandbox/model/graf.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "sandbox/model/html_tree.hpp"
#include "sandbox/model/inline_run.hpp"
#include "sandbox/model/text.hpp"

namespace mediumsync::sandbox {
namespace {

constexpr std::array<std::string_view, 35> code_languages{
    "bash",       "c",    "cpp",        "csharp",     "css",    "dart", "diff", "go",       "graphql",
    "ini",        "java", "javascript", "json",       "kotlin", "less", "lua",  "makefile", "markdown",
    "objectivec", "perl", "php",        "plaintext",  "python", "r",    "ruby", "rust",     "scss",
    "shell",      "sql",  "swift",      "typescript", "vbnet",  "wasm", "xml",  "yaml"};

constexpr std::array<std::string_view, 8> embed_hosts{"gist.github.com",    "youtube.com",  "youtu.be",
                                                      "twitter.com",        "x.com",        "vimeo.com",
                                                      "mobile.twitter.com", "m.youtube.com"};

bool becomes_embed(std::string_view text) {
  if (text.find_first_of(" \n\t") != std::string_view::npos) return false;
  const auto address = parse_web_address(text);
  if (!address || address->target == "/") return false;
  const std::string_view host = address->host;
  return std::ranges::find(embed_hosts, host.starts_with("www.") ? host.substr(4) : host) != embed_hosts.end();
}

// Walks the tree once and writes down the grafs as it meets them. Lives for one call of draw().
class Drawing {
 public:
  explicit Drawing(Route route) : route_(route) {}

  std::vector<Graf> finish(const GumboNode& body) {
    walk(body, Graf::Kind::paragraph);
    return std::move(grafs_);
  }

 private:
  void walk(const GumboNode& parent, Graf::Kind kind) {
    InlineRun run;
    for (const GumboNode* child : children(parent)) {
      if (is_inline(*child)) {
        run.add(*child);
        continue;
      }
      write(run, kind);
      block(*child, kind);
    }
    write(run, kind);
  }

  void block(const GumboNode& node, Graf::Kind kind) {
    if (!is_element(node)) return;
    switch (node.v.element.tag) {
      case GUMBO_TAG_H1:
        return heading(node, has_title_ ? Graf::Kind::large : Graf::Kind::title);
      case GUMBO_TAG_H2:
        return heading(node, follows_title() ? Graf::Kind::subtitle : Graf::Kind::large);
      case GUMBO_TAG_H3:
      case GUMBO_TAG_H4:
        return heading(node, Graf::Kind::small);
      case GUMBO_TAG_BLOCKQUOTE:
        return walk(node, quote_kind(node));
      case GUMBO_TAG_PRE:
        return code(node);
      case GUMBO_TAG_UL:
        return list(node, Graf::Kind::bullet);
      case GUMBO_TAG_OL:
        return list(node, Graf::Kind::numbered);
      case GUMBO_TAG_FIGURE:
        return figure(node, kind);
      case GUMBO_TAG_HR:
        return grafs_.push_back({Graf::Kind::divider, "", ""});
      default:
        if (!is_lost(node)) walk(node, kind);
    }
  }

  bool follows_title() const { return !grafs_.empty() && grafs_.back().kind == Graf::Kind::title; }

  static Graf::Kind quote_kind(const GumboNode& node) {
    const std::string classes = " " + attribute(node, "class").value_or("") + " ";
    return classes.find(" graf--pullquote ") == std::string::npos ? Graf::Kind::quote : Graf::Kind::pull_quote;
  }

  void heading(const GumboNode& node, Graf::Kind kind) {
    InlineRun run;
    for (const GumboNode* child : children(node)) run.add(*child);
    has_title_ = has_title_ || (kind == Graf::Kind::title && !run.text().empty());
    write(run, kind);
  }

  void code(const GumboNode& node) {
    if (route_ == Route::importer) return;
    std::string text = all_text(node);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    Graf graf{Graf::Kind::code, escape_html(text), text};
    const std::string language = attribute(node, "data-code-block-lang").value_or("");
    const bool marked = attribute(node, "data-code-block-mode") == "2";
    if (marked && std::ranges::find(code_languages, language) != code_languages.end()) graf.language = language;
    grafs_.push_back(std::move(graf));
  }

  // Deeper lists lose their depth: their items follow their parent's.
  void list(const GumboNode& node, Graf::Kind kind) {
    for (const GumboNode* item : children(node)) {
      if (is_element(*item, GUMBO_TAG_UL) || is_element(*item, GUMBO_TAG_OL)) {
        block(*item, kind);
      } else if (is_element(*item)) {
        list_item(*item, kind);
      }
    }
  }

  void list_item(const GumboNode& item, Graf::Kind kind) {
    InlineRun run;
    for (const GumboNode* child : children(item)) {
      if (is_element(*child, GUMBO_TAG_UL) || is_element(*child, GUMBO_TAG_OL)) {
        write(run, kind);
        block(*child, kind);
      } else {
        run.add(*child);
      }
    }
    write(run, kind);
  }

  void figure(const GumboNode& node, Graf::Kind kind) {
    InlineRun caption;
    InlineRun images;
    for (const GumboNode* child : children(node)) {
      if (is_element(*child, GUMBO_TAG_FIGCAPTION)) {
        for (const GumboNode* part : children(*child)) caption.add(*part);
      } else if (is_inline(*child) || contains(*child, GUMBO_TAG_IMG)) {
        images.add(*child);
      } else {
        block(*child, kind);
      }
    }
    const auto found = images.take_images();
    write(images, kind);
    for (std::size_t i = 0; i < found.size(); ++i) {
      const bool last = i + 1 == found.size();
      grafs_.push_back(
          {Graf::Kind::figure, last ? caption.html() : "", last ? caption.text() : "", "", found[i].src, found[i].alt});
    }
    if (found.empty()) write(caption, kind);
  }

  // Writes the run down as one graf, its images after it, and empties it.
  void write(InlineRun& run, Graf::Kind kind) {
    const std::string text = run.text();
    if (kind == Graf::Kind::paragraph && becomes_embed(text)) {
      grafs_.push_back({Graf::Kind::embed, "", text, "", text});
    } else if (!text.empty()) {
      grafs_.push_back({kind, run.html(), text});
    }
    for (const auto& image : run.take_images()) {
      grafs_.push_back({Graf::Kind::figure, "", "", "", image.src, image.alt});
    }
    run = {};
  }

  Route route_;
  bool has_title_ = false;
  std::vector<Graf> grafs_;
};

void collect_images(const GumboNode& node, std::vector<std::string>& found) {
  for (const GumboNode* child : children(node)) {
    if (is_element(*child, GUMBO_TAG_IMG)) {
      const std::string src = trim(attribute(*child, "src").value_or(""));
      if (parse_web_address(src)) found.push_back(src);
    } else if (!is_element(*child) || !is_lost(*child)) {
      collect_images(*child, found);
    }
  }
}

bool badly_nested(const GumboNode& node) {
  for (const GumboNode* child : children(node)) {
    const bool item = is_element(*child, GUMBO_TAG_LI);
    if (item && (contains(*child, GUMBO_TAG_IMG) || contains(*child, GUMBO_TAG_PRE))) return true;
    if (badly_nested(*child)) return true;
  }
  return false;
}

}  // namespace

std::string_view name_of(Graf::Kind kind) {
  constexpr std::array<std::string_view, 13> names{"title",  "subtitle",   "large", "small",  "paragraph",
                                                   "quote",  "pull_quote", "code",  "bullet", "numbered",
                                                   "figure", "divider",    "embed"};
  return names[static_cast<std::size_t>(kind)];
}

std::vector<Graf> draw(std::string_view content, Format format, Route route) {
  const HtmlTree tree{content, format};
  return Drawing{route}.finish(tree.body());
}

std::vector<std::string> image_addresses(std::string_view content, Format format) {
  const HtmlTree tree{content, format};
  std::vector<std::string> found;
  collect_images(tree.body(), found);
  return found;
}

bool has_bad_nesting(std::string_view content, Format format) {
  const HtmlTree tree{content, format};
  return badly_nested(tree.body());
}

const Graf* shown_title(const std::vector<Graf>& grafs) {
  const auto found = std::ranges::find(grafs, Graf::Kind::title, &Graf::kind);
  return found == grafs.end() ? nullptr : &*found;
}

}  // namespace mediumsync::sandbox
