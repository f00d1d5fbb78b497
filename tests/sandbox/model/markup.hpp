#pragma once

#include <string>
#include <vector>

#include "sandbox/model/graf.hpp"

namespace mediumsync::sandbox {

// Whose eyes the markup is for: the sandbox's own pages (images from here, code labelled) or Medium's feed and export.
enum class Audience { page, feed, account_export };

std::string markup(const std::vector<Graf>& grafs, Audience audience);

// Where the sandbox serves an image that has an address at Medium's.
std::string address_here(const std::string& src);

}  // namespace mediumsync::sandbox
