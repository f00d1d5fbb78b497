#include "medium/secret.hpp"

#include <cstring>

namespace mediumsync::medium {

void Secret::wipe() noexcept {
  // explicit_bzero: a plain fill of memory that is about to be freed may be optimised away.
  explicit_bzero(text_.data(), text_.size());
  text_.clear();
}

}  // namespace mediumsync::medium
