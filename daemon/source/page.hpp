#pragma once

#include <functional>

#include "core/expected.hpp"
#include "lib/http/client.hpp"
#include "source/sources.hpp"
#include "source/world.hpp"

namespace mediumsync::source {

// One web page that a person asked for: fetched once, its text taken and held. Owned by Sources until it has told.
class Page {
 public:
  using OnDone = std::function<void(core::Expected<queue::Enqueued, AddError>)>;
  Page(World& world, Sources::AddPage request, http::Addresses addresses, OnDone on_done);

 private:
  void on_answer(const http::Result& result);
  void tell(core::Expected<queue::Enqueued, AddError> result);

  World& world_;
  Sources::AddPage request_;
  OnDone on_done_;
  http::Transfer fetching_;
};

}  // namespace mediumsync::source
