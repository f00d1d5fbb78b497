// Documents that no author would write, the same ones for the same seed: for tests of what holds for all of them.
#pragma once

#include <random>
#include <string>

#include "core/document.hpp"

namespace mediumsync::support {

// Draws documents from a generator of its own.
class RandomDocuments {
 public:
  explicit RandomDocuments(std::uint32_t seed) : random_(seed) {}

  core::Document operator()() {
    core::Document document;
    document.blocks = blocks(3);
    for (std::size_t i = below(3); i > 0; --i) document.footnotes.push_back({text(), blocks(1)});
    return document;
  }

  std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_); }

 private:
  template <typename Choices>
  auto pick(const Choices& choices) {
    return choices[below(std::size(choices))];
  }

  std::string text() {
    static const char* const words[] = {"word",        "two words", "",         " ",
                                        "<b>&\"'</b>", "日本語",    "e\u0301",  "a\tb",
                                        "]]>",         "</pre>",    "\u00A0",   "-- x",
                                        "0",           "\xFF\xFE",  "\x01\x1b", "long long long long long long text"};
    return pick(words);
  }

  std::string url() {
    static const char* const urls[] = {"https://a.example/x?a=b&c=\"d\"",
                                       "http://b.example",
                                       "relative/path",
                                       "/rooted",
                                       "javascript:alert(1)",
                                       "data:,x",
                                       "mailto:a@b.example",
                                       "#fragment",
                                       "",
                                       "//host/x",
                                       "https://a.example/ü <x>"};
    return pick(urls);
  }

  core::Inlines inlines() {
    core::Inlines result;
    for (std::size_t i = below(5); i > 0; --i) {
      if (below(6) == 0) {
        result.emplace_back(core::Break{});
        continue;
      }
      core::Run run{text(), static_cast<core::Marks>(below(8)), {}};
      if (below(4) == 0) run.href = url();
      result.emplace_back(run);
    }
    return result;
  }

  core::Blocks blocks(int depth) {
    core::Blocks result;
    for (std::size_t i = below(5); i > 0; --i) result.push_back(block(depth));
    return result;
  }

  core::Block block(int depth) {
    switch (below(depth > 0 ? 9 : 7)) {
      case 0:
        return {core::Paragraph{inlines()}};
      case 1:
        return {core::Heading{static_cast<core::HeadingLevel>(below(3)), inlines()}};
      case 2:
        return {code()};
      case 3:
        return {image()};
      case 4:
        return {core::Divider{}};
      case 5:
        return {core::Embed{url()}};
      case 6:
        return {table()};
      case 7:
        return {core::Quote{static_cast<core::QuoteKind>(below(2)), blocks(depth - 1)}};
      default:
        return {list(depth)};
    }
  }

  core::CodeBlock code() {
    static const char* const languages[] = {"go", "C++", "brainfuck", "", "\"><img>"};
    core::CodeBlock value{text() + (below(2) == 0 ? "\n\n\t" + text() : ""), {}};
    if (below(2) == 0) value.language = pick(languages);
    return value;
  }

  core::Image image() {
    core::Image value;
    if (below(2) == 0) {
      value.source = core::RemoteImage{url()};
    } else {
      value.source = core::LocalImage{text() + ".png"};
    }
    value.alt = text();
    value.caption = inlines();
    if (below(3) == 0) value.href = url();
    return value;
  }

  core::TableRow row() {
    core::TableRow cells;
    for (std::size_t i = below(5); i > 0; --i) cells.push_back(inlines());
    return cells;
  }

  core::Table table() {
    core::Table value;
    for (std::size_t i = below(4); i > 0; --i) value.columns.push_back(static_cast<core::Alignment>(below(4)));
    value.header = row();
    for (std::size_t i = below(4); i > 0; --i) value.rows.push_back(row());
    return value;
  }

  core::List list(int depth) {
    core::List value;
    if (below(2) == 0) value.start = below(3) == 0 ? 7 : 1;
    for (std::size_t i = below(4); i > 0; --i) {
      core::ListItem item;
      item.task = static_cast<core::Task>(below(3));
      if (below(2) == 0) {
        item.blocks.push_back({core::Paragraph{inlines()}});
        if (below(2) == 0) item.blocks.push_back({list(depth - 1 > 0 ? depth - 1 : 0)});
      } else {
        item.blocks = blocks(depth > 0 ? depth - 1 : 0);
      }
      value.items.push_back(item);
    }
    return value;
  }

  std::mt19937 random_;
};

}  // namespace mediumsync::support
