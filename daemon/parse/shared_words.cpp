#include "parse/shared_words.hpp"

#include <functional>
#include <unordered_set>

#include "core/text.hpp"

namespace mediumsync::parse {
namespace {

enum class Kind { separator, letter, word };

// Without Unicode's tables: what lies in the blocks of punctuation separates, what lies beyond Indic scripts'
// neighbours and is written without spaces stands for itself.
Kind kind_of(char32_t c) {
  if (c < 0x80) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter ? Kind::letter : Kind::separator;
  }
  if (c < 0xc0 || c == 0xd7 || c == 0xf7) return Kind::separator;
  if ((c >= 0x2000 && c < 0x2c00) || (c >= 0x3000 && c < 0x3040) || (c >= 0xff00 && c < 0xff10) || c == 0xfffd ||
      c == 0xfeff) {
    return Kind::separator;
  }
  const bool without_spaces =
      (c >= 0x0e00 && c < 0x0f00) || (c >= 0x2e80 && c < 0xac00) || (c >= 0xf900 && c < 0xfb00) || c >= 0x20000;
  return without_spaces ? Kind::word : Kind::letter;
}

std::size_t hash_of(const std::vector<std::string>& words, std::size_t from, std::size_t count) {
  std::size_t hash = 0;
  for (std::size_t i = from; i < from + count; ++i) {
    hash = hash * 1099511628211U + std::hash<std::string>{}(words[i]);
  }
  return hash;
}

double share_of_runs(const std::vector<std::string>& part, const std::vector<std::string>& whole, std::size_t run) {
  if (part.size() < run) return 1;
  std::unordered_set<std::size_t> known;
  for (std::size_t i = 0; i + run <= whole.size(); ++i) known.insert(hash_of(whole, i, run));
  std::size_t held = 0;
  const std::size_t runs = part.size() - run + 1;
  for (std::size_t i = 0; i < runs; ++i) held += known.contains(hash_of(part, i, run)) ? 1U : 0U;
  return static_cast<double>(held) / static_cast<double>(runs);
}

}  // namespace

std::vector<std::string> words_in(std::string_view text) {
  constexpr std::size_t max_words = 200'000;
  std::vector<std::string> words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) words.push_back(core::ascii_lower(word));
    word.clear();
  };
  for (std::size_t at = 0; at < text.size() && words.size() < max_words;) {
    const core::Character character = core::character_at(text, at);
    const Kind kind = kind_of(character.value);
    if (kind != Kind::letter) end_word();
    if (kind != Kind::separator) word.append(text.substr(at, character.length));
    at += character.length;
    if (kind == Kind::word) end_word();
  }
  end_word();
  return words;
}

double share_held(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  constexpr std::size_t run = 3;
  return share_of_runs(part, whole, part.size() < run ? 1 : run);
}

double share_of_words(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  return share_of_runs(part, whole, 1);
}

}  // namespace mediumsync::parse
