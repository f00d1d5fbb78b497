#pragma once

#include <optional>
#include <string>
#include <sys/types.h>

#include "lib/uv/descriptor.hpp"

namespace mediumsync::uv {

// A Unix stream socket that listens, and the name it has in the file system, if the name is ours to remove. Owned by a
// PipeServer.
class ListeningSocket {
 public:
  // Makes `path` with `mode`; nobody can connect before it has that mode. **Throws** std::system_error naming the path.
  ListeningSocket(const std::string& path, mode_t mode);
  // Takes over a socket that listens already. **Throws** std::system_error when it doesn't.
  explicit ListeningSocket(int descriptor);
  ~ListeningSocket();
  ListeningSocket(const ListeningSocket&) = delete;
  ListeningSocket& operator=(const ListeningSocket&) = delete;

  int number() const { return descriptor_.get(); }
  void close();  // and removes the name, unless somebody else's socket has it now

 private:
  struct Name {
    std::string path;
    dev_t device;
    ino_t inode;
  };

  Descriptor descriptor_;
  std::optional<Name> name_;
};

}  // namespace mediumsync::uv
