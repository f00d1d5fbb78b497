// What a writer should know about a post before or after it is sent.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mediumsync::core {

enum class Severity { error, warning, advice };
std::string_view to_string(Severity severity);
std::optional<Severity> parse_severity(std::string_view text);

// One remark on one post. `code` is stable and kebab-case; `line` counts from 1 in the source file.
struct Finding {
  Severity severity = Severity::warning;
  std::string code;
  std::string message;
  std::optional<int> line;
  bool operator==(const Finding&) const = default;
};

using Findings = std::vector<Finding>;

}  // namespace mediumsync::core
