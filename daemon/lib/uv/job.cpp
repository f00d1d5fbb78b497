#include "lib/uv/job.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include "lib/uv/handle.hpp"

namespace mediumsync::uv {
namespace {

// Whoever asks the loop something comes before work that nobody waits for. Where that is not allowed it goes as well.
void step_back() {
  constexpr int behind_the_loop = 10;
  thread_local const int once = ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), behind_the_loop);
  static_cast<void>(once);
}

}  // namespace

// Lives until libuv is done with it, which the loop waits for at its end.
struct Job::Request {
  Request(Loop& on, std::unique_ptr<Task> what) : loop(on), task(std::move(what)) { native.data = this; }

  static void run(uv_work_t* native) {
    auto* self = static_cast<Request*>(native->data);
    step_back();
    try {
      self->task->run();
    } catch (...) {
      self->error = std::current_exception();
    }
  }

  static void end(uv_work_t* native, int /*status*/) {
    const std::unique_ptr<Request> self(static_cast<Request*>(native->data));
    if (self->owner == nullptr) return;
    std::exchange(self->owner, nullptr)->request_ = nullptr;
    self->loop.guard([&self] {
      if (self->error) std::rethrow_exception(self->error);
      self->task->tell();
    });
  }

  uv_work_t native{};
  Loop& loop;
  std::unique_ptr<Task> task;
  std::exception_ptr error;
  Job* owner = nullptr;
};

Job::Job(Loop& loop, std::unique_ptr<Task> task) : request_(nullptr) {
  auto request = std::make_unique<Request>(loop, std::move(task));
  check(uv_queue_work(loop.native(), &request->native, Request::run, Request::end), "hand work to another thread");
  request_ = request.release();
  request_->owner = this;
}

Job::~Job() {
  if (request_ == nullptr) return;
  request_->owner = nullptr;
  uv_cancel(reinterpret_cast<uv_req_t*>(&request_->native));
}

}  // namespace mediumsync::uv
