// Nodes in gumbo's shape for text that was never HTML.
#pragma once

#include <array>
#include <cstddef>
#include <gumbo.h>
#include <memory_resource>
#include <string_view>
#include <vector>

namespace mediumsync::parse {

// Builds one tree from its top to its bottom and owns it. Attribute names are literals. A tree is in HtmlTree's hands
// once it is built.
class NodeArena {
 public:
  NodeArena();
  NodeArena(const NodeArena&) = delete;
  NodeArena& operator=(const NodeArena&) = delete;

  const GumboNode& root() const { return *open_.front().node; }
  // The elements that are open, the root among them.
  std::size_t depth() const { return open_.size(); }

  void open(GumboTag tag, int line);
  // Of the element that was opened last and has no children yet. `value` is copied.
  void attribute(const char* name, std::string_view value);
  void text(std::string_view text, int line);  // copied
  void close();

 private:
  struct Open {
    GumboNode* node = nullptr;
    std::size_t first_child = 0;  // in children_
  };

  GumboNode* add(GumboNodeType type, int line);
  const char* copied(std::string_view text);
  template <typename T>
  T* allocate(std::size_t count = 1) {
    return static_cast<T*>(memory_.allocate(count * sizeof(T), alignof(T)));
  }

  static constexpr std::size_t first_buffer = std::size_t{32} << 10;
  std::pmr::monotonic_buffer_resource memory_{first_buffer};
  std::vector<Open> open_;
  std::vector<void*> children_;  // of the open elements, those of inner ones behind those of outer ones
};

}  // namespace mediumsync::parse
