#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fuzz/invariants.hpp"

using namespace mediumsync;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::check_feed({reinterpret_cast<const char*>(data), size});
  return 0;
}
