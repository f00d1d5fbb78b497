#include <array>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/image_type.hpp"
#include "integration/publish_world.hpp"
#include "publish/image_conversion.hpp"
#include "support/process.hpp"
#include "support/raw_server.hpp"

using namespace mediumsync;
using namespace mediumsync::integration;

namespace {

const std::string drawing =
    R"(<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10" fill="red"/></svg>)";

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return std::move(bytes).str();
}

// The drawing in another format, by the real converter.
std::string as(const std::string& extension) {
  const support::TemporaryDirectory directory;
  std::ofstream(directory / "in.svg") << drawing;
  const auto out = directory / ("out." + extension);
  REQUIRE(support::run({"/usr/bin/env", "vips", "copy", (directory / "in.svg").string(), out.string()}).status == 0);
  return bytes_of(out);
}

constexpr std::size_t moving_pictures = 3;

// Noise, so many pixels wide and high.
std::string moving_webp(int side) {
  const support::TemporaryDirectory directory;
  const auto run = [](std::vector<std::string> words) {
    words.insert(words.begin(), {"/usr/bin/env", "vips"});
    REQUIRE(support::run(words).status == 0);
  };
  const auto path = [&](const char* name) { return (directory / name).string(); };
  run({"gaussnoise", path("noise.v"), std::to_string(side), std::to_string(side * static_cast<int>(moving_pictures))});
  run({"cast", path("noise.v"), path("bytes.v"), "uchar"});
  run({"webpsave", path("bytes.v"), path("out.webp"), "--page-height", std::to_string(side)});
  return bytes_of(directory / "out.webp");
}

std::size_t count_of(const std::string& bytes, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = bytes.find(part); at != std::string::npos; at = bytes.find(part, at + 1)) ++count;
  return count;
}

core::Asset asset(const std::string& path, const std::string& bytes) {
  return {path, std::string(core::image_type(bytes)->media_type), bytes, crypto::sha256_hex(bytes)};
}

core::Post with_images(core::Post post, const std::vector<core::Image>& images) {
  for (const core::Image& image : images) post.body.blocks.push_back({image});
  return post;
}

core::Image local(const std::string& path) {
  core::Image image;
  image.source = core::LocalImage{path};
  image.alt = "Words of " + path;
  return image;
}

core::Image remote(const std::string& url) {
  core::Image image;
  image.source = core::RemoteImage{url};
  image.alt = "A picture";
  return image;
}

// Serves one answer to every path that it knows, and counts.
struct ImageServer {
  std::map<std::string, std::pair<std::string, std::string>> answers;  // path → status, body
  std::atomic<int> requests = 0;
  support::RawServer server{[this](support::RawConnection& connection) {
    while (const auto request = connection.read_request()) {
      ++requests;
      const std::string line(request->line());
      const std::string path = line.substr(4, line.rfind(' ') - 4);
      const auto found = answers.find(path);
      if (found == answers.end()) {
        connection.answer("404 Not Found", "no", "Content-Type: text/html\r\n");
      } else {
        connection.answer(found->second.first, found->second.second, "Content-Type: image/png\r\n");
      }
    }
  }};
};

std::string content(const sandbox::SandboxProcess& sandbox) {
  return sandbox.get("/state").at("stories").dump();
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

publish::Conversion convert(const std::string& bytes) {
  uv::Loop loop;
  std::optional<publish::Conversion> result;
  publish::ImageConversion conversion(loop, bytes, core::image_type(bytes)->media_type,
                                      [&](publish::Conversion done) { result = std::move(done); });
  REQUIRE(uv::run_until(
      loop, [&] { return result.has_value(); }, 60s));
  return std::move(*result);
}

}  // namespace

TEST_CASE("what Medium does not take is converted to what it takes") {
  for (const std::string extension : {"webp", "avif", "bmp"}) {
    CAPTURE(extension);
    const auto converted = convert(as(extension));
    REQUIRE(std::holds_alternative<publish::ConvertedImage>(converted));
    const auto& image = std::get<publish::ConvertedImage>(converted);
    CHECK(core::image_type(image.bytes)->media_type == image.media_type);
    CHECK(core::image_type(image.bytes)->taken_by_medium);
  }
  const auto converted = convert(drawing);
  REQUIRE(std::holds_alternative<publish::ConvertedImage>(converted));
  CHECK(std::get<publish::ConvertedImage>(converted).media_type == "image/png");
}

