// LaTeX formulas as plain Unicode text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mediumsync::parse {

// "\alpha^2 \leq \frac{1}{n}" → "α² ≤ 1/n"; std::nullopt unless all of it can be said so.
std::optional<std::string> unicode_math(std::string_view latex);

}  // namespace mediumsync::parse
