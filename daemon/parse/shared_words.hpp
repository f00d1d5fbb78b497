// How much of one text another one holds, word by word: markup, punctuation and case aside.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mediumsync::parse {

// Letters and digits between anything else, in lower case as far as ASCII goes; each character of scripts without
// spaces is a word. Of the first 200,000 at the most.
std::vector<std::string> words_in(std::string_view text);

// The share of `part`'s runs of three words that `whole` has, 0 to 1; of its words where it has fewer than three; 1 for
// a part without words.
double share_held(const std::vector<std::string>& part, const std::vector<std::string>& whole);

// The share of `part`'s words that `whole` has, in whatever order.
double share_of_words(const std::vector<std::string>& part, const std::vector<std::string>& whole);

}  // namespace mediumsync::parse
