#include "source/bundle.hpp"

#include <array>
#include <doctest/doctest.h>

using namespace mediumsync::source;

TEST_CASE("a bundle is one post by the name of its directory") {
  struct Row {
    std::string path;
    std::optional<std::string> bundle;
    std::string name;
  };
  const std::array rows{Row{"Note.textbundle/text.md", "Note.textbundle", "Note"},
                        Row{"a/My.Note.TextBundle/text.markdown", "a/My.Note.TextBundle", "My.Note"},
                        Row{"Note.textbundle/assets/text.md", std::nullopt, "Text"},
                        Row{"Note.textbundle/index.md", std::nullopt, "Index"},
                        Row{"posts/v1.2-is-out/index.md", "posts/v1.2-is-out", "V1.2 is out"},
                        Row{"post/INDEX.HTML", "post", "Post"},
                        Row{"post/text.md", std::nullopt, "Text"},
                        Row{"index.md", std::nullopt, "Index"},
                        Row{"/home/me/blog/index.md", "/home/me/blog", "Blog"},
                        Row{"/index.md", std::nullopt, "Index"},
                        Row{"a.b/c.d.md", std::nullopt, "C.d"},
                        Row{"2019-08-08-plain-words.md", std::nullopt, "Plain words"},
                        Row{"2019-08-08-.md", std::nullopt, "2019 08 08"},
                        Row{"2019-08-08-My-Name.md", std::nullopt, "My-Name"},
                        Row{"20190-8-08-x.md", std::nullopt, "20190 8 08 x"},
                        Row{"snake_case.md", std::nullopt, "Snake case"},
                        Row{"two words.md", std::nullopt, "two words"},
                        Row{".md", std::nullopt, ".md"}};
  for (const Row& row : rows) {
    CAPTURE(row.path);
    CHECK(bundle_of(row.path) == row.bundle);
    CHECK(name_of_post(row.path) == row.name);
  }
}

TEST_CASE("what lies within a textbundle is known to") {
  CHECK(textbundle_around("a/N.textbundle/assets/x/y.png") == "a/N.textbundle");
  CHECK(textbundle_around("N.textbundle/text.md") == "N.textbundle");
  CHECK_FALSE(textbundle_around("N.textbundle"));
  CHECK_FALSE(textbundle_around("a/.textbundle/x.png"));
}
