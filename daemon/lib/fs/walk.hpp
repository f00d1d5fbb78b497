// A walk that its owner goes on with when there is time for it.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "lib/fs/directory.hpp"

namespace mediumsync::fs {

// One walk of the tree beneath a directory, as Directory::walk does it, an entry at a time. Holds a descriptor for each
// level that it is in, and needs the directory itself for its first step alone. Owned by whoever wants to know what
// lies there.
class Walk {
 public:
  Walk(const Directory& top, Directory::Visitor visitor);
  Walk(Walk&&) noexcept;
  Walk& operator=(Walk&&) noexcept;
  ~Walk();

  // Tells the visitor of the next entry. False: that was all.
  bool step();

 private:
  struct CloseStream {
    void operator()(void* stream) const;
  };
  using Stream = std::unique_ptr<void, CloseStream>;
  struct Level {
    Stream stream;
    std::size_t prefix;  // how much of entry_.path names this directory, with the slash
  };

  void enter(int parent, const char* name);
  void visit(int parent, const char* name, unsigned char type);
  void report(int error) const;

  Directory::Visitor visitor_;
  std::optional<int> top_;     // until the first step
  std::vector<Level> levels_;  // the directories open at this moment, from the top down to the one being read
  Entry entry_;
};

}  // namespace mediumsync::fs