TEST_CASE("a picture that moves becomes a GIF that moves") {
  const auto converted = convert(moving_webp(32));
  REQUIRE(std::holds_alternative<publish::ConvertedImage>(converted));
  const auto& image = std::get<publish::ConvertedImage>(converted);
  CHECK(image.media_type == "image/gif");
  CHECK(image.motion == publish::Motion::kept);
  CHECK(count_of(image.bytes, "\x21\xF9\x04") == moving_pictures);  // GIF89a section 23: one before each picture
}

TEST_CASE("a picture that moves and can not become a GIF becomes a still one and says so") {
  const support::TemporaryDirectory programs;
  std::ofstream(programs / "vips")
      << "#!/bin/sh\ncase \"$*\" in *out.gif*) exit 1 ;; esac\nexec /usr/bin/vips \"$@\"\n";
  std::filesystem::permissions(programs / "vips", std::filesystem::perms::owner_all);
  const std::string webp = moving_webp(32);
  const std::string path = std::getenv("PATH");
  REQUIRE(setenv("PATH", ((programs / "vips").parent_path().string() + ":" + path).c_str(), 1) == 0);
  const auto converted = convert(webp);
  REQUIRE(setenv("PATH", path.c_str(), 1) == 0);
  REQUIRE(std::holds_alternative<publish::ConvertedImage>(converted));
  const auto& image = std::get<publish::ConvertedImage>(converted);
  CHECK(image.media_type == "image/jpeg");
  CHECK(image.motion == publish::Motion::lost);
}

TEST_CASE("a damaged image and one that is far too large are said") {
  for (const std::string& bytes :
       {std::string("RIFF\x10\0\0\0WEBPVP8 broken", 22),
        std::string(R"(<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><g></svg>)")}) {
    const auto converted = convert(bytes);
    REQUIRE(std::holds_alternative<publish::ConversionFailure>(converted));
    CHECK(contains(std::get<publish::ConversionFailure>(converted).reason, "convert"));
  }
}

TEST_CASE("a drawing that refers to files and addresses gets neither") {
  ImageServer web;
  web.answers["/x.png"] = {"200 OK", as("png")};
  const support::TemporaryDirectory elsewhere;
  std::ofstream(elsewhere / "secret.png", std::ios::binary) << as("png");
  const auto drawn = [](const std::string& inner) {
    const auto converted =
        convert(R"(<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" )"
                R"(xmlns:xi="http://www.w3.org/2001/XInclude" width="20" height="10">)" +
                inner + "</svg>");
    const auto* image = std::get_if<publish::ConvertedImage>(&converted);
    return image == nullptr ? std::string() : image->bytes;
  };
  const std::string nothing = drawn("");
  REQUIRE_FALSE(nothing.empty());
  const std::string secret = (elsewhere / "secret.png").string();
  for (const std::string& address : {"file://" + secret, secret, web.server.url("/x.png")}) {
    CAPTURE(address);
    CHECK(drawn("<image width='20' height='10' xlink:href='" + address + "'/>") == nothing);
    CHECK(drawn("<xi:include parse='text' href='" + address + "'/>") == nothing);
  }
  CHECK(web.requests == 0);
}

TEST_CASE("local images are converted and uploaded once for all posts that show them") {
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api());
  REQUIRE(world.await_known());
  const std::string webp = as("webp");
  const core::PostId one = world.enqueue(with_images(world.post_of("One"), {local("a.webp"), local("b.svg")}),
                                         {asset("a.webp", webp), asset("b.svg", drawing)});
  const core::PostId two =
      world.enqueue(with_images(world.post_of("Two"), {local("again.webp")}), {asset("again.webp", webp)});
  REQUIRE(world.await_state(one, State::published));
  REQUIRE(world.await_state(two, State::published));
  CHECK(sandbox.count("POST /images") == 2);
  CHECK(sandbox.count(posts_route) == 2);
  CHECK(world.queue.findings(one).empty());
  CHECK(*world.queue.assets(one).front().url == *world.queue.assets(two).front().url);
}

