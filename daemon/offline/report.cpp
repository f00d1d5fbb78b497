#include "offline/report.hpp"

#include <algorithm>
#include <cctype>
#include <iostream>
#include <nlohmann/json.hpp>

#include "core/base64.hpp"
#include "core/text.hpp"
#include "core/time.hpp"
#include "render/reading_page.hpp"
#include "render/story.hpp"

namespace mediumsync::offline {
namespace {

using nlohmann::ordered_json;

ordered_json text_or_null(const std::optional<std::string>& text) {
  return text ? ordered_json(core::sanitise_utf8(*text)) : ordered_json(nullptr);
}

ordered_json time_or_null(const std::optional<core::TimePoint>& time) {
  return time ? ordered_json(core::format_rfc3339(*time)) : ordered_json(nullptr);
}

ordered_json to_json(const core::Findings& findings) {
  ordered_json list = ordered_json::array();
  for (const core::Finding& finding : findings) {
    list.push_back({{"severity", core::to_string(finding.severity)},
                    {"code", finding.code},
                    {"message", core::sanitise_utf8(finding.message)},
                    {"line", finding.line ? ordered_json(*finding.line) : ordered_json(nullptr)}});
  }
  return list;
}

std::size_t count_words(const std::string& text) {
  std::size_t words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool space = std::isspace(static_cast<unsigned char>(c)) != 0;
    if (!space && !inside) ++words;
    inside = !space;
  }
  return words;
}

ordered_json to_json(const Checked& checked) {
  ordered_json file{{"file", core::sanitise_utf8(checked.file)}, {"ok", !has_errors(checked)}};
  if (checked.post) {
    file["title"] = checked.post->title;
    file["subtitle"] = text_or_null(checked.post->subtitle);
    file["tags"] = checked.post->tags;
    file["canonical_url"] = text_or_null(checked.post->canonical_url);
    file["words"] = count_words(core::plain_text(checked.post->body));
  }
  file["findings"] = to_json(checked.findings);
  return file;
}

void print(const ordered_json& json) {
  std::cout << json.dump(-1, ' ', false, ordered_json::error_handler_t::replace) << '\n';
}

template <typename Value>
ordered_json number_or_null(const std::optional<Value>& number) {
  return number ? ordered_json(*number) : ordered_json(nullptr);
}

ordered_json to_json(const ImportedStory& one) {
  const parse::ExportedStory& story = one.story;
  return {{"id", story.id},
          {"url", story.url},
          {"title", core::sanitise_utf8(*story.item.title)},
          {"canonical_url", text_or_null(story.item.canonical_url)},
          {"published_at", time_or_null(story.item.date)},
          {"draft", story.draft == core::Draft::yes},
          {"sketch", core::encode_base64(one.likeness.text.bytes())},
          {"words", number_or_null(story.words)}};
}

ordered_json to_json(const parse::ExportedFigures& story) {
  return {{"id", story.id},
          {"title", core::sanitise_utf8(story.title)},
          {"views", number_or_null(story.views)},
          {"reads", number_or_null(story.reads)},
          {"claps", number_or_null(story.claps)},
          {"earned_cents", story.earned ? ordered_json(story.earned->cents) : ordered_json(nullptr)},
          {"currency", story.earned ? ordered_json(story.earned->currency) : ordered_json(nullptr)}};
}

}  // namespace

bool has_errors(const Checked& checked) {
  return !checked.post || std::ranges::any_of(checked.findings, [](const core::Finding& one) {
    return one.severity == core::Severity::error;
  });
}

void print_checked(const std::vector<Checked>& files, Output output) {
  if (output == Output::json) {
    ordered_json list = ordered_json::array();
    for (const Checked& file : files) list.push_back(to_json(file));
    print({{"files", list}});
    return;
  }
  for (const Checked& file : files) {
    for (const core::Finding& finding : file.findings) {
      std::cout << core::printable(file.file) << ':' << std::max(1, finding.line.value_or(1)) << ": "
                << core::to_string(finding.severity) << ": " << core::printable(finding.message) << " [" << finding.code
                << "]\n";
    }
    if (file.findings.empty()) std::cout << core::printable(file.file) << ": all is well\n";
  }
}

