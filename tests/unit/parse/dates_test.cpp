#include "parse/dates.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

namespace mediumsync::parse {
namespace {

struct Row {
  const char* text;
  const char* expected;  // "" for no date
};

std::string spelled(const std::optional<core::TimePoint>& date) {
  return date ? core::format_rfc3339(*date) : "";
}

TEST_CASE("dates are read as people write them") {
  for (const Row& row : std::vector<Row>{
           {"2019-08-08", "2019-08-08T00:00:00Z"},
           {"2019/08/08", "2019-08-08T00:00:00Z"},
           {"2019.8.8", "2019-08-08T00:00:00Z"},
           {"20190808", "2019-08-08T00:00:00Z"},
           {" 2019-8-8 ", "2019-08-08T00:00:00Z"},
           {"2019-08-08T14:05:06Z", "2019-08-08T14:05:06Z"},
           {"2019-08-08T14:05", "2019-08-08T14:05:00Z"},
           {"2019-08-08 14:05:06", "2019-08-08T14:05:06Z"},
           {"2019-08-08 14:05:06 +0200", "2019-08-08T12:05:06Z"},
           {"2019-08-08 14:05:06 +02:00", "2019-08-08T12:05:06Z"},
           {"2019-08-08 14:05:06 -8:00", "2019-08-08T22:05:06Z"},
           {"2019-08-08T14:05:06.123456789-05:30", "2019-08-08T19:35:06Z"},
           {"2019-08-08 14:05 UTC", "2019-08-08T14:05:00Z"},
           {"2019-08-08 2:05 pm", "2019-08-08T14:05:00Z"},
           {"2019-08-08 12:05 AM", "2019-08-08T00:05:00Z"},
           {"2019-08-08 14:05:06 PDT", "2019-08-08T21:05:06Z"},
           {"2023-01-29 18:30:22 2023 -0800", "2023-01-30T02:30:22Z"},
           {"Aug 8, 2019", "2019-08-08T00:00:00Z"},
           {"August 8th, 2019", "2019-08-08T00:00:00Z"},
           {"8 August 2019", "2019-08-08T00:00:00Z"},
           {"8-Aug-2019", "2019-08-08T00:00:00Z"},
           {"Thu, 08 Aug 2019 14:05:06 GMT", "2019-08-08T14:05:06Z"},
           {"Thu Aug  8 14:05:06 UTC 2019", "2019-08-08T14:05:06Z"},
           {"Thursday, August 8, 2019 at 2:05 PM", "2019-08-08T14:05:00Z"},
           {"2020-02-29", "2020-02-29T00:00:00Z"},
           {"2019-02-29", ""},
           {"2019-13-01", ""},
           {"2019-08-08 25:00", ""},
           {"2019-08-08 14:60", ""},
           {"2019-08-08 later", ""},
           {"12/31/2019", ""},
           {"2019", ""},
           {"tomorrow", ""},
           {"", ""},
       }) {
    CAPTURE(row.text);
    CHECK(spelled(parse_date(row.text)) == row.expected);
  }
}

TEST_CASE("a path may carry its post's date") {
  for (const Row& row : std::vector<Row>{
           {"2019-08-08-slug.md", "2019-08-08T00:00:00Z"},
           {"a/b/2019-08-08.md", "2019-08-08T00:00:00Z"},
           {"2019/08/08/slug.md", "2019-08-08T00:00:00Z"},
           {"posts/2019/08/08/slug.md", "2019-08-08T00:00:00Z"},
           {"2019-08-08-slug/index.md", "2019-08-08T00:00:00Z"},
           {"12019-08-08.md", ""},
           {"2019-08-081.md", ""},
           {"slug-2019-08-08.md", ""},
           {"2019-99-08-slug.md", ""},
           {"", ""},
       }) {
    CAPTURE(row.text);
    CHECK(spelled(date_in_path(row.text)) == row.expected);
  }
}

}  // namespace
}  // namespace mediumsync::parse
