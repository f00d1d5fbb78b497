#include "render/story_diff.hpp"

#include <algorithm>
#include <map>
#include <span>
#include <string_view>
#include <utility>

#include "core/text.hpp"
#include "render/sequence_diff.hpp"
#include "render/story_lines.hpp"

namespace mediumsync::render {
namespace {

using Lines = std::span<const StoryLine>;
using Words = std::vector<std::string>;

constexpr std::size_t max_word_edits = 300;   // in one line
constexpr double alike = 0.4;                 // below that, a line was replaced rather than changed
constexpr std::size_t max_likenesses = 1000;  // that one gap between unchanged lines is worth

// Gives equal things equal numbers.
template <typename Key>
class Numbering {
 public:
  std::size_t operator()(const Key& key) { return numbers_.emplace(key, numbers_.size()).first->second; }

 private:
  std::map<Key, std::size_t> numbers_;
};

// Words, and in code the white space between them too.
Words words_of(const StoryLine& line) {
  Words words;
  const std::string& text = line.text;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    const std::size_t next = std::min(text.find_first_not_of(' ', end), text.size());
    if (line.kind == "code" && next > end) words.push_back(text.substr(end, next - end));
    at = next;
  }
  return words;
}

std::string_view separator_of(const StoryLine& line) {
  return line.kind == "code" ? "" : " ";
}

ParagraphDiff whole(const StoryLine& line, Change change) {
  return {change, line.kind, {{change, line.text}}};
}

ParagraphDiff compared(const StoryLine& before, const StoryLine& after) {
  ParagraphDiff paragraph{Change::changed, after.kind, {}};
  const Words old_words = words_of(before);
  const Words new_words = words_of(after);
  Numbering<std::string> number;
  std::vector<std::size_t> old_numbers, new_numbers;
  for (const std::string& word : old_words) old_numbers.push_back(number(word));
  for (const std::string& word : new_words) new_numbers.push_back(number(word));
  std::size_t old_at = 0;
  std::size_t new_at = 0;
  for (const Edit& edit : edits(old_numbers, new_numbers, max_word_edits)) {
    const bool removed = edit.kind == Edit::Kind::removed;
    WordRun run;
    run.change = removed ? Change::removed : edit.kind == Edit::Kind::added ? Change::added : Change::same;
    for (std::size_t i = 0; i < edit.count; ++i) {
      if (i > 0) run.text += separator_of(after);
      run.text += removed ? old_words[old_at + i] : new_words[new_at + i];
    }
    if (edit.kind != Edit::Kind::added) old_at += edit.count;
    if (!removed) new_at += edit.count;
    paragraph.words.push_back(std::move(run));
  }
  return paragraph;
}

// How many of two lines' words are the same, whatever their order: 0 to 1. Lines of different kinds are not compared.
double likeness(const StoryLine& a, const StoryLine& b) {
  if (a.kind != b.kind) return 0;
  std::map<std::string, int> counts;
  const Words a_words = words_of(a);
  const Words b_words = words_of(b);
  for (const std::string& word : a_words) ++counts[word];
  std::size_t shared = 0;
  for (const std::string& word : b_words) {
    if (--counts[word] >= 0) ++shared;
  }
  const std::size_t all = a_words.size() + b_words.size();
  return all == 0 ? 1 : 2.0 * static_cast<double>(shared) / static_cast<double>(all);
}

// A gap between unchanged lines: each old line meets the next new one that is like it, and what is left over was
// removed or added.
void compare_gap(Lines before, Lines after, std::vector<ParagraphDiff>& out) {
  const bool worth_it = before.size() * after.size() <= max_likenesses;
  std::size_t next = 0;
  for (const StoryLine& old_line : before) {
    std::size_t match = after.size();
    for (std::size_t i = next; worth_it && i < after.size() && match == after.size(); ++i) {
      if (likeness(old_line, after[i]) >= alike) match = i;
    }
    if (match == after.size()) {
      out.push_back(whole(old_line, Change::removed));
      continue;
    }
    for (; next < match; ++next) out.push_back(whole(after[next], Change::added));
    out.push_back(compared(old_line, after[next++]));
  }
  for (; next < after.size(); ++next) out.push_back(whole(after[next], Change::added));
}

std::vector<ParagraphDiff> compare(Lines before, Lines after) {
  Numbering<std::pair<std::string, std::string>> number;
  std::vector<std::size_t> old_numbers, new_numbers;
  for (const StoryLine& line : before) old_numbers.push_back(number({line.kind, line.text}));
  for (const StoryLine& line : after) new_numbers.push_back(number({line.kind, line.text}));
  std::vector<ParagraphDiff> paragraphs;
  std::size_t old_begin = 0, old_end = 0, new_begin = 0, new_end = 0;
  const auto close_gap = [&] {
    compare_gap(before.subspan(old_begin, old_end - old_begin), after.subspan(new_begin, new_end - new_begin),
                paragraphs);
    old_begin = old_end;
    new_begin = new_end;
  };
  for (const Edit& edit : edits(old_numbers, new_numbers)) {
    if (edit.kind == Edit::Kind::removed) old_end += edit.count;
    if (edit.kind == Edit::Kind::added) new_end += edit.count;
    if (edit.kind != Edit::Kind::same) continue;
    close_gap();
    for (std::size_t i = 0; i < edit.count; ++i) paragraphs.push_back(whole(before[old_end + i], Change::same));
    old_begin = old_end += edit.count;
    new_begin = new_end += edit.count;
  }
  close_gap();
  return paragraphs;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::vector<FactDiff> facts_of(const core::Post& before, const core::Post& after) {
  std::vector<FactDiff> facts;
  const auto compare_fact = [&](const char* name, const std::string& old_value, const std::string& new_value) {
    if (old_value != new_value) facts.push_back({name, old_value, new_value});
  };
  compare_fact("tags", joined(before.tags), joined(after.tags));
  compare_fact("canonical address", before.canonical_url.value_or(""), after.canonical_url.value_or(""));
  compare_fact("licence", std::string(core::to_string(before.license)), std::string(core::to_string(after.license)));
  compare_fact("status", std::string(core::to_string(before.status)), std::string(core::to_string(after.status)));
  compare_fact("publication", before.publication.value_or(""), after.publication.value_or(""));
  return facts;
}

}  // namespace

std::string_view to_string(Change change) {
  switch (change) {
    case Change::same:
      return "same";
    case Change::added:
      return "added";
    case Change::removed:
      return "removed";
    case Change::changed:
      return "changed";
  }
  return "changed";
}

StoryDiff story_diff(const core::Post& before, const core::Post& after) {
  return {facts_of(before, after), compare(story_lines(before), story_lines(after))};
}

}  // namespace mediumsync::render
