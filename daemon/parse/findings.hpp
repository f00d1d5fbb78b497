// Collects remarks while a body is read.
#pragma once

#include <map>
#include <set>
#include <string>

#include "core/finding.hpp"

namespace mediumsync::parse {

// Keeps each remark once and not more than a few of a kind, so that no file can fill the database with them. Owned by
// the reader of one body.
class FindingList {
 public:
  void add(core::Severity severity, const std::string& code, std::string message, std::optional<int> line);
  core::Findings take() && { return std::move(findings_); }

 private:
  core::Findings findings_;
  std::map<std::string, int> count_of_code_;
  std::set<std::string> seen_;  // code and message
};

}  // namespace mediumsync::parse
