#include "parse/script_text.hpp"

#include <array>
#include <utility>

#include "core/text.hpp"

namespace mediumsync::parse {
namespace {

using Twin = std::pair<char32_t, char32_t>;

constexpr std::array<Twin, 70> superscripts{
    {{'0', U'⁰'},  {'1', U'¹'},  {'2', U'²'},  {'3', U'³'},  {'4', U'⁴'},  {'5', U'⁵'},  {'6', U'⁶'},  {'7', U'⁷'},
     {'8', U'⁸'},  {'9', U'⁹'},  {'+', U'⁺'},  {'-', U'⁻'},  {U'−', U'⁻'}, {'=', U'⁼'},  {'(', U'⁽'},  {')', U'⁾'},
     {'a', U'ᵃ'},  {'b', U'ᵇ'},  {'c', U'ᶜ'},  {'d', U'ᵈ'},  {'e', U'ᵉ'},  {'f', U'ᶠ'},  {'g', U'ᵍ'},  {'h', U'ʰ'},
     {'i', U'ⁱ'},  {'j', U'ʲ'},  {'k', U'ᵏ'},  {'l', U'ˡ'},  {'m', U'ᵐ'},  {'n', U'ⁿ'},  {'o', U'ᵒ'},  {'p', U'ᵖ'},
     {'r', U'ʳ'},  {'s', U'ˢ'},  {'t', U'ᵗ'},  {'u', U'ᵘ'},  {'v', U'ᵛ'},  {'w', U'ʷ'},  {'x', U'ˣ'},  {'y', U'ʸ'},
     {'z', U'ᶻ'},  {'A', U'ᴬ'},  {'B', U'ᴮ'},  {'D', U'ᴰ'},  {'E', U'ᴱ'},  {'G', U'ᴳ'},  {'H', U'ᴴ'},  {'I', U'ᴵ'},
     {'J', U'ᴶ'},  {'K', U'ᴷ'},  {'L', U'ᴸ'},  {'M', U'ᴹ'},  {'N', U'ᴺ'},  {'O', U'ᴼ'},  {'P', U'ᴾ'},  {'R', U'ᴿ'},
     {'T', U'ᵀ'},  {'U', U'ᵁ'},  {'V', U'ⱽ'},  {'W', U'ᵂ'},  {U'β', U'ᵝ'}, {U'γ', U'ᵞ'}, {U'δ', U'ᵟ'}, {U'θ', U'ᶿ'},
     {U'φ', U'ᵠ'}, {U'χ', U'ᵡ'}, {U'™', U'™'}, {U'®', U'®'}, {U'℠', U'℠'}, {' ', U' '}}};

constexpr std::array<Twin, 38> subscripts{
    {{'0', U'₀'}, {'1', U'₁'},  {'2', U'₂'},  {'3', U'₃'},  {'4', U'₄'},  {'5', U'₅'}, {'6', U'₆'}, {'7', U'₇'},
     {'8', U'₈'}, {'9', U'₉'},  {'+', U'₊'},  {'-', U'₋'},  {U'−', U'₋'}, {'=', U'₌'}, {'(', U'₍'}, {')', U'₎'},
     {'a', U'ₐ'}, {'e', U'ₑ'},  {'h', U'ₕ'},  {'i', U'ᵢ'},  {'j', U'ⱼ'},  {'k', U'ₖ'}, {'l', U'ₗ'}, {'m', U'ₘ'},
     {'n', U'ₙ'}, {'o', U'ₒ'},  {'p', U'ₚ'},  {'r', U'ᵣ'},  {'s', U'ₛ'},  {'t', U'ₜ'}, {'u', U'ᵤ'}, {'v', U'ᵥ'},
     {'x', U'ₓ'}, {U'β', U'ᵦ'}, {U'γ', U'ᵧ'}, {U'ρ', U'ᵨ'}, {U'φ', U'ᵩ'}, {' ', U' '}}};

template <std::size_t Size>
std::optional<std::string> mapped(std::string_view text, const std::array<Twin, Size>& twins) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const core::Character character = core::character_at(text, at);
    at += character.length;
    const Twin* found = nullptr;
    for (const Twin& twin : twins) {
      if (twin.first == character.value) found = &twin;
    }
    if (found == nullptr) return std::nullopt;
    out += core::utf8(found->second);
  }
  return out;
}

bool is_combining(char32_t code) {
  return code >= 0x300 && code < 0x370;
}

}  // namespace

std::optional<std::string> in_script(std::string_view text, Script script) {
  return script == Script::super ? mapped(text, superscripts) : mapped(text, subscripts);
}

bool can_be_struck(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const core::Character character = core::character_at(text, at);
    const char32_t code = character.value;
    at += character.length;
    const bool latin_greek_cyrillic = code < 0x530 || (code >= 0x1E00 && code < 0x2000);
    const bool punctuation = code >= 0x2010 && code < 0x2070;
    const bool currency = code >= 0x20A0 && code < 0x20D0;
    if (!latin_greek_cyrillic && !punctuation && !currency) return false;
  }
  return true;
}

std::string struck(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const core::Character character = core::character_at(text, at);
    out += core::utf8(character.value);
    at += character.length;
    if (at < text.size() && is_combining(core::character_at(text, at).value)) continue;
    out += "\u0336";
  }
  return out;
}

}  // namespace mediumsync::parse
