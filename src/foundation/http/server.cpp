#include "http/server.h"

#include "http/connection.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <spdlog/spdlog.h>

#include <future>
#include <thread>

namespace bellman::http {
namespace {
// Refused connections that may still be hearing why; beyond them the door is shut without a word.
constexpr std::size_t refused_count_max = 64;
constexpr auto accept_pause_ms = 100;
}  // namespace

struct Server::Parts : std::enable_shared_from_this<Server::Parts> {
  Parts(ServerOptions options, const Router& router) : shared(std::make_shared<Shared>(std::move(options), router)) {
    for (std::size_t i = 0; i < std::max<std::size_t>(1, shared->options.socket_threads); ++i) sockets.push_back(std::make_shared<SocketThread>(shared));
  }

  Result<> listen();
  void accept();
  void accepted(const boost::system::error_code& fault, asio::ip::tcp::socket socket, const std::shared_ptr<SocketThread>& thread);
  // Runs the function on each socket thread and waits until all have.
  void on_each(void (SocketThread::*function)());
  bool wait_until_closed(std::int64_t patience_ms) const;

  std::shared_ptr<Shared> shared;
  std::vector<std::shared_ptr<SocketThread>> sockets;
  std::vector<std::thread> threads;
  std::optional<asio::ip::tcp::acceptor> acceptor;
  std::optional<asio::steady_timer> accept_timer;
  std::size_t next_socket = 0;
  std::uint16_t port = 0;
};

Result<> Server::Parts::listen() {
  const auto& options = shared->options;
  boost::system::error_code fault;
  const auto address = asio::ip::make_address(options.address, fault);
  if (fault) return Error::invalid("http.bad_address", fmt::format("“{}” is not a numeric address to listen on.", options.address), "address", "Use 127.0.0.1, 0.0.0.0 or an address of this machine.");
  const asio::ip::tcp::endpoint endpoint(address, options.port);
  acceptor.emplace(sockets.front()->context());
  accept_timer.emplace(sockets.front()->context());
  acceptor->open(endpoint.protocol(), fault);
  if (!fault) acceptor->set_option(asio::socket_base::reuse_address(true), fault);
  if (!fault) acceptor->bind(endpoint, fault);
  if (!fault) acceptor->listen(asio::socket_base::max_listen_connections, fault);
  if (fault) {
    return Error::unavailable("http.cannot_listen", fmt::format("Cannot listen on {} port {}: {}.", options.address, options.port, fault.message()),
                              "Choose another port, or stop the program that has it.");
  }
  port = acceptor->local_endpoint(fault).port();
  return ok();
}

void Server::Parts::accept() {
  const auto thread = sockets[next_socket++ % sockets.size()];
  acceptor->async_accept(thread->context(), [this, thread](const boost::system::error_code& fault, asio::ip::tcp::socket socket) {
    accepted(fault, std::move(socket), thread);
  });
}

void Server::Parts::accepted(const boost::system::error_code& fault, asio::ip::tcp::socket socket, const std::shared_ptr<SocketThread>& thread) {
  if (shared->stopping || fault == asio::error::operation_aborted) return;
  if (fault) {
    // No file descriptors left, as a rule: trying again at once would only burn the processor.
    spdlog::warn("cannot accept a connection: {}", fault.message());
    accept_timer->expires_after(std::chrono::milliseconds(accept_pause_ms));
    accept_timer->async_wait([this](const boost::system::error_code& stopped) {
      if (!stopped && !shared->stopping) accept();
    });
    return;
  }
  shared->metrics.connections_accepted.fetch_add(1, std::memory_order_relaxed);
  const auto open = shared->metrics.connections_open.load();
  const auto most = shared->options.connections_max;
  const bool refuse = open >= most;
  boost::system::error_code lost;
  if (open >= most + refused_count_max) {
    shared->metrics.connections_refused.fetch_add(1, std::memory_order_relaxed);
    socket.close(lost);
  } else if (const int descriptor = socket.release(lost); !lost) {
    if (thread->is_current()) thread->adopt(descriptor, refuse);
    else asio::post(thread->context(), [thread, descriptor, refuse] { thread->adopt(descriptor, refuse); });
  }
  accept();
}

void Server::Parts::on_each(void (SocketThread::*function)()) {
  for (const auto& thread : sockets) {
    std::promise<void> done;
    auto waits = done.get_future();
    asio::post(thread->context(), [thread, function, done = std::move(done)]() mutable {
      (thread.get()->*function)();
      done.set_value();
    });
    waits.wait();
  }
}

bool Server::Parts::wait_until_closed(std::int64_t patience_ms) const {
  const auto end_ms = steady_ms() + patience_ms;
  while (shared->metrics.connections_open.load() > 0) {
    if (steady_ms() >= end_ms) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

Server::Server(ServerOptions options, const Router& router) : parts_(std::make_unique<Parts>(std::move(options), router)) {}

Server::~Server() { stop(0); }

Result<> Server::start() {
  TRY_DO(parts_->listen());
  parts_->accept();
  for (const auto& socket : parts_->sockets) parts_->threads.emplace_back([socket] { socket->run(); });
  return ok();
}

std::uint16_t Server::port() const { return parts_->port; }

const Metrics& Server::metrics() const { return parts_->shared->metrics; }

bool Server::stop(std::int64_t patience_ms) {
  auto& parts = *parts_;
  if (parts.threads.empty()) return true;
  parts.shared->stopping = true;
  std::promise<void> shut;
  auto is_shut = shut.get_future();
  asio::post(parts.sockets.front()->context(), [&parts, shut = std::move(shut)]() mutable {
    boost::system::error_code ignored;
    parts.acceptor->close(ignored);
    parts.accept_timer->cancel();
    shut.set_value();
  });
  is_shut.wait();
  parts.on_each(&SocketThread::begin_stop);
  const bool in_time = parts.wait_until_closed(patience_ms);
  parts.shared->pool.stop(!in_time);
  parts.on_each(&SocketThread::close_all);  // with nothing left to wait for, the threads end
  for (auto& thread : parts.threads) thread.join();
  parts.threads.clear();
  return in_time;
}

}  // namespace bellman::http
