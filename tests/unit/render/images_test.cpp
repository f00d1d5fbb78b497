#include <doctest/doctest.h>

#include "unit/render/pieces.hpp"

namespace mediumsync::render {
namespace {

using core::Image;
using core::LocalImage;
using core::Marks;
using core::RemoteImage;

std::optional<std::string> nowhere(const LocalImage&) {
  return std::nullopt;
}

TEST_CASE("an image is a figure and its caption never its alternative text") {
  const std::string open = "<figure><img src=\"https://a.example/i.png\" alt=\"Alt\">";
  const RemoteImage source{"https://a.example/i.png"};
  struct ImageRow {
    Image image;
    std::string html;
  };
  const ImageRow rows[] = {
      {{source, " Alt\n", {}, {}}, open + "</figure>"},
      {{source, "Alt", {run("Cap", Marks::emphasis)}, {}}, open + "<figcaption><em>Cap</em></figcaption></figure>"},
      {{source, "Alt", words("Cap"), "https://l.example"},
       open + "<figcaption><a href=\"https://l.example\">Cap</a></figcaption></figure>"},
      {{source, "Alt", {}, "https://l.example"},
       open + "<figcaption><a href=\"https://l.example\">https://l.example</a></figcaption></figure>"},
      {{source, "Alt", {link("Cap", "https://c.example")}, "https://l.example"},
       open + "<figcaption><a href=\"https://c.example\">Cap</a><br>"
              "<a href=\"https://l.example\">https://l.example</a></figcaption></figure>"},
      {{source, "Alt", {}, "/relative"}, open + "</figure>"},
      {{RemoteImage{"https://a.example/ü.png?a&b"}, "a\"b", {}, {}},
       "<figure><img src=\"https://a.example/%C3%BC.png?a&amp;b\" alt=\"a&quot;b\"></figure>"},
      {{LocalImage{"dir/i.png"}, "", {}, {}}, "<figure><img src=\"upload:dir/i.png\" alt=\"\"></figure>"},
  };
  for (const ImageRow& row : rows) CHECK(html_of({{row.image}}) == row.html);
}

TEST_CASE("of an image that can not be had its words and its link remain") {
  const LocalImage local{"i.png"};
  struct ImageRow {
    Image image;
    const char* html;
  };
  const ImageRow rows[] = {
      {{local, "Alt", {}, {}}, "<p>Alt</p>"},
      {{local, "Alt", words("Cap"), {}}, "<p>Alt<br>Cap</p>"},
      {{local, "", words("Cap"), "https://l.example"}, "<p><a href=\"https://l.example\">Cap</a></p>"},
      {{local, "", {}, {}}, ""},
      {{RemoteImage{"/relative.png"}, "Alt", {}, {}}, "<p>Alt</p>"},
      {{RemoteImage{"data:image/png;base64,xx"}, "Alt", {}, {}}, "<p>Alt</p>"},
  };
  for (const ImageRow& row : rows) CHECK(html_of({{row.image}}, nowhere) == row.html);
}

TEST_CASE("images are listed once each in reading order wherever they stand") {
  core::Document document;
  document.blocks = {
      local_image("b.png"), remote_image("https://a.example/1"),
      quote({local_image("a.png"), bullets({item({remote_image("https://a.example/2"), local_image("b.png")})})}),
      numbers({item({quote({local_image("c.png")})})})};
  document.footnotes = {{"1", {local_image("note.png"), remote_image("https://a.example/1")}}};
  CHECK(local_images(document) == std::vector<LocalImage>{{"b.png"}, {"a.png"}, {"c.png"}, {"note.png"}});
  CHECK(remote_images(document) == std::vector<RemoteImage>{{"https://a.example/1"}, {"https://a.example/2"}});
}

}  // namespace
}  // namespace mediumsync::render
