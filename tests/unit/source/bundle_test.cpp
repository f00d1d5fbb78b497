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
                        Row{"Note.textbundle/assets/text.md", std::nullopt, "text"},
                        Row{"Note.textbundle/index.md", std::nullopt, "index"},
                        Row{"posts/v1.2-is-out/index.md", "posts/v1.2-is-out", "v1.2-is-out"},
                        Row{"post/INDEX.HTML", "post", "post"},
                        Row{"post/text.md", std::nullopt, "text"},
                        Row{"index.md", std::nullopt, "index"},
                        Row{"/home/me/blog/index.md", "/home/me/blog", "blog"},
                        Row{"/index.md", std::nullopt, "index"},
                        Row{"a.b/c.d.md", std::nullopt, "c.d"},
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
