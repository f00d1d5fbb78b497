#include "ctl/kit.hpp"

#include <iostream>
#include <unistd.h>

#include "core/base64.hpp"
#include "core/text.hpp"
#include "ctl/exit_status.hpp"
#include "ctl/page_files.hpp"
#include "ctl/print.hpp"

namespace mediumsync::ctl {
namespace {

namespace fs = std::filesystem;

int fail(const std::string& what) {
  std::cerr << "mediumsyncctl: " << what << '\n';
  return exit_refused;
}

// Where the kit goes, made if need be, and the mode of its files.
struct Desk {
  fs::path directory;
  mode_t mode = 0600;
};

std::optional<Desk> desk_of(const Arguments& arguments, const std::string& id) {
  std::error_code error;
  if (arguments.page) {
    fs::create_directories(*arguments.page, error);
    return error ? std::nullopt : std::optional(Desk{*arguments.page, asked_mode()});
  }
  const auto own = private_directory();
  if (!own) return std::nullopt;
  Desk desk{*own / ("kit-" + id), 0600};
  fs::create_directory(desk.directory, error);
  return error ? std::nullopt : std::optional(desk);
}

// The bytes of the image `number`, from 1.
std::optional<std::string> image_bytes(const Arguments& arguments, std::size_t number, Connection& connection) {
  Json asked = arguments.parameters;
  asked["image"] = number;
  if (!connection.call(arguments.command->method, asked, Wanted::one)) return std::nullopt;
  const auto reply = connection.next();
  if (!reply || reply->error) return std::nullopt;
  const auto base64 = reply->parameters.find("base64");
  if (base64 == reply->parameters.end() || !base64->is_string()) return std::nullopt;
  return core::decode_base64(base64->get<std::string>());
}

}  // namespace

int deliver_kit(const Arguments& arguments, const Json& reply, Connection& connection) {
  const auto html = reply.find("html");
  if (html == reply.end() || !html->is_string()) return fail("the daemon sent no kit");
  const std::string id = text_of(reply.value("post", Json::object()), "id");
  const auto desk = desk_of(arguments, id);
  if (!desk) return fail("there is no place for the kit; name a directory that may be written into with -o DIR");
  const fs::path page = desk->directory / ("kit-" + id + ".html");
  if (!write_file(page, html->get<std::string>(), desk->mode))
    return fail("can't write " + core::printable(page.string()));
  std::cout << page.string() << '\n';
  std::size_t number = 0;
  for (const Json& image : reply.value("images", Json::array())) {
    // Never out of the directory, whatever the daemon says.
    const fs::path file = desk->directory / fs::path(text_of(image, "name")).filename();
    const auto bytes = image_bytes(arguments, ++number, connection);
    if (!bytes || !write_file(file, *bytes, desk->mode)) return fail("can't write " + core::printable(file.string()));
    std::cout << file.string() << '\n';
  }
  std::cout << std::flush;
  const bool on_terminal = ::isatty(STDOUT_FILENO) != 0;
  if (on_terminal && !open_on_desktop(page))
    std::cerr << "Open it with a browser: xdg-open " << core::printable(page.string()) << '\n';
  return exit_done;
}

}  // namespace mediumsync::ctl
