#include "sandbox/model/fault.hpp"

#include <doctest/doctest.h>
#include <stdexcept>

using namespace mediumsync::sandbox;

TEST_CASE("a fault meets the next requests it was asked for and no others") {
  FaultPlan plan;
  plan.add({{"fault", "hang_after"}, {"count", 2}, {"match", "posts"}});
  CHECK_FALSE(plan.take(Area::me));
  CHECK(plan.take(Area::posts)->kind == FaultKind::hang_after);
  CHECK(plan.take(Area::posts)->kind == FaultKind::hang_after);
  CHECK_FALSE(plan.take(Area::posts));
}

TEST_CASE("a fault for all stays until it is cleared") {
  FaultPlan plan;
  plan.add({{"fault", "cf_all"}, {"count", "all"}});
  for (int i = 0; i < 5; ++i) CHECK(plan.take(Area::feed)->kind == FaultKind::cf_all);
  plan.clear();
  CHECK_FALSE(plan.take(Area::feed));
}

TEST_CASE("a fault is read from JSON and from a header") {
  const Fault json = read_fault({{"fault", 503}, {"retry_after", "120"}, {"stored", true}, {"delay_ms", 7}});
  CHECK(json.kind == FaultKind::error_503);
  CHECK(json.stores);
  CHECK(json.retry_after == "120");
  CHECK(json.delay == std::chrono::milliseconds{7});
  const Fault header = read_fault_header("slow_drip; delay_ms=5;bytes=10");
  CHECK(header.kind == FaultKind::slow_drip);
  CHECK(header.delay == std::chrono::milliseconds{5});
  CHECK(header.bytes == 10);
  CHECK(read_fault_header("429; retry_after=-1").retry_after == "-1");
  CHECK_THROWS_AS(read_fault_header("hang"), std::runtime_error);
  CHECK_THROWS_AS(read_fault({{"fault", "delay"}, {"delay_ms", "soon"}}), std::runtime_error);
  FaultPlan plan;
  CHECK_THROWS_AS(plan.add({{"fault", "delay"}, {"count", 0}}), std::runtime_error);
  CHECK_THROWS_AS(plan.add({{"fault", "delay"}, {"match", "everything"}}), std::runtime_error);
}

TEST_CASE("a rate limit says when to come back only when asked to") {
  const Reply created = data_reply(201, Json::object());
  CHECK(spoil(read_fault_header("429"), created, "").headers.empty());
  const Reply told = spoil(read_fault_header("429; retry_after=60"), created, "");
  CHECK(told.headers.at(0) == std::pair<std::string, std::string>{"retry-after", "60"});
}
