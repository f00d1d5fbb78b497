#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fuzz/invariants.hpp"

using namespace mediumsync;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  fuzz::check_post(bytes, parse::Format::markdown);
  fuzz::check_body(bytes, parse::Format::markdown);
  return 0;
}
