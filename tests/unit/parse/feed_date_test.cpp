#include "parse/feed_date.hpp"

#include <array>
#include <doctest/doctest.h>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace mediumsync::parse {
namespace {

struct Spelling {
  std::string_view written;
  std::string_view meant;  // RFC 3339
};

void check(const Spelling& spelling) {
  CAPTURE(spelling.written);
  const std::optional<core::TimePoint> date = feed_date(spelling.written);
  REQUIRE(date.has_value());
  CHECK(core::format_rfc3339(*date) == spelling.meant);
}

TEST_CASE("dates of RFC 822 are read with their usual defects") {
  constexpr std::array spellings = {
      Spelling{"Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z"},
      Spelling{"Thu, 1 Jan 2004 19:48:21 +0100", "2004-01-01T18:48:21Z"},
      Spelling{"Thu, 01 Jan 04 19:48:21 EST", "2004-01-02T00:48:21Z"},
      Spelling{"01 Jan 99 19:48 PDT", "1999-01-02T02:48:00Z"},
      Spelling{"Thu,01 Jan 2004 19:48:21 Z", "2004-01-01T19:48:21Z"},
      Spelling{"  Thu,\n 01 Jan 2004 19:48:21 UT ", "2004-01-01T19:48:21Z"},
      Spelling{"Thursday, 01-Jan-2004 19:48:21 UTC", "2004-01-01T19:48:21Z"},
      Spelling{"Thu, 01 January 2004 19:48:21", "2004-01-01T19:48:21Z"},
      Spelling{"Thu, 01 Jan 2004 19:48:21 GMT+02:00", "2004-01-01T17:48:21Z"},
      Spelling{"Thu, 01 Jan 2004 19:48:21 +0100 (CET)", "2004-01-01T18:48:21Z"},
      Spelling{"Thu, 01 Jan 2004 19:48:21 CEST", "2004-01-01T17:48:21Z"},
      Spelling{"Thu, 01 Jan 2004 19:48:21 XYZ", "2004-01-01T19:48:21Z"},
      Spelling{"Thu, 01 Jan 2004", "2004-01-01T00:00:00Z"},
      Spelling{"Thu, 01 Jan 2004 24:00:00 GMT", "2004-01-02T00:00:00Z"},
      Spelling{"Thu, 01 Jan 2004 19:48:60 GMT", "2004-01-01T19:49:00Z"},
      Spelling{"Thu Jan  1 19:48:21 2004", "2004-01-01T19:48:21Z"},
      Spelling{"Thu, Jan 1, 2004 7:48 PM", "2004-01-01T19:48:00Z"},
      Spelling{"January 1st, 2004 12:05 a.m.", "2004-01-01T00:05:00Z"},
      Spelling{"2004 Jan 01 19:48", "2004-01-01T19:48:00Z"},
      Spelling{"Jan 2004", "2004-01-01T00:00:00Z"},
  };
  for (const Spelling& spelling : spellings) check(spelling);
}

TEST_CASE("dates of ISO 8601 are read in their variants") {
  constexpr std::array spellings = {
      Spelling{"2003-12-31T10:14:55Z", "2003-12-31T10:14:55Z"},
      Spelling{"2003-12-31T10:14:55.123456+01:00", "2003-12-31T09:14:55Z"},
      Spelling{"2003-12-31T10:14:55-0800", "2003-12-31T18:14:55Z"},
      Spelling{"2003-12-31T10:14:55 -8:00", "2003-12-31T18:14:55Z"},
      Spelling{"2003-12-31T10:14:55+05", "2003-12-31T05:14:55Z"},
      Spelling{"2003-12-31T10:14-03:30", "2003-12-31T13:44:00Z"},
      Spelling{"2003-12-31t10:14z", "2003-12-31T10:14:00Z"},
      Spelling{"2003-12-31 10:14:55", "2003-12-31T10:14:55Z"},
      Spelling{"2003-12-31 10:14:55 UTC", "2003-12-31T10:14:55Z"},
      Spelling{"2003-12-31T10", "2003-12-31T10:00:00Z"},
      Spelling{"20031231T101455Z", "2003-12-31T10:14:55Z"},
      Spelling{"20031231101455", "2003-12-31T10:14:55Z"},
      Spelling{"20031231", "2003-12-31T00:00:00Z"},
      Spelling{"2003-12-31", "2003-12-31T00:00:00Z"},
      Spelling{"2003/12/31", "2003-12-31T00:00:00Z"},
      Spelling{"2003-12", "2003-12-01T00:00:00Z"},
      Spelling{"2003", "2003-01-01T00:00:00Z"},
      Spelling{"2003-365", "2003-12-31T00:00:00Z"},
      Spelling{"03-12-31", "2003-12-31T00:00:00Z"},
      Spelling{"1072865695", "2003-12-31T10:14:55Z"},
      Spelling{"1072865695000", "2003-12-31T10:14:55Z"},
  };
  for (const Spelling& spelling : spellings) check(spelling);
}

TEST_CASE("dates are read in other languages") {
  constexpr std::array spellings = {
      Spelling{"mer, 16 nov 2022 00:38:15 +0100", "2022-11-15T23:38:15Z"},
      Spelling{"mar, 15 nov 2022 00:38:15 +0100", "2022-11-14T23:38:15Z"},
      Spelling{"mar. 15 mars 2022", "2022-03-15T00:00:00Z"},
      Spelling{"Do, 01 Mär 2007 08:00 MEZ", "2007-03-01T07:00:00Z"},
      Spelling{"24. Dezember 2010", "2010-12-24T00:00:00Z"},
      Spelling{"31.12.2003 10:14", "2003-12-31T10:14:00Z"},
      Spelling{"12/31/2003", "2003-12-31T00:00:00Z"},
      Spelling{"dim, 04 juil 2010 10:00:00 GMT", "2010-07-04T10:00:00Z"},
      Spelling{"1 de agosto de 2011", "2011-08-01T00:00:00Z"},
      Spelling{"lun, 05 set 2016 10:00", "2016-09-05T10:00:00Z"},
      Spelling{"17 мая 2019 12:00 MSK", "2019-05-17T09:00:00Z"},
      Spelling{"2004년 05월 28일 01:31:15", "2004-05-28T01:31:15Z"},
      Spelling{"2004-05-25 오후 11:23:17", "2004-05-25T23:23:17Z"},
      Spelling{"2004年5月28日", "2004-05-28T00:00:00Z"},
  };
  for (const Spelling& spelling : spellings) check(spelling);
}

TEST_CASE("what is no date is none") {
  constexpr std::array<std::string_view, 12> texts = {"",
                                                      "yesterday",
                                                      "0000-00-00T00:00:00Z",
                                                      "2003-02-30",
                                                      "2003-13-01",
                                                      "2003-12-31T25:00:00",
                                                      "Thu, 32 Jan 2004 00:00:00 GMT",
                                                      "Thu, 01 Jan 2004 19:61:00 GMT",
                                                      "99999",
                                                      "2003-W01-3",
                                                      "--",
                                                      "Thu, GMT"};
  for (const std::string_view text : texts) {
    CAPTURE(text);
    CHECK_FALSE(feed_date(text).has_value());
  }
  CHECK_FALSE(feed_date(std::string(1 << 20, '9')).has_value());
}

}  // namespace
}  // namespace mediumsync::parse
