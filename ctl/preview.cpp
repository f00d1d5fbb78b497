#include "ctl/preview.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <iostream>
#include <unistd.h>

#include "core/number.hpp"
#include "core/text.hpp"
#include "ctl/exit_status.hpp"
#include "ctl/offline.hpp"
#include "ctl/page_files.hpp"

namespace mediumsync::ctl {
namespace {

namespace fs = std::filesystem;

// A post's number, unless a file is called so.
std::optional<std::int64_t> number_in(const std::string& word) {
  std::error_code ignored;
  return fs::exists(word, ignored) ? std::nullopt : core::to_number<std::int64_t>(word);
}

int fail(const std::string& what) {
  std::cerr << "mediumsyncctl: " << what << '\n';
  return exit_refused;
}

std::string page_name(const Arguments& arguments) {
  const auto id = arguments.parameters.find("id");
  std::string name = id != arguments.parameters.end() ? id->dump() : fs::path(arguments.words.front()).stem().string();
  std::ranges::replace_if(
      name, [](unsigned char c) { return std::isalnum(c) == 0 && c != '-' && c != '_' && c < 0x80; }, '-');
  return "preview-" + name.substr(0, 100) + ".html";
}

int deliver_privately(const Arguments& arguments, const std::string& html) {
  const auto directory = private_directory();
  if (!directory) return fail("there is no place of your own for the page; name one with -o OUT.html");
  const fs::path page = *directory / page_name(arguments);
  if (!write_file(page, html, 0600)) return fail("can't write " + page.string() + "; name another place with -o");
  std::cout << page.string() << '\n';
  if (!open_on_desktop(page))
    std::cerr << "Open it with a browser: xdg-open " << core::printable(page.string()) << '\n';
  return exit_done;
}

}  // namespace

std::optional<int> preview_file(Arguments& arguments) {
  const std::string what = arguments.words.front();
  if (const auto id = number_in(what)) {
    arguments.parameters = Json{{"id", *id}};
    return std::nullopt;
  }
  std::vector<std::string> words{"preview"};
  const auto base = arguments.parameters.find("base");
  if (base != arguments.parameters.end()) words.insert(words.end(), {"--base", base->get<std::string>()});
  const bool as_json = arguments.output == Output::json && !arguments.page;
  if (as_json) words.emplace_back("--json");
  words.insert(words.end(), {"--", what});
  const Captured drawn = run_offline(words);
  if (drawn.status != exit_done) return drawn.status;
  if (as_json) {
    std::cout << drawn.output;
    return exit_done;
  }
  return deliver_page(arguments, drawn.output);
}

int deliver_page(const Arguments& arguments, const std::string& html) {
  const bool to_a_file = arguments.page && *arguments.page != "-";
  if (!to_a_file) {
    if (!arguments.page && ::isatty(STDOUT_FILENO) != 0) return deliver_privately(arguments, html);
    return write_all(STDOUT_FILENO, html) ? exit_done : exit_refused;
  }
  std::error_code ignored;
  if (fs::equivalent(*arguments.page, arguments.words.front(), ignored))
    return fail(*arguments.page + " is the post itself; it is not written over");
  if (write_file(*arguments.page, html, asked_mode())) return exit_done;
  return fail("can't write " + core::printable(*arguments.page));
}

}  // namespace mediumsync::ctl
