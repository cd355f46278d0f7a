#include "http/connection.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

namespace bellman::http {
namespace {

constexpr auto tick_ms = 100;
thread_local SocketThread* current_thread = nullptr;

// Answers kept by the ResponseBatch of this thread, for each socket thread.
struct Kept {
  std::shared_ptr<SocketThread> thread;
  std::vector<Delivery> deliveries;
};
thread_local int batch_depth = 0;
thread_local std::vector<Kept> batch_kept;

}  // namespace

std::int64_t steady_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct SocketThread::Loop {
  asio::io_context context{1};
  // Keeps run() going. Without it run() ends by itself when the last handler has run, so that none stays behind unrun
  // and keeps its connection alive for ever.
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  asio::steady_timer tick_timer{context};
};

SocketThread::SocketThread(std::shared_ptr<Shared> shared) : shared_(std::move(shared)), loop_(std::make_unique<Loop>()) {}
SocketThread::~SocketThread() = default;
asio::io_context& SocketThread::context() { return loop_->context; }

ResponseBatch::ResponseBatch() { ++batch_depth; }

ResponseBatch::~ResponseBatch() {
  if (--batch_depth > 0) return;
  for (auto& kept : batch_kept) kept.thread->deliver(kept.deliveries);
  batch_kept.clear();
}

bool SocketThread::is_current() const { return current_thread == this; }

void SocketThread::run() {
  current_thread = this;
  loop_->context.run();
  current_thread = nullptr;
}

void SocketThread::deliver(Delivery delivery) {
  if (batch_depth > 0) {
    for (auto& kept : batch_kept) {
      if (kept.thread.get() != this) continue;
      kept.deliveries.push_back(std::move(delivery));
      return;
    }
    batch_kept.push_back({shared_from_this(), {}});
    batch_kept.back().deliveries.push_back(std::move(delivery));
    return;
  }
  {
    const std::lock_guard lock(mailbox_mutex_);
    if (closed_) return;
    mailbox_.push_back(std::move(delivery));
    if (mailbox_.size() > 1) return;
  }
  asio::post(loop_->context, [self = shared_from_this()] { self->drain(); });
}

void SocketThread::deliver(std::vector<Delivery>& deliveries) {
  if (deliveries.empty()) return;
  {
    const std::lock_guard lock(mailbox_mutex_);
    if (closed_) return;
    const bool first = mailbox_.empty();
    std::move(deliveries.begin(), deliveries.end(), std::back_inserter(mailbox_));
    if (!first) return;
  }
  asio::post(loop_->context, [self = shared_from_this()] { self->drain(); });
}

void SocketThread::drain() {
  {
    const std::lock_guard lock(mailbox_mutex_);
    drained_.swap(mailbox_);
  }
  for (auto& delivery : drained_) {
    const auto connection = std::move(delivery.connection);
    connection->receive(delivery);
  }
  drained_.clear();
}

void SocketThread::adopt(int descriptor, bool refuse) {
  const auto connection = std::make_shared<Connection>(shared_from_this(), descriptor);
  connections_.emplace(connection.get(), connection);
  shared_->metrics.connections_open.fetch_add(1);
  arm_tick();
  if (refuse) {
    connection->refuse();
  } else if (shared_->stopping) {
    connection->close();
  } else {
    connection->start();
  }
}

void SocketThread::forget(Connection& connection) {
  if (connections_.erase(&connection) > 0) shared_->metrics.connections_open.fetch_sub(1);
}

void SocketThread::arm_tick() {
  if (ticking_) return;
  ticking_ = true;
  loop_->tick_timer.expires_after(std::chrono::milliseconds(tick_ms));
  loop_->tick_timer.async_wait([self = shared_from_this()](const boost::system::error_code& fault) {
    self->ticking_ = false;
    if (!fault) self->tick();
  });
}

// One sweep over all connections ten times a second costs less than a timer set and cancelled for every request.
void SocketThread::tick() {
  const auto now_ms = steady_ms();
  std::vector<std::shared_ptr<Connection>> due;
  for (const auto& [key, connection] : connections_)
    if (connection->is_due(now_ms)) due.push_back(connection);
  for (const auto& connection : due) connection->check_deadline(now_ms);
  if (!connections_.empty()) arm_tick();
}

void SocketThread::begin_stop() {
  std::vector<std::shared_ptr<Connection>> all;
  for (const auto& [key, connection] : connections_) all.push_back(connection);
  for (const auto& connection : all) connection->begin_stop();
}

void SocketThread::close_all() {
  std::vector<std::shared_ptr<Connection>> all;
  for (const auto& [key, connection] : connections_) all.push_back(connection);
  for (const auto& connection : all) connection->close();
  loop_->tick_timer.cancel();
  loop_->work.reset();
  std::vector<Delivery> late;  // released outside the lock: an answer's owner may be the last owner of its connection
  const std::lock_guard lock(mailbox_mutex_);
  closed_ = true;
  late.swap(mailbox_);
}

std::string_view SocketThread::date_line() {
  if (!shared_->options.wall_clock) return {};
  return date_.at(shared_->options.wall_clock().ms / 1000);
}

}  // namespace bellman::http
