#include "ctl/import.hpp"

#include <algorithm>
#include <iostream>

#include "core/url.hpp"
#include "ctl/exit_status.hpp"
#include "ctl/offline.hpp"

namespace mediumsync::ctl {

std::variant<Ended, Calls> prepare_import(const Arguments& arguments) {
  const std::string& what = arguments.words.front();
  Calls calls;
  if (core::is_web_url(what)) {
    Json parameters = arguments.parameters;
    parameters["url"] = what;
    calls.parameters.push_back(std::move(parameters));
    return calls;
  }
  const Captured read = run_offline({"import", what});
  if (read.status != exit_done) return Ended{read.status};
  for (std::size_t begin = 0; begin < read.output.size();) {
    const std::size_t end = std::min(read.output.find('\n', begin), read.output.size());
    Json parameters = Json::parse(read.output.begin() + static_cast<std::ptrdiff_t>(begin),
                                  read.output.begin() + static_cast<std::ptrdiff_t>(end), nullptr, false);
    if (!parameters.is_object()) {
      std::cerr << "mediumsyncctl: mediumsyncd could not make sense of " << what << '\n';
      return Ended{exit_refused};
    }
    parameters.update(arguments.parameters);
    calls.parameters.push_back(std::move(parameters));
    begin = end + 1;
  }
  // What only the end of the file tells concerns all of it.
  for (const char* name : {"made_at", "made_until"}) {
    if (calls.parameters.empty() || !calls.parameters.back().contains(name)) continue;
    for (Json& parameters : calls.parameters) parameters[name] = calls.parameters.back()[name];
  }
  return calls;
}

Json sum_of_imports(const std::vector<Json>& replies) {
  Json sum{{"account", nullptr},
           {"stories", 0},
           {"fresh", 0},
           {"figures", 0},
           {"drafts", 0},
           {"posts", Json::array()},
           {"changes", Json::array()},
           {"outdated", 0},
           {"older_than", nullptr}};
  for (const Json& reply : replies) {
    sum["account"] = reply.value("account", Json(nullptr));
    // RFC 3339 in UTC: the later one comes later in the alphabet, and null before all.
    sum["older_than"] = std::max(sum["older_than"], reply.value("older_than", Json(nullptr)));
    for (const char* count : {"stories", "fresh", "figures", "drafts", "outdated"})
      sum[count] = sum[count].get<std::int64_t>() + reply.value(count, std::int64_t{0});
    for (const char* list : {"posts", "changes"}) {
      for (const Json& one : reply.value(list, Json::array())) sum[list].push_back(one);
    }
  }
  return sum;
}

}  // namespace mediumsync::ctl
