// Header lines of mail. Pure.
#pragma once

#include <string>
#include <string_view>

#include "core/time.hpp"

namespace mediumsync::notify {

// As encoded words (RFC 2047) where it is not plain ASCII or could be taken for one; folded between them, without CR
// LF: words are separated by a space, which a header's reader drops.
std::string encoded_words(std::string_view text);

// "Tue, 24 Nov 2026 12:00:00 +0000" (RFC 5322 section 3.3).
std::string mail_date(core::TimePoint time);

}  // namespace mediumsync::notify
