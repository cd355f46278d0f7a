#include "bare_server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace bellman::bench {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Tcp = asio::ip::tcp;

constexpr std::size_t group_limit = 256;

class Session;

// Requests that wait for their rows.
class Queue {
 public:
  void push(std::shared_ptr<Session> session) {
    const std::lock_guard lock(mutex);
    waiting.push_back(std::move(session));
    wanted.notify_one();
  }
  // Up to a group; empty: it is over.
  std::vector<std::shared_ptr<Session>> take() {
    std::unique_lock lock(mutex);
    wanted.wait(lock, [&] { return !waiting.empty() || over; });
    std::vector<std::shared_ptr<Session>> group;
    const std::size_t count = std::min(waiting.size(), group_limit);
    std::move(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(count), std::back_inserter(group));
    waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(count));
    return group;
  }
  void end() {
    const std::lock_guard lock(mutex);
    over = true;
    waiting.clear();
    wanted.notify_one();
  }

 private:
  std::mutex mutex;
  std::condition_variable wanted;
  std::vector<std::shared_ptr<Session>> waiting;
  bool over = false;
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Tcp::socket socket, Queue& rows, const std::string& body) : stream(std::move(socket)), queue(rows), answer_body(body) {
    stream.socket().set_option(Tcp::no_delay(true));
  }

  void read() {
    request = {};
    beast::http::async_read(stream, buffer, request, [self = shared_from_this()](beast::error_code failure, std::size_t) {
      if (!failure) self->queue.push(self);
    });
  }

  // On the socket's thread, after the commit.
  void answer() {
    response.emplace(beast::http::status::created, request.version());
    response->set(beast::http::field::content_type, "application/json");
    response->body() = answer_body;
    response->keep_alive(true);
    response->prepare_payload();
    beast::http::async_write(stream, *response, [self = shared_from_this()](beast::error_code failure, std::size_t) {
      if (!failure) self->read();
    });
  }

 private:
  beast::tcp_stream stream;
  Queue& queue;
  const std::string& answer_body;
  beast::flat_buffer buffer;
  beast::http::request<beast::http::string_body> request;
  std::optional<beast::http::response<beast::http::string_body>> response;
};

}  // namespace

struct BareServer::Parts {
  Parts(const std::string& file, const Sample& rows) : sample(rows), writer(file, rows), acceptor(io, Tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
    accept();
    writing = std::thread([this] { write(); });
    serving = std::thread([this] { io.run(); });
  }

  void accept() {
    acceptor.async_accept([this](beast::error_code failure, Tcp::socket socket) {
      if (failure) return;
      std::make_shared<Session>(std::move(socket), queue, sample.answer_body)->read();
      accept();
    });
  }

  void write() {
    std::int64_t number = 0;
    for (auto group = queue.take(); !group.empty(); group = queue.take()) {
      writer.begin();
      for (std::size_t i = 0; i < group.size(); ++i) writer.write(++number);
      writer.commit();
      asio::post(io, [answered = std::move(group)] {
        for (const auto& session : answered) session->answer();
      });
    }
  }

  const Sample& sample;
  BareWriter writer;
  Queue queue;  // lives longer than the sessions that io keeps
  asio::io_context io{1};
  Tcp::acceptor acceptor;
  std::thread writing, serving;
};

BareServer::BareServer(const std::string& file, const Sample& sample) : parts(std::make_unique<Parts>(file, sample)) {}

BareServer::~BareServer() {
  parts->queue.end();
  parts->io.stop();
  parts->writing.join();
  parts->serving.join();
}

std::uint16_t BareServer::port() const { return parts->acceptor.local_endpoint().port(); }

}  // namespace bellman::bench
