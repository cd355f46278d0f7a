#include "http/exchange.h"

#include "base/assert.h"
#include "http/problem.h"
#include "http/event_stream.h"

namespace bellman::http {

Exchange::Exchange(Request request, std::shared_ptr<ResponseSink> sink) : request_(std::move(request)), sink_(std::move(sink)) {}

Exchange::~Exchange() {
  if (answered_.exchange(true)) return;
  sink_->deliver(problem(Error::internal("http.no_answer", "The server could not finish this request.", "Try again; if it stays so, give this request id to the administrator."),
                         request_.id()));
}

void Exchange::mark_answered() {
  const bool second = answered_.exchange(true, std::memory_order_acq_rel);
  BELLMAN_ASSERT(!second, "a request was answered twice");
}

void Exchange::respond(Response response) {
  mark_answered();
  sink_->deliver(std::move(response));
}

void Exchange::fail(const Error& error) { respond(problem(error, request_.id())); }

std::shared_ptr<EventStream> Exchange::stream() {
  mark_answered();
  auto stream = std::make_shared<EventStream>(sink_, sink_->stream_buffer_bytes(), std::string(request_.header("last-event-id").value_or("")));
  sink_->open_stream(stream);
  return stream;
}

}  // namespace bellman::http
