#include "core/data_url.hpp"

#include <array>
#include <doctest/doctest.h>

using namespace mediumsync::core;
using namespace std::string_literals;

TEST_CASE("a data URL gives its bytes as browsers read it") {
  struct Row {
    std::string url;
    std::optional<std::string> bytes;
  };
  const std::array rows{Row{"data:image/png;base64,AAEC", "\0\1\2"s},
                        Row{"DATA:image/png;charset=x;BASE64,AAECAw==", "\0\1\2\3"s},
                        Row{"data:image/png;base64,AAE CAw", "\0\1\2\3"s},
                        Row{"data:image/png;base64,%41AEC", "\0\1\2"s},
                        Row{"data:image/png;base64,-_-_", "\xfb\xff\xbf"s},
                        Row{"data:image/svg+xml,%3Csvg%20/>", "<svg />"s},
                        Row{"data:image/svg+xml;utf8,<svg a='100%'/>", "<svg a='100%'/>"s},
                        Row{"data:,", ""s},
                        Row{"data:image/png;base64,A*EC", std::nullopt},
                        Row{"data:image/png;base64", std::nullopt},
                        Row{"https://a.example/,x", std::nullopt}};
  for (const Row& row : rows) {
    CAPTURE(row.url);
    CHECK(decode_data_url(row.url) == row.bytes);
  }
}
