// One request and its one answer. A handler gets a shared_ptr<Exchange>, may keep it, and answers from any thread.
#pragma once
#include "http/message.h"

#include <atomic>
#include <memory>

namespace bellman::http {

class EventStream;

// Where an answer goes. The server's connection is one; a test or the simulator may give another.
class ResponseSink {
 public:
  virtual ~ResponseSink() = default;
  // Called exactly once for each Exchange, from any thread: either this …
  virtual void deliver(Response response) = 0;
  // … or this.
  virtual void open_stream(std::shared_ptr<EventStream> stream) = 0;
  // The open stream has something to send, or has ended. From any thread.
  virtual void wake_stream() = 0;
  // Bound of the bytes that wait for a slow reader of a stream.
  virtual std::size_t stream_buffer_bytes() const = 0;
};

class Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  Exchange(Request request, std::shared_ptr<ResponseSink> sink);
  // Dropped without an answer: 500 is sent, so no client ever waits for nothing.
  ~Exchange();
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  const Request& request() const { return request_; }
  // For the guard, before the handler runs.
  Request& request() { return request_; }

  // The language of whoever logged in, for the sentences of a problem; empty while nobody is known.
  const std::string& account_language() const { return account_language_; }
  void set_account_language(std::string language) { account_language_ = std::move(language); }

  // Exactly one of these, once, from any thread; a second answer is a broken invariant.
  void respond(Response response);
  void fail(const Error& error);
  // Answers 200 text/event-stream and keeps the connection open.
  std::shared_ptr<EventStream> stream();

  bool answered() const { return answered_.load(std::memory_order_acquire); }

 private:
  void mark_answered();

  Request request_;
  std::string account_language_;
  std::shared_ptr<ResponseSink> sink_;
  std::atomic<bool> answered_ = false;
};

// While one lives, answers given on this thread are kept and handed to the socket threads together when it dies:
// the writer puts one around the loop that answers a whole commit. May be nested; the outermost one counts.
class ResponseBatch {
 public:
  ResponseBatch();
  ~ResponseBatch();
  ResponseBatch(const ResponseBatch&) = delete;
  ResponseBatch& operator=(const ResponseBatch&) = delete;
};

}  // namespace bellman::http
