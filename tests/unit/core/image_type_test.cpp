#include "core/image_type.hpp"

#include <array>
#include <doctest/doctest.h>
#include <string>

using namespace mediumsync::core;
using namespace std::string_literals;

TEST_CASE("an image is known by its first bytes and not by its name") {
  struct Row {
    std::string bytes;
    std::string type;
    bool taken = false;
  };
  const std::array rows{Row{"\x89PNG\r\n\x1a\n rest", "image/png", true},
                        Row{"\xff\xd8\xff\xe0 rest", "image/jpeg", true},
                        Row{"GIF87a rest", "image/gif", true},
                        Row{"GIF89a", "image/gif", true},
                        Row{"II*\0rest"s, "image/tiff", true},
                        Row{"MM\0*rest"s, "image/tiff", true},
                        Row{"RIFF\x10\0\0\0WEBPVP8 rest"s, "image/webp", false},
                        Row{"\0\0\0\x1c"s + "ftypavif", "image/avif", false},
                        Row{"\0\0\0\x18"s + "ftypheic", "image/heic", false},
                        Row{"\0\0\0\x0cJXL \r\n\x87\n"s, "image/jxl", false},
                        Row{"\xef\xbb\xbf<svg/>", "image/svg+xml", false},
                        Row{"BMrest", "image/bmp", false},
                        Row{"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", false},
                        Row{"\n <?xml version='1.0'?>\n<!-- by hand --><SVG/>", "image/svg+xml", false}};
  for (const Row& row : rows) {
    CAPTURE(row.type);
    const auto type = image_type(row.bytes);
    REQUIRE(type);
    CHECK(type->media_type == row.type);
    CHECK(type->taken_by_medium == row.taken);
  }
}

TEST_CASE("what is no image is none whatever it holds") {
  for (const std::string& bytes :
       {""s, "GIF"s, "\x89PNG"s, "RIFF\0\0\0\0WAVE"s, "<html>talks of <svg> later</html>"s, "plain text"s}) {
    CAPTURE(bytes);
    CHECK_FALSE(image_type(bytes));
  }
}
