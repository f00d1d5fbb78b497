#pragma once

#include <filesystem>
#include <httplib.h>
#include <string>

namespace mediumsync::sandbox {

// Serves a file below `root` with ETag and Last-Modified, and 304 to whom has it already: a web server for feeds and
// images of tests.
void serve_file(const std::filesystem::path& root, const std::string& name, const httplib::Request& request,
                httplib::Response& response);

}  // namespace mediumsync::sandbox
