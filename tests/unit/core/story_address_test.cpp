#include "core/story_address.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace mediumsync;

TEST_CASE("an address on Medium names its author or nobody") {
  struct Row {
    const char* url;
    const char* names;  // empty: nobody
  };
  const Row rows[] = {
      {"https://medium.com/@lea/a-story-0123456789ab", "lea"},
      {"https://www.medium.com/@Lea/0123456789ab", "Lea"},
      {"https://medium.com/%40lea/a-story-0123456789ab", "lea"},
      {"https://medium.com/@lea", "lea"},
      {"https://lea.medium.com/a-story-0123456789ab", "lea"},
      {"http://127.0.0.1:8080/@lea/a-story-0123456789ab", "lea"},
      {"https://medium.com/p/0123456789ab", ""},
      {"https://medium.com/some-publication/a-story-0123456789ab", ""},
      {"https://blog.example/@lea/a-story-0123456789ab", ""},
      {"https://tech.example/a-story-0123456789ab", ""},
      {"https://notmedium.com/@lea/0123456789ab", ""},
      {"https://a.b.medium.com/0123456789ab", ""},
      {"not an address", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.url));
    const auto named = core::author_named_in(row.url, "http://127.0.0.1:8080");
    CHECK((named ? named->name : "") == row.names);
  }
}

TEST_CASE("a story is known by its address however that was copied") {
  for (const char* url :
       {"https://medium.com/@jane/a-story-0123456789ab", "https://medium.com/@jane/a-story-0123456789ab/",
        "https://medium.com/@jane/a-story-0123456789ab?source=rss-1a2b3c------2",
        "https://medium.com/@jane/a-story-0123456789ab/?source=user_profile#top"}) {
    CAPTURE(std::string(url));
    CHECK(core::story_id_in(url) == "0123456789ab");
    CHECK(core::plain_story_address(url) == "https://medium.com/@jane/a-story-0123456789ab");
  }
  for (const char* url :
       {"https://medium.com/@jane", "https://medium.com/", "https://medium.com/p/0123456789ab/edit"}) {
    CAPTURE(std::string(url));
    CHECK(core::story_id_in(url) == std::nullopt);
  }
}

TEST_CASE("an id of Medium's has letters and digits and no more than there is room for") {
  CHECK(core::is_medium_id("0123456789ab"));
  CHECK(core::is_medium_id(std::string(64, 'a')));
  for (const std::string& text : {std::string(), std::string(65, 'a'), std::string("a b"), std::string("../a")}) {
    CAPTURE(text);
    CHECK_FALSE(core::is_medium_id(text));
  }
}

TEST_CASE("the name in an address is an author's as far as host names can say it") {
  using core::NamedAuthor;
  CHECK(core::names({"Jane", NamedAuthor::Place::path}, "jane"));
  CHECK(core::names({"jane", NamedAuthor::Place::path}, "@jane"));
  CHECK(core::names({"jane", NamedAuthor::Place::host}, "@jane"));
  CHECK_FALSE(core::names({"janedoe", NamedAuthor::Place::path}, "jane.doe"));
  CHECK(core::names({"janedoe", NamedAuthor::Place::host}, "Jane.Doe_"));
  CHECK_FALSE(core::names({"lea", NamedAuthor::Place::host}, "jane"));
}
