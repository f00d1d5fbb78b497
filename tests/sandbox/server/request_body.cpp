#include "sandbox/server/request_body.hpp"

namespace mediumsync::sandbox {

RequestBody read_body(const httplib::Request& in, const httplib::ContentReader* reader,
                      std::optional<std::size_t> limit) {
  RequestBody body;
  const bool announced = in.has_header("Content-Length") || in.has_header("Transfer-Encoding");
  if (reader == nullptr || !announced) {
    body.complete = !limit;
    return body;
  }
  const auto count = [&](std::size_t size) {
    body.received += size;
    return !limit || body.received < *limit;
  };
  if (in.is_multipart_form_data()) {
    body.complete = (*reader)(
        [&](const httplib::MultipartFormData& part) {
          body.parts.push_back({part.name, part.filename, part.content_type, ""});
          return true;
        },
        [&](const char* bytes, std::size_t size) {
          if (!body.parts.empty()) body.parts.back().bytes.append(bytes, size);
          return count(size);
        });
  } else {
    body.complete = (*reader)([&](const char* bytes, std::size_t size) {
      body.bytes.append(bytes, size);
      return count(size);
    });
  }
  return body;
}

}  // namespace mediumsync::sandbox
