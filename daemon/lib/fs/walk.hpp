// A walk that its owner goes on with when there is time for it.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/fs/directory.hpp"

namespace mediumsync::fs {

// One walk of the tree beneath a directory, as Directory::walk does it, an entry at a time. What a directory holds
// comes in the order of its names, two thousand of them at a time. Holds a descriptor for each level that it is in, and
// needs the directory itself for its first step alone. Owned by whoever wants to know what lies there.
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
  struct Name {
    std::string text;
    unsigned char type;  // DT_REG and the like
  };
  struct Level {
    Stream stream;
    std::size_t prefix;       // how much of entry_.path names this directory, with the slash
    std::vector<Name> names;  // read and not visited yet, the last one first
    std::optional<int> end;   // there are no more; 0, or the error because of which
  };

  void enter(int parent, const char* name);
  void read_names();
  void visit(int parent, const char* name, unsigned char type);
  void report(int error) const;

  Directory::Visitor visitor_;
  std::optional<int> top_;     // until the first step
  std::vector<Level> levels_;  // the directories open at this moment, from the top down to the one being read
  Entry entry_;
};

}  // namespace mediumsync::fs
