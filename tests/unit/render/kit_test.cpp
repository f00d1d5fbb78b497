#include "render/kit.hpp"

#include <doctest/doctest.h>

#include "core/base64.hpp"
#include "lib/crypto/digest.hpp"
#include "render/kit_script.hpp"
#include "unit/render/pieces.hpp"

namespace mediumsync::render {
namespace {

PageImages kept(std::string bytes = "Man") {
  return [=](const core::LocalImage&) { return ImageKept{"image/png", [=] { return bytes; }}; };
}

core::Post post_at(core::Blocks blocks, std::optional<std::string> canonical_url = "https://blog.example/a-post") {
  core::Post post = post_with(std::move(blocks));
  post.canonical_url = std::move(canonical_url);
  post.status = core::PublishStatus::public_;
  return post;
}

KitFacts facts() {
  return {.post = {12}, .site = "https://medium.example", .notices = {}, .settling = Settling::by_itself};
}

std::string page_of(const core::Post& post, const PageImages& images = kept()) {
  return kit(post, images, facts()).html;
}

// What *Copy story* puts on the clipboard.
std::string paste_of(const core::Post& post, const PageImages& images = kept()) {
  const std::string page = page_of(post, images);
  const std::string open = "<template id=\"paste\">";
  const std::size_t begin = page.find(open) + open.size();
  return page.substr(begin, page.find("</template>") - begin);
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string bytes_of(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

TEST_CASE("the policy of the page lets its own script run and nothing else") {
  const std::string digest = core::encode_base64(bytes_of(crypto::sha256_hex(kit_script())));
  CHECK(kit_script_hash() == "sha256-" + digest);
  const std::string page = page_of(post_at({paragraph("<script>alert(1)</script>")}));
  CHECK(contains(page, "script-src 'sha256-" + digest + "'"));
  CHECK(contains(page, "default-src 'none'; img-src data:;"));
  CHECK(page.find("<script") == page.rfind("<script"));
}

TEST_CASE("the way that loses less is the open one and the other is folded away") {
  struct WayRow {
    core::Blocks blocks;
    std::optional<std::string> canonical_url;
    const char* best;
    const char* why;
    const char* other;  // empty: there is none
  };
  const core::Block table{core::Table{{}, {words("a")}, {{words("b")}}}};
  const std::optional<std::string> web = "https://blog.example/a-post";
  for (const WayRow& row :
       {WayRow{{paragraph("text")}, web, "Import it", "sets the canonical link by itself", "Or paste it"},
        WayRow{{code("x")}, web, "Paste it", "it has a code block, which the importer drops.", "Or import it"},
        WayRow{{bullets({item({code("x")})}), code("y")}, web, "Paste it", "it has 2 code blocks", "Or import it"},
        WayRow{{table}, web, "Paste it", "it has a table, which it garbles.", "Or import it"},
        WayRow{{code("x"), table}, web, "Paste it", "drops, and a table, which it garbles.", "Or import it"},
        WayRow{{paragraph("text")}, std::nullopt, "Paste it", "this post has none", ""},
        WayRow{{paragraph("text")}, "http://localhost:8080/a", "Paste it", "can’t reach http://localhost", ""},
        WayRow{{paragraph("text")}, "http://192.168.1.2/a", "Paste it", "can’t reach", ""},
        WayRow{{paragraph("text")}, "http://nas.local/a", "Paste it", "can’t reach", ""}}) {
    CAPTURE(row.best);
    CAPTURE(row.why);
    const std::string page = page_of(post_at(row.blocks, row.canonical_url));
    CHECK(contains(page, "<section class=\"best\"><h2>" + std::string(row.best) + "</h2>"));
    CHECK(contains(page, row.why));
    CHECK(contains(page, "<details>") == (*row.other != '\0'));
    CHECK(contains(page, row.other));
    CHECK(contains(page, "https://medium.example/new-story"));
    CHECK(contains(page, "https://medium.example/p/import") == (*row.other != '\0'));
  }
}

TEST_CASE("the clipboard gets what the API is sent") {
  struct PasteRow {
    core::Block block;
    const char* html;
  };
  for (const PasteRow& row :
       {PasteRow{heading(core::HeadingLevel::large, "large"), "<h1>large</h1>"},
        PasteRow{code("let x;", "js"),
                 "<pre data-code-block-mode=\"2\" data-code-block-lang=\"javascript\">let x;</pre>"},
        PasteRow{quote({paragraph("said")}), "<blockquote>said</blockquote>"},
        PasteRow{bullets({item("milk")}), "<ul><li>milk</li></ul>"},
        PasteRow{remote_image("https://a.example/i.png", "A cat"),
                 "<figure><img src=\"https://a.example/i.png\" alt=\"A cat\"></figure>"}}) {
    CAPTURE(row.html);
    const core::Post post = post_at({row.block});
    const std::string sent = story(post, upload_placeholder).html;
    CHECK(paste_of(post) == sent);
    CAPTURE(sent);
    CHECK(contains(sent, row.html));
  }
}

TEST_CASE("an image beside the post is a line that says which and a file with a safe name") {
  core::Block first = local_image("pics/a chart.png", "A \"chart\"");
  std::get<core::Image>(first.value).caption = words("How it went");
  const core::Post post = post_at({first, paragraph("between"), local_image("../../b\xC3\xBC.png", ""), first});
  const Kit made = kit(post, kept(), facts());
  CHECK(made.images == std::vector{KitImage{"01-a-chart.png", "pics/a chart.png", "A \"chart\"", "How it went"},
                                   KitImage{"02-b--.png", "../../b\xC3\xBC.png", "", ""}});
  const std::string paste = paste_of(post);
  CHECK(
      contains(paste, "<p><strong>[Image 1 goes here: 01-a-chart.png]</strong></p><p>between</p><p><strong>[Image 2"));
  CHECK(!contains(paste, "<figure>"));
  CHECK(!contains(paste, "data:"));
  CHECK(contains(made.html, "data-save=\"0\" data-name=\"01-a-chart.png\""));
  CHECK(contains(made.html, "<span id=\"caption-1\">How it went</span>"));
  CHECK(contains(made.html, "<span id=\"alt-1\">A &quot;chart&quot;</span>"));
}

TEST_CASE("an image too large for the page is named with where to have it") {
  const std::string page = page_of(post_at({local_image("a.png")}), kept(std::string(max_inlined_image + 1, 'x')));
  CHECK(!contains(page, "data-save"));
  CHECK(contains(page, "mediumsyncctl kit 12 -o DIR"));
}

TEST_CASE("an image that is on Medium already goes into the paste") {
  const PageImages there = [](const core::LocalImage&) { return ImageAddress{"https://cdn.example/1*a.png"}; };
  const core::Post post = post_at({local_image("a.png", "A cat")});
  CHECK(contains(paste_of(post, there), "<img src=\"https://cdn.example/1*a.png\" alt=\"A cat\">"));
  CHECK(kit(post, there, facts()).images.empty());
}

TEST_CASE("what the post asks for beyond its text is on the list") {
  core::Post post = post_at({paragraph("text")});
  post.subtitle = "Below it";
  post.tags = {"One", "Two & more"};
  post.publication = "The Pub";
  post.license = core::License::cc_40_by;
  post.status = core::PublishStatus::unlisted;
  const std::string page = page_of(post);
  for (const char* part :
       {"<span id=\"title\">Title</span>", "<span id=\"subtitle\">Below it</span>",
        "<span id=\"tags\">One, Two &amp; more</span>", "<span id=\"canonical\">https://blog.example/a-post</span>",
        "Choose the publication", "The Pub", "cc-40-by", "Publish it unlisted", "mediumsyncctl done 12"}) {
    CAPTURE(part);
    CHECK(contains(page, part));
  }
  CHECK(!contains(page, "by itself. To say so"));
  post.status = core::PublishStatus::public_;
  CHECK(contains(page_of(post), "by itself. To say so"));
}

TEST_CASE("what is to be known first stands first with its command") {
  KitFacts known = facts();
  known.notices = {{"It may be there.", std::nullopt}, {"Hold it <first>.", "mediumsyncctl hold 12"}};
  const std::string page = kit(post_at({paragraph("text")}), kept(), known).html;
  CHECK(contains(page, "<p>It may be there.</p>"));
  CHECK(contains(page, "<p>Hold it &lt;first&gt;.</p>"));
  CHECK(contains(page, "<code id=\"notice-1\">mediumsyncctl hold 12</code>"));
  CHECK(page.find("notice-1") < page.find("class=\"best\""));
}

}  // namespace
}  // namespace mediumsync::render
