// Server-sent events to one client (WHATWG HTML, "Server-sent events").
#pragma once
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace bellman::http {

class ResponseSink;

// One event in wire form: "id: …\nevent: …\ndata: …\n\n"; data with line breaks becomes several data lines. `id` and `event`
// may be empty and lose line breaks and NUL.
std::string event_text(std::string_view event, std::string_view id, std::string_view data);

// All functions may be called from any thread.
class EventStream {
 public:
  EventStream(std::shared_ptr<ResponseSink> sink, std::size_t buffer_bytes_max, std::string last_event_id);

  // False when the client is gone or was dropped because it reads too slowly; then the caller may forget the stream.
  bool send(std::string_view event, std::string_view id, std::string_view data);
  // The same with text that event_text() made, so that one text serves many streams.
  bool send_text(std::string_view wire);
  // Ends the stream after what has been sent so far.
  void close();
  bool is_open() const { return open_.load(std::memory_order_acquire); }
  // The header with which the browser came back; empty on the first connection.
  const std::string& last_event_id() const { return last_event_id_; }

  // For the connection only.
  // Moves what waits into `out`. False when the stream has ended and nothing is left to send.
  bool take(std::string& out);
  // True when the bound was passed: the connection is to be cut.
  bool overflowed() const;
  // The connection is gone.
  void detach();

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<ResponseSink> sink_;
  std::string waiting_;
  const std::size_t buffer_bytes_max_;
  const std::string last_event_id_;
  std::atomic<bool> open_ = true;
  bool overflowed_ = false;
  bool woken_ = false;  // the sink knows already that something waits
};

}  // namespace bellman::http
