#include "http/worker_pool.h"

namespace bellman::http {

WorkerPool::WorkerPool(std::size_t thread_count, std::size_t queue_limit) : queue_limit_(queue_limit) {
  threads_.reserve(thread_count);
  for (std::size_t i = 0; i < thread_count; ++i) threads_.emplace_back([this] { run(); });
}

WorkerPool::~WorkerPool() { stop(true); }

bool WorkerPool::submit(std::function<void()> task) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= queue_limit_) return false;
    queue_.push_back(std::move(task));
  }
  ready_.notify_one();
  return true;
}

void WorkerPool::stop(bool drop_queued) {
  std::deque<std::function<void()>> dropped;  // destroyed outside the lock: a task's end may answer a request
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    if (drop_queued) dropped.swap(queue_);
  }
  ready_.notify_all();
  for (auto& thread : threads_)
    if (thread.joinable()) thread.join();
}

void WorkerPool::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ready_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    auto task = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    task();
    task = nullptr;
    lock.lock();
  }
}

}  // namespace bellman::http
