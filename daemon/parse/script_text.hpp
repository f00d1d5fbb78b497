// Marks that Medium lacks, written with Unicode's own characters.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mediumsync::parse {

enum class Script { super, sub };

// "2n" → "²ⁿ"; std::nullopt unless every character has its small twin.
std::optional<std::string> in_script(std::string_view text, Script script);

// True where U+0336 shows well: Latin, Greek, Cyrillic, digits and their punctuation.
bool can_be_struck(std::string_view text);

// Each character followed by U+0336 COMBINING LONG STROKE OVERLAY.
std::string struck(std::string_view text);

}  // namespace mediumsync::parse
