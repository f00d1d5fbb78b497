#include "render/reading_time.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/text.hpp"
#include "render/walk.hpp"

namespace mediumsync::render {
namespace {

constexpr double words_a_minute = 265;
constexpr double ideographs_a_minute = 500;
constexpr int first_image_seconds = 12;
constexpr int least_image_seconds = 3;

bool is_ideograph(char32_t c) {
  return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7AF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

struct Amount {
  double words = 0;
  double ideographs = 0;
};

Amount amount_of(std::string_view text) {
  Amount amount;
  bool inside = false;
  for (std::size_t at = 0; at < text.size();) {
    const core::Character c = core::character_at(text, at);
    const bool space = c.value == ' ' || c.value == '\n' || c.value == '\t' || c.value == '\r' || c.value == 0xA0;
    const bool ideograph = is_ideograph(c.value);
    if (ideograph) ++amount.ideographs;
    const bool word = !space && !ideograph;
    if (word && !inside) ++amount.words;
    inside = word;
    at += c.length;
  }
  return amount;
}

}  // namespace

std::chrono::minutes reading_time(const core::Document& document) {
  const Amount amount = amount_of(core::plain_text(document));
  double minutes = amount.words / words_a_minute + amount.ideographs / ideographs_a_minute;
  int image = first_image_seconds;
  walk(document, [&](const core::Block& block) {
    if (!std::holds_alternative<core::Image>(block.value)) return;
    minutes += image / 60.0;
    image = std::max(image - 1, least_image_seconds);
  });
  return std::chrono::minutes(std::max(1, static_cast<int>(std::ceil(minutes))));
}

}  // namespace mediumsync::render
