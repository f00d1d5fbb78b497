#include <array>
#include <doctest/doctest.h>
#include <optional>
#include <string>
#include <string_view>

#include "core/text.hpp"
#include "parse/encoding.hpp"

namespace mediumsync::parse {
namespace {

using namespace std::string_view_literals;

struct Bytes {
  std::string_view what;
  std::string_view bytes;
  std::optional<std::string_view> content_type;
  std::string_view text;
};

TEST_CASE("bytes become the text that was meant") {
  const std::array samples = {
      Bytes{"UTF-8", "<a>é</a>"sv, {}, "<a>é</a>"},
      Bytes{"a mark", "\xef\xbb\xbf<a>é</a>"sv, "text/xml; charset=iso-8859-1", "<a>é</a>"},
      Bytes{"UTF-16 with a mark", "\xff\xfe<\0a\0>\0\xe9\0"sv, {}, "<a>é"},
      Bytes{"UTF-16 without a mark", "\0<\0a\0>\0\xe9"sv, {}, "<a>é"},
      Bytes{"UTF-32", "\0\0\xfe\xff\0\0\0<\0\0\0\xe9"sv, {}, "<é"},
      Bytes{"Latin-1 is windows-1252",
            "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9 \x80\x93</a>"sv,
            {},
            "<?xml version='1.0' encoding='ISO-8859-1'?><a>é €“</a>"},
      Bytes{"undeclared Latin-1", "<a>caf\xe9 \x93x\x94</a>"sv, {}, "<a>café “x”</a>"},
      Bytes{"UTF-8 with one stray byte", "<a>é \x96 é</a>"sv, {}, "<a>é – é</a>"},
      Bytes{"a header that lies", "<a>é</a>"sv, "text/xml; charset=us-ascii", "<a>é</a>"},
      Bytes{"a header without quotes around", "<a>\xcf\xf0</a>"sv, "application/rss+xml;charset= windows-1251",
            "<a>Пр</a>"},
      Bytes{"a quoted header", "<a>\xf0\xd2</a>"sv, "text/xml; charset=\"KOI8-R\"", "<a>Пр</a>"},
      Bytes{"a header beats the declaration", "<?xml version='1.0' encoding='koi8-r'?>\xcf\xf0"sv,
            "text/xml; charset=windows-1251", "<?xml version='1.0' encoding='koi8-r'?>Пр"},
      Bytes{"GB2312 is GB18030",
            "<?xml encoding=\"gb2312\"?>\xd6\xd0\x81\x30\x81\x30"sv,
            {},
            "<?xml encoding=\"gb2312\"?>中\xc2\x80"},
      Bytes{"EUC-KR", "<?xml encoding=\"euc-kr\"?>\xb3\xe2"sv, {}, "<?xml encoding=\"euc-kr\"?>년"},
      Bytes{"Shift JIS", "<?xml encoding='Shift_JIS'?>\x93\xfa\x87\x40"sv, {}, "<?xml encoding='Shift_JIS'?>日①"},
      Bytes{"a name of old", "<?xml encoding='x-cp1251'?>\xcf\xf0"sv, {}, "<?xml encoding='x-cp1251'?>Пр"},
      Bytes{"an unknown name", "<?xml encoding='x-bogus'?>é"sv, {}, "<?xml encoding='x-bogus'?>é"},
      Bytes{"a name that asks for more than a converter",
            "<?xml encoding='UTF-7'?>+AGE-"sv,
            {},
            "<?xml encoding='UTF-7'?>+AGE-"},
      Bytes{"UTF-16 claimed by what is not", "<?xml encoding='utf-16'?>é"sv, {}, "<?xml encoding='utf-16'?>é"},
      Bytes{"a broken GBK byte", "<?xml encoding='gbk'?>\xd6\xd0\xff."sv, {}, "<?xml encoding='gbk'?>中\xef\xbf\xbd."},
      Bytes{"a surrogate is no character", "\xed\xa0\x80"sv, {}, "í\xc2\xa0€"},
  };
  for (const Bytes& sample : samples) {
    CAPTURE(sample.what);
    std::optional<std::string> type;
    if (sample.content_type) type = *sample.content_type;
    CHECK(to_utf8(sample.bytes, type) == sample.text);
    CHECK(core::is_utf8(to_utf8(sample.bytes, type)));
  }
}

TEST_CASE("nothing is copied where the bytes stand as they are") {
  CHECK_FALSE(converted_to_utf8("<rss>é</rss>", "text/xml; charset=utf-8").has_value());
  CHECK(converted_to_utf8("<rss>\xe9</rss>", std::nullopt).has_value());
}

}  // namespace
}  // namespace mediumsync::parse
