#include "offline/offline.hpp"

#include <chrono>
#include <iostream>
#include <optional>
#include <string_view>
#include <utility>

#include "core/text.hpp"
#include "offline/read_file.hpp"
#include "offline/report.hpp"
#include "parse/feed.hpp"
#include "render/story.hpp"

namespace mediumsync::offline {
namespace {

constexpr int exit_done = 0;
constexpr int exit_errors = 1;
constexpr int exit_usage = 2;

// What a verb was called with.
struct Call {
  std::vector<std::string> files;
  std::optional<std::string> base;
  std::optional<std::string> content_type;
  Output output = Output::text;
};

core::TimePoint now() {
  return std::chrono::time_point_cast<core::Duration>(std::chrono::system_clock::now());
}

std::string to_string(const std::string& path, const FileError& error) {
  return core::printable(path) + ":" + std::to_string(error.line.value_or(1)) +
         ": error: " + core::printable(error.message) + " [" + error.code + "]";
}

int check(const Call& call) {
  std::vector<Checked> checked;
  bool errors = false;
  for (const std::string& file : call.files) {
    Checked one{text_of(file), read_post(file, call.base, now()), {}};
    if (one.post) {
      one.findings = mediumsync::render::all_findings(*one.post);
    } else {
      one.findings.push_back(
          {core::Severity::error, one.post.error().code, one.post.error().message, one.post.error().line});
    }
    errors = errors || has_errors(one);
    checked.push_back(std::move(one));
  }
  print_checked(checked, call.output);
  return errors ? exit_errors : exit_done;
}

int render(const Call& call) {
  const auto post = read_post(call.files.front(), call.base, now());
  if (!post) {
    std::cerr << to_string(call.files.front(), post.error()) << '\n';
    return exit_errors;
  }
  print_rendered(*post, call.output);
  return exit_done;
}

int preview(const Call& call) {
  const auto read = read_illustrated(call.files.front(), call.base, now());
  if (!read) {
    std::cerr << to_string(call.files.front(), read.error()) << '\n';
    return exit_errors;
  }
  print_page(call.files.front(), *read, call.output);
  return exit_done;
}

int parse(const Call& call) {
  const auto bytes = read_bytes(call.files.front());
  if (!bytes) {
    std::cerr << bytes.error().message << '\n';
    return exit_errors;
  }
  const auto feed = mediumsync::parse::feed(*bytes, {call.content_type, call.base});
  if (!feed) {
    std::cerr << to_string(call.files.front(), {feed.error().message, feed.error().code, feed.error().line}) << '\n';
    return exit_errors;
  }
  print_feed(*feed, call.output);
  return exit_done;
}

int pack(const Call& call) {
  const auto packed = offline::pack(call.files.front());
  if (!packed) {
    std::cerr << to_string(call.files.front(), packed.error()) << '\n';
    return exit_errors;
  }
  print_packed(*packed);
  return exit_done;
}

// A line of so many stories for each call that takes them.
constexpr std::size_t stories_of_a_call = 100;

int import_stories(const Call& call) {
  ImportCall part{.name = import_name(call.files.front()), .stories = {}, .figures = {}};
  const auto print_when_full = [&part] {
    if (part.stories.size() + part.figures.size() < stories_of_a_call) return;
    print_import(part);
    part.stories.clear();
    part.figures.clear();
  };
  const Importing importing{.on_story =
                                [&](ImportedStory story) {
                                  part.stories.push_back(std::move(story));
                                  print_when_full();
                                },
                            .on_figures =
                                [&](parse::ExportedFigures figures) {
                                  part.figures.push_back(std::move(figures));
                                  print_when_full();
                                },
                            .on_left_out =
                                [](const LeftOut& left) {
                                  std::cerr << core::printable(left.file)
                                            << ": left out: " << core::printable(left.reason) << '\n';
                                }};
  const auto imported = import_file(call.files.front(), now(), importing);
  if (!imported) {
    std::cerr << core::printable(imported.error().message) << '\n';
    return exit_errors;
  }
  print_import(part, *imported);
  return exit_done;
}

int usage(const std::string& why) {
  std::cerr << why << "\nusage: mediumsyncd offline check FILE... [--base URL] [--json]\n"
            << "       mediumsyncd offline render FILE [--base URL] [--json]\n"
            << "       mediumsyncd offline preview FILE [--base URL] [--json]\n"
            << "       mediumsyncd offline pack FILE\n"
            << "       mediumsyncd offline import ZIP|DIRECTORY|FILE\n"
            << "       mediumsyncd offline parse FILE [--content-type T] [--base URL] [--json]\n";
  return exit_usage;
}

}  // namespace

int run(const std::vector<std::string>& arguments) {
  if (arguments.empty()) return usage("no verb");
  const std::string& verb = arguments.front();
  Call call;
  bool only_files = false;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    const bool option = !only_files && argument.starts_with("--");
    if (option && argument == "--") {
      only_files = true;
    } else if (option && argument == "--json") {
      call.output = Output::json;
    } else if (option && (argument == "--base" || argument == "--content-type")) {
      if (++i == arguments.size()) return usage(argument + " needs a value");
      (argument == "--base" ? call.base : call.content_type) = arguments[i];
    } else if (option) {
      return usage("unknown option " + argument);
    } else {
      call.files.push_back(argument);
    }
  }
  if (call.base && call.base->empty()) call.base.reset();
  if (call.content_type && call.content_type->empty()) call.content_type.reset();
  if (call.files.empty()) return usage(verb + " needs a file");
  if (verb == "check") return check(call);
  if (call.files.size() > 1) return usage(verb + " takes one file");
  if (verb == "render") return render(call);
  if (verb == "preview") return preview(call);
  if (verb == "parse") return parse(call);
  if (verb == "pack") return pack(call);
  if (verb == "import") return import_stories(call);
  return usage("unknown verb " + verb);
}

}  // namespace mediumsync::offline