TEST_CASE("a dead image on the web becomes a link and a finding and the story goes once") {
  ImageServer web;
  web.answers["/good.png"] = {"200 OK", as("png")};
  web.answers["/page.png"] = {"200 OK", "<html>Not here</html>"};
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api());
  REQUIRE(world.await_known());
  const core::PostId post = world.enqueue(
      with_images(world.post_of("One"), {remote(web.server.url("/good.png")), remote(web.server.url("/dead.png")),
                                         remote(web.server.url("/page.png")), remote(web.server.url("/good.png"))}));
  REQUIRE(world.await_state(post, State::published));
  CHECK(sandbox.count(posts_route) == 1);
  const std::string story = content(sandbox);
  CHECK(contains(story, web.server.url("/good.png")));
  const core::Findings findings = world.queue.findings(post);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].code == "image-dead");
  CHECK(contains(findings[0].message, "404"));
  CHECK(findings[1].code == "image-format");
}

TEST_CASE("an image on the web that Medium does not take is fetched and converted and uploaded") {
  ImageServer web;
  web.answers["/a.webp"] = {"200 OK", as("webp")};
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api());
  REQUIRE(world.await_known());
  const core::PostId one = world.enqueue(with_images(world.post_of("One"), {remote(web.server.url("/a.webp"))}));
  const core::PostId two = world.enqueue(with_images(world.post_of("Two"), {remote(web.server.url("/a.webp"))}));
  REQUIRE(world.await_state(one, State::published));
  REQUIRE(world.await_state(two, State::published));
  CHECK(sandbox.count("POST /images") == 1);
  CHECK_FALSE(contains(content(sandbox), web.server.url("/a.webp")));
  CHECK(world.queue.findings(one).empty());
}

TEST_CASE("an image in a private network is not asked for") {
  ImageServer web;
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api());
  REQUIRE(world.await_known());
  world.images.addresses = http::Addresses::public_only;
  world.configure(at_once());
  REQUIRE(world.await_known());
  const core::PostId post = world.enqueue(with_images(world.post_of("One"), {remote(web.server.url("/a.png"))}));
  REQUIRE(world.await_state(post, State::published));
  CHECK(web.requests == 0);
  REQUIRE(world.queue.findings(post).size() == 1);
  CHECK(world.queue.findings(post).front().code == "image-private");
}

TEST_CASE("a strict source's story with a dead image waits for a person and goes at their word") {
  ImageServer web;
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api());
  REQUIRE(world.await_known());
  core::Post strict = with_images(world.post_of("One"), {remote(web.server.url("/dead.png"))});
  strict.strictness = core::Strictness::strict;
  const core::PostId post = world.enqueue(std::move(strict));
  REQUIRE(world.await_state(post, State::held));
  CHECK(contains(*world.queue.find(post)->reason, "strict"));
  CHECK(sandbox.count(posts_route) == 0);
  CHECK(world.account().state == AccountState::ready);
  REQUIRE(world.queue.release(post, world.now));
  REQUIRE(world.await_state(post, State::published));
  CHECK(sandbox.count(posts_route) == 1);
}

TEST_CASE("when nothing can be reached at all the story waits with its images") {
  std::string unreachable;
  {
    ImageServer gone;
    unreachable = gone.server.url("/a.png");
  }
  auto sandbox = std::make_unique<sandbox::SandboxProcess>();
  PublishWorld world(sandbox->api());
  REQUIRE(world.await_known());
  sandbox.reset();
  const core::PostId post = world.enqueue(with_images(world.post_of("One"), {remote(unreachable)}));
  REQUIRE(world.await_account(AccountState::paused));
  CHECK(world.state(post) == State::queued);
  CHECK(world.queue.findings(post).empty());
}
