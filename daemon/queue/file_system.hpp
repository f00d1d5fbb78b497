#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mediumsync::queue {

// The name of a file system on which SQLite's locks can't be believed, by statfs(2)'s f_type.
constexpr std::optional<std::string_view> unfit_file_system(std::uint32_t type) {
  switch (type) {
    case 0x6969:
      return "NFS";
    case 0x517b:
      return "SMB";
    case 0xff534d42:
      return "CIFS";
    case 0xfe534d42:
      return "SMB2";
    case 0x65735546:
      return "FUSE";
    default:
      return std::nullopt;
  }
}

}  // namespace mediumsync::queue
