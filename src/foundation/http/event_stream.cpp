#include "http/event_stream.h"

#include "http/exchange.h"

namespace bellman::http {
namespace {

void append_line(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  for (const char c : value)
    if (c != '\n' && c != '\r' && c != '\0') out += c;
  out += '\n';
}

}  // namespace

std::string event_text(std::string_view event, std::string_view id, std::string_view data) {
  std::string out;
  out.reserve(event.size() + id.size() + data.size() + 32);
  if (!id.empty()) append_line(out, "id: ", id);
  if (!event.empty()) append_line(out, "event: ", event);
  for (;;) {
    const auto end = data.find_first_of("\r\n");
    append_line(out, "data: ", data.substr(0, end));
    if (end == std::string_view::npos) break;
    const bool pair = data.substr(end, 2) == "\r\n";
    data.remove_prefix(end + (pair ? 2 : 1));
  }
  out += '\n';
  return out;
}

EventStream::EventStream(std::shared_ptr<ResponseSink> sink, std::size_t buffer_bytes_max, std::string last_event_id)
    : sink_(std::move(sink)), buffer_bytes_max_(buffer_bytes_max), last_event_id_(std::move(last_event_id)) {}

bool EventStream::send(std::string_view event, std::string_view id, std::string_view data) { return send_text(event_text(event, id, data)); }

bool EventStream::send_text(std::string_view wire) {
  std::shared_ptr<ResponseSink> sink;
  bool sent = true;
  {
    const std::lock_guard lock(mutex_);
    if (!open_) return false;
    if (waiting_.size() + wire.size() > buffer_bytes_max_) {
      overflowed_ = true;
      open_ = false;
      waiting_.clear();
      sent = false;
    } else {
      waiting_ += wire;
    }
    if (!woken_ || overflowed_) sink = sink_;
    woken_ = true;
  }
  if (sink) sink->wake_stream();
  return sent;
}

void EventStream::close() {
  std::shared_ptr<ResponseSink> sink;
  {
    const std::lock_guard lock(mutex_);
    if (!open_) return;
    open_ = false;
    sink = sink_;
  }
  if (sink) sink->wake_stream();
}

bool EventStream::take(std::string& out) {
  const std::lock_guard lock(mutex_);
  woken_ = false;
  out += waiting_;
  waiting_.clear();
  return open_;
}

bool EventStream::overflowed() const {
  const std::lock_guard lock(mutex_);
  return overflowed_;
}

void EventStream::detach() {
  std::shared_ptr<ResponseSink> sink;  // declared before the lock, so released after it: it may be the connection's last owner
  const std::lock_guard lock(mutex_);
  open_ = false;
  waiting_.clear();
  sink.swap(sink_);
}

}  // namespace bellman::http
