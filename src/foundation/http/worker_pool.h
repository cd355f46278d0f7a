// Plain threads for handlers that may wait (for the database's readers, for a password hash).
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace bellman::http {

class WorkerPool {
 public:
  // At most `queue_limit` tasks wait.
  WorkerPool(std::size_t thread_count, std::size_t queue_limit);
  ~WorkerPool();

  // False when the queue is full or the pool has stopped; the task is then not taken.
  bool submit(std::function<void()> task);
  // Runs what is queued to its end, or drops what has not begun (`drop_queued`), and joins. May be called again.
  void stop(bool drop_queued);

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::function<void()>> queue_;
  const std::size_t queue_limit_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace bellman::http
