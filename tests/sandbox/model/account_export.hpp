#pragma once

#include <string>
#include <vector>

#include "sandbox/model/state.hpp"
#include "sandbox/model/zip.hpp"

namespace mediumsync::sandbox {

// The files of "Download your information", as section 5 has them, made at that time.
std::vector<ZipEntry> export_files(const State& state, const User& user, Instant made);

// What https://medium.com/me/stats?format=json shows to the author: a guard line, then JSON.
std::string stats_json(const State& state, const User& user);

}  // namespace mediumsync::sandbox
