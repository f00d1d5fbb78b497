#include "core/likeness.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/text.hpp"

namespace mediumsync::core {
namespace {

// FNV-1a's, 64 bit.
constexpr std::uint64_t hash_basis = 14695981039346656037U;
constexpr std::uint64_t hash_prime = 1099511628211U;

// MurmurHash3's finaliser: every bit of the input changes half of the output's.
constexpr std::uint64_t mixed(std::uint64_t value) {
  value ^= value >> 33U;
  value *= 0xff51afd7ed558ccdU;
  value ^= value >> 33U;
  value *= 0xc4ceb9fe1a85ec53U;
  return value ^ (value >> 33U);
}

enum class Kind { letter, ideograph, other };

// Letters and digits of ASCII; beyond it everything but the blocks of punctuation, symbols and marks. Scripts that are
// written without spaces have a word in every character.
constexpr Kind kind_of(char32_t c) {
  if (c < 0x80) {
    const bool word = (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9');
    return word ? Kind::letter : Kind::other;
  }
  const bool latin_sign = (c < 0xC0 && c != 0xAA && c != 0xB5 && c != 0xBA) || c == 0xD7 || c == 0xF7;
  const bool combining = c >= 0x300 && c <= 0x36F;
  const bool symbol = (c >= 0x2000 && c <= 0x2BFF) || (c >= 0x2E00 && c <= 0x2E7F) || (c >= 0x3000 && c <= 0x3004) ||
                      (c >= 0x3008 && c <= 0x3020) || (c >= 0xFE00 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF0F) ||
                      (c >= 0x1F000 && c <= 0x1FAFF) || c == 0xFEFF || c == 0xFFFD || c >= 0xE0000;
  if (latin_sign || combining || symbol) return Kind::other;
  return (c >= 0x2E80 && c < 0xAC00) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF) ||
                 (c >= 0x0E00 && c <= 0x0EFF)
             ? Kind::ideograph
             : Kind::letter;
}

// Letters and digits of ASCII in lower case; 0 for what is no part of a word.
constexpr std::array<unsigned char, 128> ascii_letters = [] {
  std::array<unsigned char, 128> letters{};
  for (unsigned char c = '0'; c <= '9'; ++c) letters[c] = c;
  for (unsigned char c = 'a'; c <= 'z'; ++c) letters[c] = letters[c - 'a' + 'A'] = c;
  return letters;
}();

// Takes a text's words as they come and keeps the smallest hashes of its runs of three.
class Sketcher {
 public:
  Sketcher() { smallest_.reserve(Sketch::size + 1); }

  void add(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      const auto byte = static_cast<unsigned char>(text[at]);
      if (byte < 0x80) {
        const unsigned char letter = ascii_letters[byte];
        letter != 0 ? add_to_word(letter) : end_word();
        ++at;
      } else {
        const Character character = character_at(text, at);
        at += character.length;
        take(character.value);
      }
    }
    end_word();
  }

  std::size_t words() const { return words_; }

  std::vector<std::uint32_t> take_smallest() {
    if (words_ > 0 && words_ < run_.size()) keep(hash_of_run());
    return std::move(smallest_);
  }

 private:
  void take(char32_t c) {  // beyond ASCII
    const Kind kind = kind_of(c);
    if (kind != Kind::letter) end_word();
    if (kind == Kind::other) return;
    add_to_word(fold_case(c));
    if (kind == Kind::ideograph) end_word();
  }

  void add_to_word(char32_t folded) {
    word_ = (word_ ^ folded) * hash_prime;
    in_word_ = true;
  }

  void end_word() {
    if (!in_word_) return;
    run_ = {run_[1], run_[2], word_};
    word_ = hash_basis;
    in_word_ = false;
    if (++words_ >= run_.size()) keep(hash_of_run());
  }

  std::uint32_t hash_of_run() const {
    return static_cast<std::uint32_t>(mixed(run_[0] + 3 * mixed(run_[1] + 5 * mixed(run_[2]))) >> 32U);
  }

  void keep(std::uint32_t hash) {
    const bool full = smallest_.size() == Sketch::size;
    if (full && hash >= smallest_.back()) return;
    const auto place = std::ranges::lower_bound(smallest_, hash);
    if (place != smallest_.end() && *place == hash) return;
    smallest_.insert(place, hash);
    if (full) smallest_.pop_back();
  }

  std::vector<std::uint32_t> smallest_;  // ascending
  std::array<std::uint64_t, 3> run_{};
  std::uint64_t word_ = hash_basis;
  bool in_word_ = false;
  std::size_t words_ = 0;
};

// What a walk through a document shows to the sketcher: the words of its prose, or also those of its code.
enum class Words { prose, all };

class Reader {
 public:
  Reader(Sketcher& sketcher, Words words) : sketcher_(sketcher), words_(words) {}

  void read(const Document& document) {
    read(document.blocks);
    for (const Footnote& note : document.footnotes) read(note.blocks);
  }

