#include "source/raw_entry.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/number.hpp"
#include "lib/crypto/digest.hpp"

namespace mediumsync::source {
namespace {

using Text = std::optional<std::string>;
using Time = std::optional<core::TimePoint>;

// A field is its letter, its size, a colon, its bytes; an absent one is not there.
struct Field {
  char letter;
  Text parse::FeedEntry::*member;
};
constexpr Field fields[] = {
    {'t', &parse::FeedEntry::title},  {'l', &parse::FeedEntry::link},     {'o', &parse::FeedEntry::original},
    {'a', &parse::FeedEntry::author}, {'c', &parse::FeedEntry::content},  {'s', &parse::FeedEntry::summary},
    {'b', &parse::FeedEntry::base},   {'m', &parse::FeedEntry::markdown}, {'x', &parse::FeedEntry::about}};
constexpr char category = 'k';
// An attachment begins with its address.
constexpr char attachment = 'A';
constexpr char attachment_type = 'T';
constexpr char attachment_title = 'N';
constexpr std::size_t digest_size = 32;
constexpr char feed_link = 'f';
// From here on what is left out of the digest.
constexpr char id = 'i';
struct Date {
  char letter;
  Time parse::FeedEntry::*member;
};
constexpr Date dates[] = {{'p', &parse::FeedEntry::published}, {'u', &parse::FeedEntry::updated}};

void put(std::string& bytes, char letter, std::string_view value) {
  bytes += letter;
  bytes += std::to_string(value.size());
  bytes += ':';
  bytes += value;
}
void put(std::string& bytes, char letter, const Text& value) {
  if (value) put(bytes, letter, std::string_view(*value));
}

[[noreturn]] void damaged() {
  throw std::runtime_error("the database holds a feed's entry that is damaged");
}

std::int64_t number(std::string_view digits) {
  const auto value = core::to_number<std::int64_t>(digits);
  if (!value) damaged();
  return *value;
}

void take(UnpackedEntry& unpacked, char letter, std::string_view value) {
  parse::FeedEntry& entry = unpacked.entry;
  for (const Field& field : fields) {
    if (field.letter == letter) entry.*field.member = std::string(value);
  }
  for (const Date& date : dates) {
    if (date.letter == letter) entry.*date.member = core::TimePoint(core::Duration(number(value)));
  }
  if (letter == category) entry.categories.emplace_back(value);
  if (letter == attachment) entry.attachments.push_back({.url = std::string(value)});
  if (letter == attachment_type && !entry.attachments.empty()) entry.attachments.back().type = std::string(value);
  if (letter == attachment_title && !entry.attachments.empty()) entry.attachments.back().title = std::string(value);
  if (letter == feed_link) unpacked.feed.link = std::string(value);
  if (letter == id) entry.id = std::string(value);
}

}  // namespace

RawEntry pack(const parse::FeedEntry& entry, const parse::Feed& feed) {
  RawEntry raw;
  for (const Field& field : fields) put(raw.bytes, field.letter, entry.*field.member);
  for (const std::string& name : entry.categories) put(raw.bytes, category, std::string_view(name));
  for (const parse::Attachment& file : entry.attachments) {
    put(raw.bytes, attachment, std::string_view(file.url));
    put(raw.bytes, attachment_type, file.type);
    put(raw.bytes, attachment_title, file.title);
  }
  put(raw.bytes, feed_link, feed.link);
  raw.digest = "entry:" + crypto::sha256_hex(raw.bytes).substr(0, digest_size);
  put(raw.bytes, id, entry.id);
  for (const Date& date : dates) {
    const Time& time = entry.*date.member;
    if (time) put(raw.bytes, date.letter, std::string_view(std::to_string(time->time_since_epoch().count())));
  }
  return raw;
}

UnpackedEntry unpack(std::string_view bytes) {
  UnpackedEntry unpacked;
  while (!bytes.empty()) {
    const char letter = bytes.front();
    const std::size_t colon = bytes.find(':');
    if (colon == std::string_view::npos) damaged();
    const auto size = static_cast<std::size_t>(number(bytes.substr(1, colon - 1)));
    if (size > bytes.size() - colon - 1) damaged();
    take(unpacked, letter, bytes.substr(colon + 1, size));
    bytes.remove_prefix(colon + 1 + size);
  }
  return unpacked;
}

}  // namespace mediumsync::source
