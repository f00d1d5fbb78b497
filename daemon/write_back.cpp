#include "write_back.hpp"

#include <utility>
#include <variant>

namespace mediumsync {

WriteBack::WriteBack(uv::Loop& loop, queue::Queue& queue, std::filesystem::path database, std::function<void()> on_done)
    : loop_(loop), queue_(queue), database_(std::move(database)), on_done_(std::move(on_done)) {
  queue_.set_write_back([this] { start(); });
}

WriteBack::~WriteBack() {
  queue_.set_write_back({});
}

void WriteBack::start() {
  job_.emplace(loop_, std::function([database = database_] {
                 queue::Queue::write_back(database);
                 return std::monostate();
               }),
               std::function([this](std::monostate) {
                 queue_.written_back();
                 on_done_();
               }));
}

}  // namespace mediumsync