 private:
  void read(const Blocks& blocks) {
    for (const Block& block : blocks) std::visit([this](const auto& value) { read(value); }, block.value);
  }
  void read(const Paragraph& paragraph) { read(paragraph.text); }
  void read(const Heading& heading) { read(heading.text); }
  void read(const CodeBlock& code) {
    if (words_ == Words::all) sketcher_.add(code.text);
  }
  void read(const Quote& quote) { read(quote.blocks); }
  void read(const List& list) {
    for (const ListItem& item : list.items) read(item.blocks);
  }
  // An image's words differ by the way it came: a caption here is an alternative text there.
  void read(const Image&) {}
  void read(const Divider&) {}
  void read(const Embed&) {}
  void read(const Table& table) {
    for (const Inlines& cell : table.header) read(cell);
    for (const TableRow& row : table.rows) {
      for (const Inlines& cell : row) read(cell);
    }
  }
  void read(const Inlines& text) {
    if (text.size() == 1) {
      if (const Run* run = std::get_if<Run>(&text.front())) return sketcher_.add(run->text);
    }
    // A word may go on from one run to the next.
    sketcher_.add(plain_text(text));
  }

  Sketcher& sketcher_;
  Words words_;
};

constexpr std::size_t hardly_any_words = 20;

std::string digits_of(std::string_view title) {
  std::string digits;
  for (std::size_t i = 0; i < title.size(); ++i) {
    const bool digit = title[i] >= '0' && title[i] <= '9';
    if (digit) digits += title[i];
    if (!digit && !digits.empty() && digits.back() != ' ') digits += ' ';
  }
  return std::string(trim(digits));
}

}  // namespace

std::string comparable_title(std::string_view title) {
  std::string letters;
  for (std::size_t at = 0; at < title.size();) {
    const Character character = character_at(title, at);
    at += character.length;
    if (kind_of(character.value) != Kind::other) letters += utf8(fold_case(character.value));
  }
  return letters;
}

Sketch Sketch::of(const Document& document) {
  Sketch sketch;
  Sketcher prose;
  Reader(prose, Words::prose).read(document);
  sketch.hashes_ = prose.take_smallest();
  if (prose.words() < hardly_any_words) {
    Sketcher all;
    Reader(all, Words::all).read(document);
    sketch.hashes_ = all.take_smallest();
  }
  return sketch;
}

Sketch Sketch::from(std::string_view bytes) {
  Sketch sketch;
  for (std::size_t at = 0; at + 4 <= bytes.size() && sketch.hashes_.size() < size; at += 4) {
    std::uint32_t hash = 0;
    for (std::size_t i = 0; i < 4; ++i) hash = (hash << 8U) | static_cast<unsigned char>(bytes[at + i]);
    sketch.hashes_.push_back(hash);
  }
  return sketch;
}

std::string Sketch::bytes() const {
  std::string bytes;
  bytes.reserve(hashes_.size() * 4);
  for (const std::uint32_t hash : hashes_) {
    for (const unsigned shift : {24U, 16U, 8U, 0U}) bytes += static_cast<char>((hash >> shift) & 0xFFU);
  }
  return bytes;
}

double Sketch::resemblance(const Sketch& other) const {
  std::size_t in_either = 0;
  std::size_t in_both = 0;
  std::size_t a = 0;
  std::size_t b = 0;
  const bool whole = !telling() && !other.telling();
  const std::size_t most = whole ? hashes_.size() + other.hashes_.size() : size;
  while (in_either < most && (a < hashes_.size() || b < other.hashes_.size())) {
    const bool end_a = a == hashes_.size();
    const bool end_b = b == other.hashes_.size();
    // What lies beyond a full sketch is not known.
    if ((end_a && telling()) || (end_b && other.telling())) break;
    const bool take_a = !end_a && (end_b || hashes_[a] <= other.hashes_[b]);
    const bool take_b = !end_b && (end_a || other.hashes_[b] <= hashes_[a]);
    a += take_a ? 1 : 0;
    b += take_b ? 1 : 0;
    in_both += take_a && take_b ? 1 : 0;
    ++in_either;
  }
  return in_either == 0 ? 0.0 : static_cast<double>(in_both) / static_cast<double>(in_either);
}

std::optional<std::uint32_t> Sketch::smallest() const {
  return hashes_.empty() ? std::nullopt : std::optional(hashes_.front());
}

Likeness likeness_of(std::string_view title, const std::optional<std::string>& canonical_url, const Document& body) {
  return {canonical_url ? comparable_address(*canonical_url) : std::nullopt, comparable_title(title), Sketch::of(body)};
}

std::optional<SamePost> same_post(const Likeness& one, const Likeness& other) {
  const double alike = one.text.resemblance(other.text);
  const int percent = static_cast<int>(std::lround(100 * alike));
  if (one.address && one.address == other.address) return SamePost{SamePost::By::address, percent};
  // Two addresses speak for two posts; then their texts have to be more alike.
  const bool two_addresses = one.address && other.address;
  const double enough_with_title = two_addresses ? 0.7 : 0.5;
  const double enough_alone = two_addresses ? 0.9 : 0.8;
  if (!one.title.empty() && one.title == other.title) {
    if (alike >= enough_with_title) return SamePost{SamePost::By::title_and_text, percent};
    return std::nullopt;
  }
  // Parts of a series may share nearly every word, but not their number.
  const bool long_enough = one.text.telling() && other.text.telling();
  if (long_enough && alike >= enough_alone && digits_of(one.title) == digits_of(other.title))
    return SamePost{SamePost::By::text, percent};
  return std::nullopt;
}

std::uint32_t lookup_key(std::string_view text) {
  std::uint64_t hash = hash_basis;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * hash_prime;
  return static_cast<std::uint32_t>(mixed(hash) >> 32U);
}

}  // namespace mediumsync::core
