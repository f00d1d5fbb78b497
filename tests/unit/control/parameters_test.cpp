#include "control/parameters.hpp"

#include <doctest/doctest.h>
#include <functional>
#include <vector>

using namespace mediumsync::control;

TEST_CASE("a parameter of a wrong type is refused by its name") {
  using Read = std::function<void(Parameters&)>;
  const Read text = [](Parameters& all) { all.text("x"); };
  const Read integer = [](Parameters& all) { all.integer("x"); };
  const Read time = [](Parameters& all) { all.time("x"); };
  const Read texts = [](Parameters& all) { all.texts("x"); };
  const Read flag = [](Parameters& all) { all.flag("x"); };
  const Read id = [](Parameters& all) { all.id("x"); };
  const Read ids = [](Parameters& all) { all.ids("x"); };
  struct Row {
    const char* json;
    Read read;
    bool valid;
  };
  const std::vector<Row> rows{
      {R"({})", text, true},
      {R"({"x":null})", text, true},
      {R"({"x":""})", text, true},
      {R"({"x":7})", text, false},
      {R"({"x":7})", integer, true},
      {R"({"x":7.0})", integer, false},
      {R"({"x":"7"})", integer, false},
      {R"({"x":"2026-11-24T07:00:00+01:00"})", time, true},
      {R"({"x":"tomorrow"})", time, false},
      {R"({"x":1795500000})", time, false},
      {R"({"x":["a","b"]})", texts, true},
      {R"({"x":["a",1]})", texts, false},
      {R"({"x":"a"})", texts, false},
      {R"({"x":true})", flag, true},
      {R"({})", flag, true},
      {R"({"x":1})", flag, false},
      {R"({"x":1})", id, true},
      {R"({})", id, false},
      {R"({"x":0})", id, false},
      {R"({"x":-1})", id, false},
      {R"({"x":18446744073709551615})", id, false},
      {R"({"x":[1,2]})", ids, true},
      {R"({})", ids, false},
      {R"({"x":[]})", ids, false},
      {R"({"x":1})", ids, false},
      {R"({"x":[1,0]})", ids, false},
      {R"({"x":[1,"2"]})", ids, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.json);
    const Json json = Json::parse(row.json);
    Parameters parameters(json);
    row.read(parameters);
    CHECK(parameters.valid() == row.valid);
    if (!row.valid) CHECK(parameters.fault() == "x");
  }
}

TEST_CASE("the first fault is the one that is told") {
  const Json json = Json::parse(R"({"a":1,"b":2})");
  Parameters parameters(json);
  parameters.text("b");
  parameters.text("a");
  CHECK(parameters.fault() == "b");
}
