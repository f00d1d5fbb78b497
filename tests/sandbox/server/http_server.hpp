#pragma once

#include <httplib.h>
#include <optional>
#include <string>

namespace mediumsync::sandbox {

// The settings that both servers want of the library.
void prepare(httplib::Server& server, std::size_t threads);

// Binds the port, or any free one. Returns it. **Throws** std::runtime_error when it can't be had.
int bind(httplib::Server& server, const std::string& address, std::optional<int> port);

}  // namespace mediumsync::sandbox
