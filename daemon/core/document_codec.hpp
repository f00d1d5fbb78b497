// How a Document is kept in the database: a versioned, self-delimiting text form of core's own, since the queue knows
// no JSON.
#pragma once

#include <string>
#include <string_view>

#include "core/document.hpp"
#include "core/expected.hpp"

namespace mediumsync::core {

struct CodecError {
  std::string message;
};

// The same document always gives the same bytes, so a digest over them tells whether two posts are the same.
std::string encode(const Document& document);

// Never trusts its input: lengths, nesting and tags are checked.
Expected<Document, CodecError> decode_document(std::string_view bytes);

}  // namespace mediumsync::core
