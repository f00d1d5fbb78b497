#include "notify/mail_header.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "core/base64.hpp"
#include "core/text.hpp"

namespace mediumsync::notify {
namespace {

// An encoded word has 75 characters at the most, of which 12 are its dress.
constexpr std::size_t bytes_per_word = 45;

bool is_plain(std::string_view text) {
  constexpr std::size_t longest_plain = 900;  // a line has 998 at the most
  return text.size() <= longest_plain && text.find("=?") == std::string_view::npos &&
         std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

std::string padded(unsigned number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

std::string encoded_words(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string words;
  std::string word;
  const auto close = [&] {
    if (!word.empty()) words += (words.empty() ? "=?UTF-8?B?" : " =?UTF-8?B?") + core::encode_base64(word) + "?=";
    word.clear();
  };
  const std::string line = core::collapse_space(core::sanitise_utf8(text));
  for (std::size_t at = 0; at < line.size();) {
    const core::Character character = core::character_at(line, at);
    if (word.size() + character.length > bytes_per_word) close();  // never within a character
    word += line.substr(at, character.length);
    at += character.length;
  }
  close();
  return words;
}

std::string mail_date(core::TimePoint time) {
  constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  return std::string(days.at(std::chrono::weekday(day).c_encoding())) + ", " +
         padded(static_cast<unsigned>(date.day())) + " " + months.at(static_cast<unsigned>(date.month()) - 1) + " " +
         std::to_string(static_cast<int>(date.year())) + " " + padded(static_cast<unsigned>(clock.hours().count())) +
         ":" + padded(static_cast<unsigned>(clock.minutes().count())) + ":" +
         padded(static_cast<unsigned>(clock.seconds().count())) + " +0000";
}

}  // namespace mediumsync::notify
