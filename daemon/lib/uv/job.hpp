#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "lib/uv/loop.hpp"

namespace mediumsync::uv {

// Pure work on another thread (libuv's pool): values in, values out, and nothing else is touched there. What it comes
// to is told on the loop's own thread. Owned by whoever waits for it. Destroyed before that, it is not told; work that
// has begun ends by itself, with all that it holds.
class Job {
 public:
  // `work` runs on the other thread and owns what it works on. What it throws parks in the loop.
  template <typename Result>
  Job(Loop& loop, std::function<Result()> work, std::function<void(Result)> on_done)
      : Job(loop, std::make_unique<TypedTask<Result>>(std::move(work), std::move(on_done))) {}
  ~Job();
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

 private:
  // Both ends of the work, whatever its result is.
  struct Task {
    virtual ~Task() = default;
    virtual void run() = 0;
    virtual void tell() = 0;
  };
  template <typename Result>
  struct TypedTask : Task {
    TypedTask(std::function<Result()> to_do, std::function<void(Result)> to_tell)
        : work(std::move(to_do)), on_done(std::move(to_tell)) {}
    void run() override { result.emplace(work()); }
    void tell() override { on_done(std::move(*result)); }

    std::function<Result()> work;
    std::function<void(Result)> on_done;
    std::optional<Result> result;
  };
  struct Request;

  Job(Loop& loop, std::unique_ptr<Task> task);

  Request* request_;
};

}  // namespace mediumsync::uv
