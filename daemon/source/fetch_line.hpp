#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace mediumsync::source {

// Whose turn it is to fetch: so many at once in all, two of them from one host, the others wait in the order of their
// coming, host after host. Ten thousand feeds that are due wait here, where that costs nothing, and not in libcurl.
// Owned by Sources, outlives its places.
class FetchLine {
 public:
  // A wait, then a turn. Owned by who fetches: destroying it gives both up, and lets the next one go.
  class Place {
   public:
    Place();
    Place(Place&& other) noexcept;
    Place& operator=(Place&& other) noexcept;
    ~Place();
    // Its turn has come, or it waits for it.
    explicit operator bool() const { return waiter_ != nullptr; }

   private:
    friend class FetchLine;
    struct Waiter;
    explicit Place(std::unique_ptr<Waiter> waiter);
    std::unique_ptr<Waiter> waiter_;
  };

  explicit FetchLine(std::size_t parallel) : parallel_(parallel) {}
  FetchLine(const FetchLine&) = delete;
  FetchLine& operator=(const FetchLine&) = delete;

  void set_parallel(std::size_t parallel);
  // Nobody's turn comes any more.
  void close() { parallel_ = 0; }
  // `on_turn` is called as soon as it may fetch, perhaps at once. It must not destroy the place.
  [[nodiscard]] Place enter(const std::string& url, std::function<void()> on_turn);
  std::size_t waiting() const { return waiting_; }

 private:
  struct Host {
    std::deque<Place::Waiter*> waiting;
    std::size_t busy = 0;
    bool listed = false;  // in ready_
  };
  using Hosts = std::map<std::string, Host>;

  void list(Hosts::iterator host);
  void drop_idle(Hosts::iterator host);
  void go();
  void leave(Place::Waiter& waiter);

  std::size_t parallel_;
  std::size_t busy_ = 0;
  std::size_t waiting_ = 0;
  Hosts hosts_;
  std::deque<Hosts::iterator> ready_;  // with somebody waiting and a turn to give
};

}  // namespace mediumsync::source
