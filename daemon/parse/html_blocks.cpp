// Headings, code, quotes, lists and the like.
#include <algorithm>
#include <charconv>

#include "core/text.hpp"
#include "parse/code_language.hpp"
#include "parse/embeds.hpp"
#include "parse/html_code.hpp"
#include "parse/html_reader.hpp"

namespace mediumsync::parse {
namespace {

std::optional<std::int64_t> integer(std::optional<std::string_view> text) {
  std::int64_t value = 0;
  if (!text) return std::nullopt;
  const std::string_view digits = core::trim(*text);
  if (std::from_chars(digits.data(), digits.data() + digits.size(), value).ec != std::errc{}) return std::nullopt;
  return std::clamp<std::int64_t>(value, -1'000'000'000, 1'000'000'000);
}

// Medium's own headings say their level by their class.
core::HeadingLevel level_of(const GumboNode& heading, const HeadingPlan& plan) {
  if (has_class(heading, "graf--h3")) return core::HeadingLevel::large;
  if (has_class(heading, "graf--h4")) return core::HeadingLevel::small;
  return plan.levels[heading_level(heading).value_or(1)];
}

core::QuoteKind quote_kind(const GumboNode& quote) {
  return has_class(quote, "graf--pullquote") ? core::QuoteKind::pull : core::QuoteKind::block;
}

// The address of the post that a provider's quotation of it leads to.
std::optional<core::Embed> quoted_post(const GumboNode& quote) {
  if (!has_class(quote, "twitter-tweet") && !has_class(quote, "twitter-video")) return std::nullopt;
  if (!is_closed(quote)) return std::nullopt;
  std::optional<core::Embed> embed;
  walk(quote, [&](const GumboNode& node) {
    const auto href = tag_name(node) == "a" ? attribute(node, "href") : std::nullopt;
    auto url = href ? embed_url(*href) : std::nullopt;
    if (url) embed = core::Embed{std::move(*url)};
    return Walk::into;
  });
  return embed;
}

// Notion's check boxes.
std::optional<core::Task> drawn_task(const GumboNode& element) {
  if (tag_name(element) != "div" || !has_class(element, "checkbox") || children(element).length > 0)
    return std::nullopt;
  if (has_class(element, "checkbox-on")) return core::Task::done;
  if (has_class(element, "checkbox-off")) return core::Task::open;
  return std::nullopt;
}

core::Inlines joined(core::Inlines first, const core::Inlines& second) {
  if (!first.empty() && !second.empty()) first.emplace_back(core::Break{});
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

}  // namespace

void HtmlReader::block(const GumboNode& element, const Style& style, Flow& flow) {
  if (const auto task = drawn_task(element)) return flow.task(*task);
  if (const auto label = label_of_box(element)) return box(element, *label, style, flow);
  flow.end_paragraph();
  if (!read_formula(element, style, flow)) inside(element, style, flow);
  flow.end_paragraph();
}

void HtmlReader::heading(const GumboNode& element, const Style& style, Flow& flow) {
  ++headings_around_;
  FlatText flat = flat_text_of(element, style);
  --headings_around_;
  if (&element != headings_.dropped && !flat.text.empty()) {
    flow.block({core::Heading{level_of(element, headings_), std::move(flat.text)}});
  }
  flow.end_paragraph();
  for (core::Image& image : flat.images) flow.block({std::move(image)});
}

void HtmlReader::divider(const GumboNode& element, const Style&, Flow& flow) {
  // Every section of Medium's export begins with one, the story's first as well.
  if (has_class(element, "section-divider") && flow.empty()) return;
  // The notes get one of their own.
  if (footnotes_.is_rule(element)) return;
  flow.block({core::Divider{}});
}

void HtmlReader::preformatted(const GumboNode& element, const Style& style, Flow& flow) {
  std::string text = html_code_text(element);
  flow.end_paragraph();
  if (text.find_first_not_of(" \t\n") != std::string::npos)
    flow.block({core::CodeBlock{std::move(text), code_language(element)}});
  walk(element, [&](const GumboNode& node) {
    if (tag_name(node) == "img") image(node, style, flow);
    return Walk::into;
  });
  flow.end_paragraph();
}

void HtmlReader::quote(const GumboNode& element, const Style& style, Flow& flow) {
  flow.end_paragraph();
  if (auto embed = quoted_post(element)) return flow.block({std::move(*embed)});
  if (nesting_ >= core::max_nesting) {
    remark(core::Severity::warning, "nesting-flattened",
           "quotes or lists are nested too deeply: the inner ones were flattened", element);
    return block(element, style, flow);
  }
  ++nesting_;
  core::Blocks inner = blocks_of(element, style);
  --nesting_;
  if (!inner.empty()) flow.block({core::Quote{quote_kind(element), std::move(inner)}});
}

void HtmlReader::list(const GumboNode& element, const Style& style, Flow& flow) {
  flow.end_paragraph();
  const bool flat = nesting_ >= core::max_nesting;
  // Said before its items are read: they move what lines are counted from.
  if (flat) {
    remark(core::Severity::warning, "nesting-flattened",
           "quotes or lists are nested too deeply: the inner ones were flattened", element);
  }
  core::List list;
  if (tag_name(element) == "ol") list.start = integer(attribute(element, "start")).value_or(1);
  ++nesting_;
  const GumboVector& nodes = children(element);
  for (unsigned i = 0; i < nodes.length; ++i) {
    const GumboNode& item = child(nodes, i);
    const std::string_view tag = tag_name(item);
    if (tag == "li") find_anchor(item);
    Flow inner(LeadingImages::after_text);
    if (tag == "li") {
      if (list.items.empty() && list.start) list.start = integer(attribute(item, "value")).value_or(*list.start);
      inside(item, style, inner);
    } else {
      node(item, style, inner);
    }
    core::Blocks blocks = inner.take();
    const bool belongs_to_last = (tag == "ul" || tag == "ol") && !list.items.empty();
    if (belongs_to_last) {
      auto& last = list.items.back().blocks;
      std::move(blocks.begin(), blocks.end(), std::back_inserter(last));
    } else if (!blocks.empty() || (tag == "li" && list.start)) {
      list.items.push_back({inner.task(), std::move(blocks)});
    }
  }
  --nesting_;
  if (list.items.empty()) return;
  if (list.start && attribute(element, "reversed")) {
    list.start = integer(attribute(element, "start")).value_or(static_cast<std::int64_t>(list.items.size()));
    return flat_list(list, Counts::down, flow);
  }
  if (!flat) return flow.block({std::move(list)});
  flat_list(list, Counts::up, flow);
}

// Each item's text as a paragraph that begins with its mark.
void HtmlReader::flat_list(const core::List& list, Counts counts, Flow& flow) {
  std::int64_t number = list.start.value_or(0);
  for (const core::ListItem& item : list.items) {
    flow.end_paragraph();
    flow.text(list.start ? std::to_string(number) + ". " : "– ", {});
    number += counts == Counts::up ? 1 : -1;
    bool first = true;
    for (const core::Block& block : item.blocks) {
      const auto* paragraph = std::get_if<core::Paragraph>(&block.value);
      if (first && paragraph != nullptr) {
        flow.inlines(paragraph->text);
      } else {
        flow.block(block);
      }
      first = false;
    }
  }
  flow.end_paragraph();
}

// <li> outside of any list.
void HtmlReader::stray_item(const GumboNode& element, const Style& style, Flow& flow) {
  if (nesting_ >= core::max_nesting) return block(element, style, flow);
  ++nesting_;
  Flow inner(LeadingImages::after_text);
  inside(element, style, inner);
  core::Blocks blocks = inner.take();
  --nesting_;
  if (!blocks.empty()) flow.block({core::List{std::nullopt, {{inner.task(), std::move(blocks)}}}});
}

void HtmlReader::definitions(const GumboNode& element, const Style& style, Flow& flow) {
  flow.end_paragraph();
  core::Inlines entry;  // terms and their first definition, one paragraph
  const auto finish = [&] {
    if (!entry.empty()) flow.block({core::Paragraph{std::exchange(entry, {})}});
  };
  bool described = false;
  const auto part = [&](const GumboNode& node, std::string_view tag) {
    find_anchor(node);
    core::Blocks blocks = blocks_of(node, style);
    if (tag == "dt") {
      if (described) finish();
      described = false;
      FlatText flat = flatten(std::move(blocks));
      entry = joined(std::move(entry), with_mark(std::move(flat.text), core::Marks::strong));
      if (flat.images.empty()) return;
      finish();
      for (core::Image& image : flat.images) flow.block({std::move(image)});
      return;
    }
    described = true;
    if (!blocks.empty()) {
      if (auto* paragraph = std::get_if<core::Paragraph>(&blocks.front().value)) {
        entry = joined(std::move(entry), paragraph->text);
        blocks.erase(blocks.begin());
      }
    }
    if (blocks.empty()) return;
    finish();
    flow.blocks(std::move(blocks));
  };
  walk(element, [&](const GumboNode& node) {
    const std::string_view tag = tag_name(node);
    if (&node == &element || tag == "div") return Walk::into;
    if (tag == "dt" || tag == "dd") {
      part(node, tag);
    } else if (is_element(node) || (is_text(node) && !core::trim(text_of(node)).empty())) {
      finish();
      this->node(node, style, flow);
    }
    return Walk::past;
  });
  finish();
  flow.end_paragraph();
}

void HtmlReader::details(const GumboNode& element, const Style& style, Flow& flow) {
  flow.end_paragraph();
  const GumboVector& nodes = children(element);
  for (unsigned i = 0; i < nodes.length; ++i) {
    const GumboNode& inner = child(nodes, i);
    if (tag_name(inner) != "summary") {
      node(inner, style, flow);
      continue;
    }
    FlatText flat = flat_text_of(inner, style);
    if (!flat.text.empty()) flow.block({core::Paragraph{with_mark(std::move(flat.text), core::Marks::strong)}});
    for (core::Image& image : flat.images) flow.block({std::move(image)});
  }
  flow.end_paragraph();
}

}  // namespace mediumsync::parse
