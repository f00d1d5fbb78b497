#include "core/text.hpp"
#include "ctl/print.hpp"

namespace mediumsync::ctl {
namespace {

// Words taken away and words put in, as wdiff writes them where there are no colours.
std::string marked(const Json& run, const Look& look) {
  const std::string text = core::printable(text_of(run, "text"));
  const std::string change = text_of(run, "change");
  if (change == "removed") return paint(look, "[-" + text + "-]", Hue::bad);
  if (change == "added") return paint(look, "{+" + text + "+}", Hue::good);
  return text;
}

std::string words_of(const Json& paragraph, const Look& look) {
  const bool code = text_of(paragraph, "kind") == "code";
  std::string text;
  for (const Json& run : paragraph.value("words", Json::array()))
    text += (text.empty() || code ? "" : " ") + marked(run, look);
  return text;
}

std::string plain_words_of(const Json& paragraph) {
  std::string text;
  for (const Json& run : paragraph.value("words", Json::array())) text += core::printable(text_of(run, "text"));
  return text;
}

std::string print_paragraph(const Json& paragraph, const Look& look) {
  const std::string change = text_of(paragraph, "change");
  const std::string kind = text_of(paragraph, "kind");
  const std::string label = kind == "paragraph" ? std::string() : kind + ": ";
  if (change == "removed") return paint(look, "- " + label + plain_words_of(paragraph), Hue::bad) + "\n";
  if (change == "added") return paint(look, "+ " + label + plain_words_of(paragraph), Hue::good) + "\n";
  if (change == "changed") return "~ " + label + words_of(paragraph, look) + "\n";
  return "  " + label + plain_words_of(paragraph) + "\n";
}

std::string print_facts(const Json& facts, const Look& look) {
  std::string text;
  for (const Json& fact : facts) {
    const std::string before = core::printable(text_of(fact, "before"));
    const std::string after = core::printable(text_of(fact, "after"));
    text += "~ " + text_of(fact, "name") + ": " +
            (before.empty() ? std::string() : paint(look, "[-" + before + "-]", Hue::bad)) +
            (before.empty() || after.empty() ? "" : " ") +
            (after.empty() ? std::string() : paint(look, "{+" + after + "+}", Hue::good)) + "\n";
  }
  return text;
}

// The paragraphs that differ, each with the one before and after it.
std::string print_paragraphs(const Json& paragraphs, const Look& look) {
  const auto same = [&](std::size_t i) { return i >= paragraphs.size() || text_of(paragraphs[i], "change") == "same"; };
  std::string text;
  std::size_t left_out = 0;
  const auto say_left_out = [&] {
    if (left_out > 0)
      text += paint(look, "  … " + std::to_string(left_out) + (left_out == 1 ? " line" : " lines") + " as before",
                    Hue::faint) +
              "\n";
    left_out = 0;
  };
  for (std::size_t i = 0; i < paragraphs.size(); ++i) {
    const bool shown = !same(i) || !same(i + 1) || (i > 0 && !same(i - 1));
    if (shown) {
      say_left_out();
      text += print_paragraph(paragraphs[i], look);
    } else {
      ++left_out;
    }
  }
  say_left_out();
  return text;
}

}  // namespace

std::string print_diff(const Json& reply, const Look& look) {
  const std::string note = core::printable(text_of(reply, "note")) + "\n";
  const Json facts = reply.value("facts", Json::array());
  const Json paragraphs = reply.value("paragraphs", Json::array());
  if (facts.empty() && paragraphs.empty()) return note;
  std::string text = core::printable(text_of(reply.value("post", Json::object()), "title")) + "\n\n";
  bool words_differ = false;
  for (const Json& paragraph : paragraphs) words_differ = words_differ || text_of(paragraph, "change") != "same";
  text += print_facts(facts, look);
  text += words_differ
              ? print_paragraphs(paragraphs, look)
              : "The words are the same; what changed is how they are marked, an image's content, or a date.\n";
  return text + "\n" + note;
}

}  // namespace mediumsync::ctl
