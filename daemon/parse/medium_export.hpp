// What a Medium account's export ("Download your information") and its statistics page tell of its stories. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/post.hpp"
#include "core/time.hpp"

namespace mediumsync::parse {

// One story as the export has it. Its item's canonical address is the author's own: Medium's is `url`.
struct ExportedStory {
  std::string id;
  std::string url;
  core::Draft draft = core::Draft::no;
  core::Item item;
  std::optional<std::string> author;   // the name of the account, without the @
  std::optional<std::uint32_t> words;  // stands for its title and all its words; statistics have none
  // The day on which the export was made, as each of its pages says itself: its beginning, in UTC.
  std::optional<core::TimePoint> exported_on;
};

// Whether the export keeps a story there: posts/NAME.html, wherever the export lies.
bool is_story_file(std::string_view path);

// One of the export's pages. Its id stands in the file's name and, of a story that was published, in its footer.
// std::nullopt: it is no story of Medium's.
std::optional<ExportedStory> exported_story(std::string_view html, std::string_view path);

// https://medium.com/me/stats?format=json, as an author saved it: titles, without texts. std::nullopt: it isn't that.
std::optional<std::vector<ExportedStory>> stories_of_stats(std::string_view json);

// An entry of the statistics that tells nothing: which, as "payload.value[3]", and what is wrong with it.
struct StatsMistake {
  std::string where;
  std::string what;
};
std::vector<StatsMistake> mistakes_in_stats(std::string_view json);

}  // namespace mediumsync::parse
