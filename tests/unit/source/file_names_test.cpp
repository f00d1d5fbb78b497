#include "source/file_names.hpp"

#include <array>
#include <doctest/doctest.h>

using namespace mediumsync::source;

namespace {

const std::vector<std::string> markdown_and_html{"*.md", "*.markdown", "*.html"};

struct Row {
  std::string path;
  bool read = false;
};

}  // namespace

TEST_CASE("posts are told from what editors and copying programs leave behind") {
  const std::array rows{Row{"post.md", true},
                        Row{"POST.MD", true},
                        Row{"a post with spaces.markdown", true},
                        Row{"2026/11/post.html", true},
                        Row{"über.md", true},
                        Row{"~draft.md", false},
                        Row{"post.txt", false},
                        Row{"md", false},
                        Row{".hidden.md", false},
                        Row{".git/post.md", false},
                        Row{"notes/.obsidian/post.md", false},
                        Row{"__MACOSX/post.md", false},
                        Row{"post.md~", false},
                        Row{"#post.md#", false},
                        Row{".#post.md", false},
                        Row{".post.md.swp", false},
                        Row{"post.md.tmp", false},
                        Row{"post.md.TMP", false},
                        Row{"post.md.part", false},
                        Row{"post.md.crdownload", false},
                        Row{"post.md.bak", false},
                        Row{"build.tmp/post.md", false}};
  for (const Row& row : rows) {
    CAPTURE(row.path);
    CHECK(is_post_path(row.path, markdown_and_html) == row.read);
  }
}

TEST_CASE("a pattern without a slash is for the name and one with a slash for the whole path") {
  struct Pattern {
    std::string pattern;
    std::string path;
    bool read = false;
  };
  const std::array rows{Pattern{"*.md", "deep/er/post.md", true},
                        Pattern{"posts/*.md", "posts/one.md", true},
                        Pattern{"posts/*.md", "drafts/one.md", false},
                        Pattern{"posts/*.md", "one.md", false},
                        Pattern{"Posts/*.MD", "posts/one.md", true},
                        Pattern{"index.md", "a/INDEX.md", true},
                        Pattern{"index.md", "a/post.md", false},
                        Pattern{"[0-9]*.md", "2026-11-22.md", true},
                        Pattern{"[0-9]*.md", "november.md", false},
                        Pattern{"*.md", ".hidden.md", false},
                        Pattern{"posts/*/index.md", "posts/a/index.md", true}};
  for (const Pattern& row : rows) {
    CAPTURE(row.pattern);
    CAPTURE(row.path);
    CHECK(is_post_path(row.path, {row.pattern}) == row.read);
  }
  CHECK_FALSE(is_post_path("post.md", {}));
}

TEST_CASE("copies of conflicts and directories of other programs are told by their names") {
  for (const char* name :
       {"a (conflicted copy 2026-01-02).md", "a (Ann's conflicted copy).md", "a (Case Conflict 1).md",
        "a.sync-conflict-20260102-120000-ABC.md", "a_conflict-20260102-120000.md"}) {
    CAPTURE(name);
    CHECK(is_conflict_copy(name));
  }
  for (const char* name : {"a (1).md", "conflict.md", "on sync-conflict-resolution.md", "a copy.md"}) {
    CAPTURE(name);
    CHECK_FALSE(is_conflict_copy(name));
  }
  for (const char* name :
       {"node_modules", "@eaDir", "$RECYCLE.BIN", "lost+found", ".git", "System Volume Information"}) {
    CAPTURE(name);
    CHECK(is_passing_directory(name));
    CHECK_FALSE(is_post_path(std::string(name) + "/a.md", {"*.md"}));
  }
  CHECK_FALSE(is_passing_directory("posts"));
  CHECK(is_post_path("node_modules.md", {"*.md"}));
}
