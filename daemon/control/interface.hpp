// The interface descriptions as text, for introspection. Made from the .varlink files when the daemon is built.
#pragma once

#include <string_view>

namespace mediumsync::control {

extern const std::string_view interface_description;
extern const std::string_view service_description;

}  // namespace mediumsync::control
