#include "sandbox/server/served_files.hpp"

#include <array>
#include <chrono>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "sandbox/model/instant.hpp"
#include "sandbox/model/text.hpp"

namespace mediumsync::sandbox {
namespace {

constexpr std::array<std::pair<std::string_view, const char*>, 15> types{{{".xml", "application/xml"},
                                                                          {".rss", "application/rss+xml"},
                                                                          {".atom", "application/atom+xml"},
                                                                          {".json", "application/json"},
                                                                          {".html", "text/html; charset=utf-8"},
                                                                          {".htm", "text/html"},
                                                                          {".txt", "text/plain; charset=utf-8"},
                                                                          {".md", "text/markdown; charset=utf-8"},
                                                                          {".png", "image/png"},
                                                                          {".jpg", "image/jpeg"},
                                                                          {".jpeg", "image/jpeg"},
                                                                          {".gif", "image/gif"},
                                                                          {".tiff", "image/tiff"},
                                                                          {".webp", "image/webp"},
                                                                          {".svg", "image/svg+xml"}}};

const char* type_of(const std::filesystem::path& file) {
  for (const auto& [ending, type] : types) {
    if (file.extension() == ending) return type;
  }
  return "application/octet-stream";
}

std::optional<std::string> read(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return std::nullopt;
  std::ifstream in{file, std::ios::binary};
  if (!in) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>{in}, {}};
}

std::string last_modified(const std::filesystem::path& file) {
  const auto written = std::chrono::file_clock::to_sys(std::filesystem::last_write_time(file));
  return format_rfc822(std::chrono::time_point_cast<std::chrono::milliseconds>(written));
}

bool has_it(const httplib::Request& request, const std::string& etag, const std::string& modified) {
  if (request.has_header("If-None-Match")) return request.get_header_value("If-None-Match") == etag;
  return request.get_header_value("If-Modified-Since") == modified;
}

}  // namespace

void serve_file(const std::filesystem::path& root, const std::string& name, const httplib::Request& request,
                httplib::Response& response) {
  const std::filesystem::path relative{name};
  bool climbs = relative.is_absolute();
  for (const auto& part : relative) climbs = climbs || part == "..";
  const auto bytes = climbs ? std::nullopt : read(root / relative);
  if (!bytes) {
    response.status = 404;
    response.set_content("no such file\n", "text/plain");
    return;
  }
  const std::string etag = "\"" + md5_key(*bytes) + "\"";
  const std::string modified = last_modified(root / relative);
  response.set_header("ETag", etag);
  response.set_header("Last-Modified", modified);
  if (has_it(request, etag, modified)) {
    response.status = 304;
    return;
  }
  response.set_content(*bytes, type_of(relative));
}

}  // namespace mediumsync::sandbox
