// bench_posts FOLDER [ROUNDS]: parse and render of posts against cmark-gfm's own way to HTML, interleaved in one run,
// and how the time grows up to 5 MB. Ends 1 where a bound is broken.
#include <algorithm>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "core/post.hpp"
#include "parse/document.hpp"
#include "render/story.hpp"

namespace {

using namespace mediumsync;

constexpr double most_times_cmark = 4;
constexpr double most_milliseconds = 1;
constexpr std::size_t post_size = 10'000;
constexpr std::size_t large_size = 5'000'000;

std::size_t ours(const std::string& text) {
  auto item = parse::document(text, parse::Format::markdown, {"post.md", "https://blog.example/"});
  if (!item) std::abort();
  core::SourceRules rules;
  rules.source = "bench";
  rules.account = "bench";
  const auto post = core::normalise(std::move(*item), rules, "post", core::TimePoint{});
  if (!post) std::abort();
  return render::story(*post, render::upload_placeholder).html.size();
}

std::size_t cmark(const std::string& text) {
  constexpr int options = CMARK_OPT_UNSAFE | CMARK_OPT_FOOTNOTES;
  const std::unique_ptr<cmark_parser, decltype(&cmark_parser_free)> parser(cmark_parser_new(options),
                                                                           cmark_parser_free);
  for (const char* name : {"table", "strikethrough", "autolink", "tasklist"})
    cmark_parser_attach_syntax_extension(parser.get(), cmark_find_syntax_extension(name));
  cmark_parser_feed(parser.get(), text.data(), text.size());
  const std::unique_ptr<cmark_node, decltype(&cmark_node_free)> root(cmark_parser_finish(parser.get()),
                                                                     cmark_node_free);
  const std::unique_ptr<char, decltype(&std::free)> html(
      cmark_render_html(root.get(), options, cmark_parser_get_syntax_extensions(parser.get())), std::free);
  return std::string(html.get()).size();
}

using Work = std::size_t (*)(const std::string&);

double milliseconds(Work work, const std::string& text) {
  const std::clock_t begin = std::clock();
  if (work(text) == 0) std::abort();
  return static_cast<double>(std::clock() - begin) * 1000 / CLOCKS_PER_SEC;
}

// The text again and again behind its front matter, up to `size`.
std::string grown(const std::string& text, std::size_t size) {
  const std::size_t body = text.find("\n---\n") + 5;
  std::string out = text.substr(0, body);
  while (out.size() < size) out.append("\n").append(text.substr(body));
  return out;
}

struct Medians {
  double ours = 0;
  double cmark = 0;
};

// Processor time, one after the other in turn: whatever else the machine does meets both.
Medians compare(const std::string& text, int rounds) {
  std::vector<double> our_times;
  std::vector<double> cmark_times;
  for (int i = 0; i < rounds; ++i) {
    our_times.push_back(milliseconds(ours, text));
    cmark_times.push_back(milliseconds(cmark, text));
  }
  std::sort(our_times.begin(), our_times.end());
  std::sort(cmark_times.begin(), cmark_times.end());
  return {our_times[our_times.size() / 2], cmark_times[cmark_times.size() / 2]};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 300;
  cmark_gfm_core_extensions_ensure_registered();
  bool kept = true;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    const std::string post = grown(text, post_size);
    const Medians one = compare(post, rounds);
    const std::string large = grown(text, large_size);
    const Medians many = compare(large, 3);
    const double growth = many.ours / one.ours / (static_cast<double>(large.size()) / static_cast<double>(post.size()));
    std::printf("%-10s %6zu B: ours %.3f ms, cmark-gfm %.3f ms, %.2f times; %.1f MB: %.0f ms, %.2f times its share\n",
                entry.path().stem().c_str(), post.size(), one.ours, one.cmark, one.ours / one.cmark,
                static_cast<double>(large.size()) / 1e6, many.ours, growth);
    kept = kept && one.ours < most_milliseconds && one.ours / one.cmark <= most_times_cmark && growth < 3;
  }
  return kept ? 0 : 1;
}