void print_rendered(const core::Post& post, Output output) {
  const render::Story story = render::story(post, render::upload_placeholder);
  const core::Findings findings = render::all_findings(post);
  if (output == Output::json) {
    print({{"title", story.title},
           {"subtitle", text_or_null(post.subtitle)},
           {"tags", story.tags},
           {"canonical_url", text_or_null(story.canonical_url)},
           {"html", core::sanitise_utf8(story.html)},
           {"findings", to_json(findings)}});
    return;
  }
  std::cout << story.html << '\n';
  for (const core::Finding& finding : findings) {
    std::cerr << core::to_string(finding.severity) << ": "
              << (finding.line ? "line " + std::to_string(*finding.line) + ": " : std::string())
              << core::printable(finding.message) << " [" << finding.code << "]\n";
  }
}

void print_page(const std::string& file, const Illustrated& read, Output output) {
  const auto image = [&](const core::LocalImage& local) -> std::optional<render::PageImage> {
    const auto found = std::ranges::find(read.images, local.path, &core::Asset::path);
    if (found == read.images.end()) return std::nullopt;
    return render::ImageKept{found->media_type, [&bytes = found->bytes] { return bytes; }};
  };
  const std::string page = render::reading_page(
      read.post, image,
      {{"State", "a file, not queued: drop it into a watched folder, or mediumsyncctl add"},
       {"File", core::printable(file)},
       {"Settings", "the defaults and the post's own; its folder and account may add tags and say how it goes out"}});
  if (output == Output::json) {
    print({{"title", read.post.title}, {"html", page}, {"findings", to_json(render::all_findings(read.post))}});
  } else {
    std::cout << page;
  }
}

void print_packed(const Packed& packed) {
  ordered_json images = ordered_json::array();
  for (const core::Asset& image : packed.images)
    images.push_back({{"path", image.path}, {"base64", core::encode_base64(image.bytes)}});
  print(
      {{"origin", core::sanitise_utf8(packed.origin)}, {"text", core::sanitise_utf8(packed.text)}, {"images", images}});
}

// Whose stories they are, when they are all one author's.
std::optional<std::string> author_of(const std::vector<ImportedStory>& stories) {
  std::optional<std::string> author;
  for (const ImportedStory& one : stories) {
    if (author && one.story.author && *author != *one.story.author) return std::nullopt;
    if (one.story.author) author = one.story.author;
  }
  return author;
}

void print_import(const ImportCall& call, const std::optional<Imported>& end) {
  ordered_json stories = ordered_json::array();
  for (const ImportedStory& one : call.stories) stories.push_back(to_json(one));
  ordered_json figures = ordered_json::array();
  for (const parse::ExportedFigures& one : call.figures) figures.push_back(to_json(one));
  ordered_json json{{"import", call.name}, {"stories", stories}, {"figures", figures}};
  if (const auto author = end ? end->author : author_of(call.stories)) json["author"] = *author;
  if (end && end->whole_until) json["whole_until"] = core::format_rfc3339(*end->whole_until);
  if (end && end->made) {
    json["made_at"] = core::format_rfc3339(end->made->at);
    json["made_until"] = core::format_rfc3339(end->made->until);
  }
  print(json);
}

void print_feed(const parse::Feed& feed, Output output) {
  if (output == Output::text) {
    std::cout << core::printable(feed.title.value_or("(no title)")) << '\n';
    for (const parse::FeedEntry& entry : feed.entries) {
      std::cout << "  " << (entry.published ? core::format_rfc3339(*entry.published) : "(no date)           ") << "  "
                << core::printable(core::collapse_space(entry.title.value_or("(no title)"))) << "  "
                << core::printable(entry.link.value_or("")) << '\n';
    }
    return;
  }
  const auto names = [](const std::vector<std::string>& texts) {
    ordered_json list = ordered_json::array();
    for (const std::string& text : texts) list.push_back(core::sanitise_utf8(text));
    return list;
  };
  ordered_json entries = ordered_json::array();
  for (const parse::FeedEntry& entry : feed.entries) {
    entries.push_back({{"title", text_or_null(entry.title)},
                       {"link", text_or_null(entry.link)},
                       {"id", text_or_null(entry.id)},
                       {"published", time_or_null(entry.published)},
                       {"updated", time_or_null(entry.updated)},
                       {"content", text_or_null(entry.content)},
                       {"summary", text_or_null(entry.summary)},
                       {"categories", names(entry.categories)},
                       {"author", text_or_null(entry.author)}});
  }
  print({{"feed",
          {{"title", text_or_null(feed.title)},
           {"link", text_or_null(feed.link)},
           {"id", text_or_null(feed.id)},
           {"description", text_or_null(feed.description)},
           {"updated", time_or_null(feed.updated)},
           {"categories", names(feed.categories)}}},
         {"entries", entries}});
}

}  // namespace mediumsync::offline
