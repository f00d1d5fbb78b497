#include "parse/document.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/text.hpp"
#include "core/url.hpp"
#include "parse/dates.hpp"
#include "parse/decoding.hpp"
#include "parse/front_matter.hpp"
#include "parse/html_reader.hpp"
#include "parse/markdown.hpp"
#include "parse/markdown_limits.hpp"

namespace mediumsync::parse {
namespace {

// A tag that stood for an address has been named; that the link leads nowhere then is no news.
void drop_what_is_told(core::Findings& findings, const core::Findings& told) {
  std::erase_if(findings, [&](const core::Finding& finding) {
    return finding.code == "link-nowhere" && std::any_of(told.begin(), told.end(), [&](const core::Finding& other) {
             return other.code == "shortcode-unknown" && other.line == finding.line;
           });
  });
}

HtmlBody read_body(std::string_view text, Format format, HtmlKind kind, HtmlSource source) {
  if (format == Format::html) return read_html(text, kind, source);
  MendedMarkdown mended = mend_markdown(text, source.first_line);
  source.fragments = std::move(mended.fragments);
  HtmlBody body = read_tree(read_markdown(mended.text, source.first_line), HtmlKind::fragment, source);
  drop_what_is_told(body.findings, mended.findings);
  std::move(mended.findings.begin(), mended.findings.end(), std::back_inserter(body.findings));
  return body;
}

// `base_url` is the root of the file's folder, with or without a slash at its end.
std::optional<std::string> top_of(const Context& context) {
  if (!context.base_url) return std::nullopt;
  return context.base_url->ends_with('/') ? *context.base_url : *context.base_url + "/";
}

// Where the file itself would lie on the web.
std::optional<std::string> file_url(const Context& context) {
  const auto top = top_of(context);
  if (!top) return std::nullopt;
  return core::resolve(
      *top,
      core::encode_unsafe(context.path.substr(std::min(context.path.find_first_not_of('/'), context.path.size()))));
}

// A slug is the post's name beneath the root, whatever folder the file lies in.
std::optional<std::string> url_of_slug(const FrontMatter& matter, const Context& context) {
  const std::string_view slug = matter.slug ? std::string_view(*matter.slug) : std::string_view();
  const std::size_t begin = slug.find_first_not_of('/');
  const auto top = top_of(context);
  if (!top || begin == std::string_view::npos) return std::nullopt;
  auto resolved = core::resolve(*top, core::encode_unsafe(slug.substr(begin)));
  if (!resolved || !core::is_web_url(*resolved)) return std::nullopt;
  return resolved;
}

std::optional<std::string> canonical_url(const FrontMatter& matter, const Context& context, core::Findings& findings) {
  const auto& written = matter.canonical ? matter.canonical : matter.permalink;
  if (!written) return url_of_slug(matter, context);
  if (core::is_web_url(*written)) return written;
  if (const auto base = file_url(context)) {
    const auto resolved = core::resolve(*base, *written);
    if (resolved && core::is_web_url(*resolved)) return resolved;
  }
  if (matter.canonical) {
    findings.push_back({core::Severity::warning, "canonical-relative",
                        "the canonical URL " + core::cut_on_word(*written, 80) +
                            " is not absolute and its folder has no base_url: it was left out",
                        std::nullopt});
  }
  return std::nullopt;
}

// The front matter's picture stands first, unless the body has it already or begins with one of its own.
void add_cover(const FrontMatter& matter, core::Document& body, Links& links) {
  if (!matter.cover) return;
  if (!body.blocks.empty() && std::holds_alternative<core::Image>(body.blocks.front().value)) return;
  auto source = links.image(*matter.cover, 1);
  if (!source) return;
  const bool known = std::any_of(body.blocks.begin(), body.blocks.end(), [&](const core::Block& block) {
    const auto* image = std::get_if<core::Image>(&block.value);
    return image != nullptr && image->source == *source;
  });
  if (known) return;
  body.blocks.insert(body.blocks.begin(),
                     {core::Image{std::move(*source), core::collapse_space(matter.cover_alt), {}, std::nullopt}});
}

core::Item item_of(FrontMatter matter, const Context& context) {
  core::Item item;
  item.title = std::move(matter.title);
  item.subtitle = std::move(matter.subtitle);
  item.tags = std::move(matter.tags);
  item.date = matter.date ? matter.date : date_in_path(context.path);
  item.license = matter.license;
  item.draft = matter.draft;
  item.medium = std::move(matter.medium);
  return item;
}

// What the page says of itself where its front matter does not.
void add_page_facts(core::Item& item, PageFacts page) {
  if (!item.title) item.title = std::move(page.title);
  if (!item.subtitle) item.subtitle = std::move(page.subtitle);
  if (!item.canonical_url) item.canonical_url = std::move(page.canonical);
  if (!item.date) item.date = page.date;
  if (item.tags.empty()) item.tags = std::move(page.tags);
}

void append(core::Findings& to, core::Findings&& more) {
  std::move(more.begin(), more.end(), std::back_inserter(to));
}

core::Expected<FrontMatter, ParseError> read_front_matter(const FrontMatterSplit& split) {
  if (!split.matter) return FrontMatter{};
  const auto values = read_matter(*split.matter);
  if (!values) return core::Unexpected<ParseError>(values.error());
  return read_keys(*values);
}

// Reading one post must not take the memory of all that run beside it.
constexpr std::size_t max_cost = 350'000'000;

std::optional<ParseError> too_much_markup(std::string_view text) {
  if (text.size() <= max_cost / max_cost_of_byte) return std::nullopt;
  const std::size_t cost = cost_of_markdown(text);
  if (cost <= max_cost) return std::nullopt;
  return ParseError{"too-much-markup",
                    "so many lines, lists, tables and links would take about " + std::to_string(cost / 1'000'000) +
                        " MB of memory to read, " + std::to_string(max_cost / 1'000'000) +
                        " MB are the most: split it into several posts",
                    std::nullopt, std::nullopt};
}

Body body_alone(std::string_view text, Format format, const Context& context, int first_line) {
  HtmlSource source;
  source.references = {context.base_url, context.base_url, ImageHome::web, std::nullopt};
  source.first_line = first_line;
  HtmlBody body = read_body(decode(text, Format::markdown).text, format, HtmlKind::fragment, source);
  return {std::move(body.document), std::move(body.findings)};
}

}  // namespace

std::optional<Format> format_of(std::string_view path) {
  const std::size_t dot = path.find_last_of("./");
  if (dot == std::string_view::npos || path[dot] != '.') return std::nullopt;
  const std::string extension = core::ascii_lower(path.substr(dot + 1));
  if (extension == "md" || extension == "markdown" || extension == "mdown" || extension == "mkd")
    return Format::markdown;
  if (extension == "html" || extension == "htm" || extension == "xhtml") return Format::html;
  return std::nullopt;
}

core::Expected<core::Item, ParseError> document(std::string_view bytes, Format format, const Context& context) {
  const Decoded decoded = decode(bytes, format);
  const auto split = split_front_matter(decoded.text);
  if (!split) return core::Unexpected<ParseError>(split.error());
  if (format == Format::markdown) {
    if (auto error = too_much_markup(split->body)) return core::Unexpected<ParseError>(std::move(*error));
  }
  auto matter = read_front_matter(*split);
  if (!matter) return core::Unexpected<ParseError>(matter.error());

  core::Item item = item_of(*matter, context);
  if (decoded.charset == Charset::other) {
    item.findings.push_back({core::Severity::advice, "encoding",
                             "the file is not UTF-8; see that its characters came through", std::nullopt});
  }
  if (decoded.charset == Charset::guessed) {
    item.findings.push_back({core::Severity::error, "encoding",
                             "the file is not UTF-8 and nothing in it says what it is, so its characters are most "
                             "likely wrong: save it as UTF-8",
                             std::nullopt});
  }
  append(item.findings, std::move(matter->findings));
  item.canonical_url = canonical_url(*matter, context, item.findings);
  HtmlSource source;
  source.references = {item.canonical_url, item.canonical_url ? item.canonical_url : file_url(context),
                       core::is_web_url(context.path) ? ImageHome::web : ImageHome::folder, top_of(context)};
  source.title_heading = item.title ? TitleHeading::drop_if_repeats : TitleHeading::take;
  source.known_title = item.title;
  source.first_line = split->body_line;
  HtmlBody body = read_body(split->body, format, HtmlKind::page, source);
  if (!item.title) item.title = body.title;
  if (format == Format::html) add_page_facts(item, std::move(body.page));
  item.body = std::move(body.document);
  append(item.findings, std::move(body.findings));

  FindingList cover_findings;
  Links links(source.references, cover_findings);
  add_cover(*matter, item.body, links);
  append(item.findings, std::move(cover_findings).take());
  return item;
}

Body markdown_body(std::string_view text, const Context& context, int first_line) {
  return body_alone(text, Format::markdown, context, first_line);
}

Body html_body(std::string_view text, const Context& context) {
  return body_alone(text, Format::html, context, 1);
}

}  // namespace mediumsync::parse
