// One client's connection, and the thread that serves many of them. Inside the room only. Asio stands in the .cpp files.
#pragma once
#include "http/event_stream.h"
#include "http/exchange.h"
#include "http/request_parser.h"
#include "http/server.h"
#include "http/wire.h"
#include "http/worker_pool.h"


#include <limits>
#include <mutex>
#include <unordered_map>

namespace boost::asio {
class io_context;
}

namespace boost::system {
class error_code;
}

namespace bellman::http {

namespace asio = boost::asio;

class Connection;

std::int64_t steady_us();
inline std::int64_t steady_ms() { return steady_us() / 1000; }

// What all connections of a server share.
struct Shared {
  Shared(ServerOptions given, const Router& table)
      : options(std::move(given)), router(table), common(options.page_policy, options.behind_tls), pool(options.worker_threads, options.worker_queue_limit) {}
  const ServerOptions options;
  const Router& router;
  const CommonHeaders common;
  Metrics metrics;
  std::atomic<bool> stopping = false;
  WorkerPool pool;  // last: its threads end before the rest goes
};

// An answer, a new stream (`stream`) or a wake-up of one (neither) on its way to the connection's own thread.
struct Delivery {
  std::shared_ptr<Connection> connection;
  std::optional<Response> response;
  std::shared_ptr<EventStream> stream;
};

// An io_context with its one thread, the connections it serves, and the mailbox into which other threads put answers.
class SocketThread : public std::enable_shared_from_this<SocketThread> {
 public:
  explicit SocketThread(std::shared_ptr<Shared> shared);
  ~SocketThread();

  asio::io_context& context();
  Shared& shared() { return *shared_; }
  // Runs until close_all(); the calling thread becomes this object's thread.
  void run();
  bool is_current() const;

  // Any thread. One wake-up of the socket thread for all deliveries that come before it gets round to them.
  void deliver(Delivery delivery);
  void deliver(std::vector<Delivery>& deliveries);

  // On the own thread.
  // Takes over an accepted socket.
  void adopt(int descriptor, bool refuse);
  void forget(Connection& connection);
  void begin_stop();
  void close_all();
  std::string_view date_line();

 private:
  void drain();
  void tick();
  void arm_tick();

  std::shared_ptr<Shared> shared_;
  struct Loop;
  std::unique_ptr<Loop> loop_;
  bool ticking_ = false;
  std::unordered_map<Connection*, std::shared_ptr<Connection>> connections_;
  DateLine date_;

  std::mutex mailbox_mutex_;
  std::vector<Delivery> mailbox_, drained_;
  bool closed_ = false;
};

// Reads one request after the other, in order; the next one is begun when the former is answered.
class Connection final : public ResponseSink, public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<SocketThread> thread, int descriptor);
  ~Connection() override;

  // ResponseSink, any thread.
  void deliver(Response response) override;
  void open_stream(std::shared_ptr<EventStream> stream) override;
  void wake_stream() override;
  std::size_t stream_buffer_bytes() const override { return thread_->shared().options.stream_buffer_bytes; }

  // On the socket thread.
  void start();
  void refuse();  // too many connections: 503 and close
  void receive(Delivery& delivery);
  bool is_due(std::int64_t now_ms) const;
  void check_deadline(std::int64_t now_ms);
  void begin_stop();
  void close();
  const std::shared_ptr<SocketThread>& thread() const { return thread_; }

 private:
  enum class Phase {
    idle,       // no byte of a request yet
    head,       // some of them
    body,       // header read
    answering,  // a handler has it
    streaming,  // server-sent events
    closing,    // the last answer is being written
    lingering,  // our side is shut; what the client still sends is thrown away so that it can read our answer
    closed,
  };

  void run();
  bool step();  // false: nothing more to do until bytes or an answer come
  bool read_head();
  void take_head(std::string_view head);
  // Fills request_ from the parser. False when it was rejected.
  bool take_request(std::string_view head);
  bool check_protocol();
  // What the header alone decides: no such route, refused by admit, … Sets route_ otherwise.
  std::optional<Response> early_answer();
  std::optional<Response> find_route();
  bool read_body();
  void dispatch();
  static void run_handler(const Shared& shared, const std::shared_ptr<Exchange>& exchange);
  void begin_stream();
  void send_stream();
  void answer(Response response);
  // Answers and closes: after a fault of the protocol nobody knows where the next request begins.
  void reject(const Error& error, int status);
  void reject_outcome(RequestParser::Outcome outcome);
  void finish_request(int status, std::size_t bytes);
  void set_phase(Phase phase);

  bool wants_read() const;
  void start_read();
  void on_read(const boost::system::error_code& fault, std::size_t count);
  void flush();
  void write_rest();
  void on_write(const boost::system::error_code& fault, std::size_t count);
  void linger();
  std::string_view unread() const { return std::string_view(input_).substr(input_begin_, input_end_ - input_begin_); }

  std::shared_ptr<SocketThread> thread_;
  Shared& shared_;
  struct Socket;
  std::unique_ptr<Socket> socket_;
  std::string peer_address_;

  std::string input_;  // [input_begin_, input_end_) is unread
  std::size_t input_begin_ = 0, input_end_ = 0, head_searched_ = 0;
  bool reading_ = false, peer_done_ = false;

  std::string output_, sending_;  // answers being collected; what the socket did not take at once, from sent_ on
  std::size_t sent_ = 0;
  bool writing_ = false;

  Phase phase_ = Phase::idle;
  std::int64_t deadline_ms_ = 0, write_deadline_ms_ = 0, heartbeat_ms_ = 0;
  bool running_ = false;  // inside run(): deliveries made on this thread are picked up by it
  std::optional<Response> ready_;
  std::shared_ptr<EventStream> stream_;

  // The request being read or answered.
  RequestParser parser_;
  Request request_;
  const Route* route_ = nullptr;
  std::optional<Response> early_;  // decided at the header, sent when the body has been read
  std::int64_t started_us_ = 0, body_started_ms_ = 0;
  std::string id_;
  std::string log_line_;  // "GET /path", only when the access log is on
  bool keep_alive_ = true, head_only_ = false, http_1_0_ = false, in_flight_ = false;
};

}  // namespace bellman::http
