// Private to http/: libcurl's handles as owners, and the two calls that every user of one makes.
#pragma once

#include <curl/curl.h>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>

namespace mediumsync::http {

struct FreeEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeMime {
  void operator()(curl_mime* mime) const { curl_mime_free(mime); }
};
using Easy = std::unique_ptr<CURL, FreeEasy>;
using List = std::unique_ptr<curl_slist, FreeList>;
using Mime = std::unique_ptr<curl_mime, FreeMime>;

// **Throws** std::runtime_error when libcurl does not know the option or takes no such value.
template <typename Value>
void set_option(const Easy& easy, CURLoption option, Value value) {
  // In brackets, because it is also a macro that wants to see the option's name.
  const CURLcode code = (curl_easy_setopt)(easy.get(), option, value);
  if (code == CURLE_OK) return;
  throw std::runtime_error("set libcurl's option " + std::to_string(option) + ": " + curl_easy_strerror(code));
}

// **Throws** std::bad_alloc.
inline void append(List& list, const std::string& text) {
  curl_slist* longer = curl_slist_append(list.get(), text.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(list.release());
  list.reset(longer);
}

}  // namespace mediumsync::http
