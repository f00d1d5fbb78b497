#pragma once

namespace mediumsync {

// Lets go of the pages of program text that only starting up needed (mostly initialisers of libraries that libcurl
// brings along): they stay in the page cache and come back when they are called. Data is not touched.
void release_startup_text();

}  // namespace mediumsync
