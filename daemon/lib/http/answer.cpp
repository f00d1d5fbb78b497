#include "lib/http/answer.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/text.hpp"

namespace mediumsync::http {
namespace {

// Of all hops together.
constexpr std::size_t kMaxHeaderBytes = 256U << 10;

// "HTTP/1.1 200 OK". libcurl has looked at it before.
int parse_status(std::string_view status_line) {
  const std::size_t space = std::min(status_line.find(' '), status_line.size());
  const auto digits = core::trim(status_line.substr(space));
  int status = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), status);
  return status;
}

}  // namespace

bool Answer::take_header(std::string_view line) {
  header_bytes_ += line.size();
  if (header_bytes_ > kMaxHeaderBytes) {
    overflow_ = Overflow::headers;
    return false;
  }
  const bool blank = core::trim(line).empty();
  switch (part_) {
    case Part::awaited:
      begin(line);
      break;
    case Part::interim:
      if (blank) part_ = Part::awaited;
      break;
    case Part::headers:
      if (blank) {
        part_ = Part::body;
      } else {
        add_field(line);
      }
      break;
    case Part::body:  // a trailer, RFC 9110 section 6.5: nothing here has a use for one
      break;
  }
  return true;
}

bool Answer::take_body(std::string_view bytes) {
  if (bytes.size() > max_body_ - body_.size()) {
    overflow_ = Overflow::body;
    return false;
  }
  body_ += bytes;
  return true;
}

std::optional<int> Answer::status() const {
  if (part_ != Part::body || statuses_.empty()) return std::nullopt;
  return statuses_.back();
}

Response Answer::response(std::string url) && {
  Response response;
  response.status = statuses_.empty() ? 0 : statuses_.back();
  response.headers = std::move(headers_);
  response.body = std::move(body_);
  if (moved_for_good()) response.permanent_url = url;
  response.url = std::move(url);
  return response;
}

void Answer::await() {
  part_ = Part::awaited;
  headers_.clear();
  body_.clear();
}

void Answer::begin(std::string_view status_line) {
  const int status = parse_status(status_line);
  if (status >= 100 && status < 200) {
    part_ = Part::interim;
    return;
  }
  part_ = Part::headers;
  statuses_.push_back(status);
}

void Answer::add_field(std::string_view line) {
  const bool folded = line.front() == ' ' || line.front() == '\t';  // obs-fold, RFC 9112 section 5.2
  if (folded && !headers_.empty()) {
    headers_.back().second.append(1, ' ').append(core::trim(line));
    return;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  headers_.emplace_back(core::ascii_lower(core::trim(line.substr(0, colon))), core::trim(line.substr(colon + 1)));
}

bool Answer::moved_for_good() const {
  return statuses_.size() > 1 &&
         std::all_of(statuses_.begin(), statuses_.end() - 1, [](int status) { return status == 301 || status == 308; });
}

}  // namespace mediumsync::http
