#include "http/connection.h"

#include "base/text.h"
#include "http/problem.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <spdlog/spdlog.h>

#include <unistd.h>

#include <random>

namespace bellman::http {
namespace {

constexpr std::size_t input_bytes_first = 4 * 1024;
constexpr std::size_t input_bytes_body = 64 * 1024;
constexpr std::size_t output_bytes_enough = 256 * 1024;  // no further pipelined request is begun while so much waits to be sent
constexpr std::int64_t linger_ms = 2'000;
constexpr std::int64_t never_ms = std::numeric_limits<std::int64_t>::max();

// Different for each request of a process and hard to confuse between processes; not a secret.
std::string next_request_id() {
  static std::atomic<std::uint64_t> counter = (static_cast<std::uint64_t>(std::random_device{}()) << 32U) | std::random_device{}();
  // SplitMix64's finalizer (S. Vigna), so that neighbours do not look alike.
  std::uint64_t x = counter.fetch_add(0x9e3779b97f4a7c15ULL, std::memory_order_relaxed);
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  x ^= x >> 31U;
  std::string text(16, '0');
  for (std::size_t i = 0; i < 16; ++i) text[i] = "0123456789abcdef"[(x >> (60U - 4U * i)) & 15U];
  return text;
}

Error malformed_request(std::string_view why) {
  return Error::malformed("http.malformed", fmt::format("The request is not readable as HTTP: {}.", why), {}, "Send HTTP/1.1 as RFC 9112 describes it.");
}

Error body_too_large(std::size_t bytes_max) {
  return Error::too_large("http.body_too_large", fmt::format("The body is larger than {} bytes, the most this address takes.", bytes_max), {}, "Send less, or in several requests.");
}

bool access_log_on() { return spdlog::default_logger_raw()->should_log(spdlog::level::debug); }

}  // namespace

// ---- answers that come from anywhere

struct Connection::Socket {
  asio::ip::tcp::socket tcp;
};

Connection::Connection(std::shared_ptr<SocketThread> thread, int descriptor)
    : thread_(std::move(thread)), shared_(thread_->shared()), socket_(std::make_unique<Socket>(Socket{asio::ip::tcp::socket(thread_->context())})) {
  boost::system::error_code fault;
  // The family matters to nothing we ask of the socket but the peer's address, which names its own.
  socket_->tcp.assign(asio::ip::tcp::v4(), descriptor, fault);
  if (fault) ::close(descriptor);
}

Connection::~Connection() = default;

void Connection::deliver(Response response) {
  if (thread_->is_current() && running_) {
    ready_ = std::move(response);
    return;
  }
  thread_->deliver({shared_from_this(), std::move(response), nullptr});
}

void Connection::open_stream(std::shared_ptr<EventStream> stream) {
  if (thread_->is_current() && running_) {
    stream_ = std::move(stream);
    return;
  }
  thread_->deliver({shared_from_this(), std::nullopt, std::move(stream)});
}

void Connection::wake_stream() { thread_->deliver({shared_from_this(), std::nullopt, nullptr}); }

void Connection::receive(Delivery& delivery) {
  if (phase_ == Phase::closed) {
    if (delivery.stream) delivery.stream->detach();
    return;
  }
  if (delivery.response) ready_ = std::move(delivery.response);
  if (delivery.stream) stream_ = std::move(delivery.stream);
  run();
}

// ---- life

void Connection::start() {
  boost::system::error_code fault;
  const auto peer = socket_->tcp.remote_endpoint(fault);
  if (!fault) peer_address_ = peer.address().to_string();
  if (!fault) socket_->tcp.set_option(asio::ip::tcp::no_delay(true), fault);
  if (!fault) socket_->tcp.non_blocking(true, fault);
  if (fault) {
    close();
    return;
  }
  set_phase(Phase::idle);
  deadline_ms_ = steady_ms() + shared_.options.header_timeout_ms;  // who connects and says nothing waits no longer than a slow sender
  run();
}

void Connection::refuse() {
  boost::system::error_code fault;
  socket_->tcp.non_blocking(true, fault);
  shared_.metrics.connections_refused.fetch_add(1, std::memory_order_relaxed);
  started_us_ = steady_us();
  reject(Error::unavailable("http.too_many_connections", "The server has as many connections as it can take.", "Try again in a moment."), 503);
  run();
}

void Connection::close() {
  if (phase_ == Phase::closed) return;
  const auto self = shared_from_this();  // forget() may drop the last other owner
  phase_ = Phase::closed;
  if (std::exchange(in_flight_, false)) shared_.metrics.requests_in_flight.fetch_sub(1, std::memory_order_relaxed);
  if (stream_) {
    stream_->detach();
    stream_.reset();
    shared_.metrics.streams_open.fetch_sub(1, std::memory_order_relaxed);
  }
  boost::system::error_code ignored;
  socket_->tcp.close(ignored);
  thread_->forget(*this);
}

void Connection::begin_stop() {
  if (phase_ == Phase::idle || phase_ == Phase::lingering) close();
  else if (phase_ == Phase::streaming) stream_->close();
}

void Connection::set_phase(Phase phase) {
  const auto& options = shared_.options;
  phase_ = phase;
  switch (phase) {
    case Phase::idle: deadline_ms_ = steady_ms() + options.idle_timeout_ms; break;
    case Phase::head: deadline_ms_ = steady_ms() + options.header_timeout_ms; break;
    case Phase::body:
      body_started_ms_ = steady_ms();
      deadline_ms_ = body_started_ms_ + options.body_timeout_ms;
      break;
    case Phase::lingering: deadline_ms_ = steady_ms() + (shared_.stopping ? linger_ms / 4 : linger_ms); break;
    default: deadline_ms_ = never_ms;
  }
}

bool Connection::is_due(std::int64_t now_ms) const {
  return now_ms >= deadline_ms_ || (writing_ && now_ms >= write_deadline_ms_) || (phase_ == Phase::streaming && now_ms >= heartbeat_ms_);
}

void Connection::check_deadline(std::int64_t now_ms) {
  if (writing_ && now_ms >= write_deadline_ms_) {
    shared_.metrics.timeouts.fetch_add(1, std::memory_order_relaxed);
    close();
    return;
  }
  if (phase_ == Phase::streaming && now_ms >= heartbeat_ms_) {
    if (!writing_) output_ += ":\n\n";
    heartbeat_ms_ = now_ms + shared_.options.heartbeat_ms;
    run();
    return;
  }
  if (now_ms < deadline_ms_) return;
  if (phase_ == Phase::head || phase_ == Phase::body) {
    shared_.metrics.timeouts.fetch_add(1, std::memory_order_relaxed);
    reject(Error::malformed("http.too_slow", "The request did not arrive in time.", {}, "Send it again."), 408);
    run();
  } else {
    close();
  }
}

// ---- the loop

void Connection::run() {
  if (running_) return;
  running_ = true;
  bool more = true;
  while (phase_ != Phase::closed) {
    while (more && output_.size() < output_bytes_enough) more = step();
    flush();
    if (writing_ || !more) break;
  }
  running_ = false;
  if (phase_ == Phase::closing && !writing_ && output_.empty()) linger();
  if (!more && wants_read()) start_read();
}

bool Connection::step() {
  switch (phase_) {
    case Phase::idle:
    case Phase::head: return read_head();
    case Phase::body: return read_body();
    case Phase::answering:
      if (ready_) {
        Response response = std::move(*ready_);
        ready_.reset();
        answer(std::move(response));
        return true;
      }
      if (!stream_) return false;
      begin_stream();
      return true;
    case Phase::streaming: send_stream(); return false;
    default: return false;
  }
}

bool Connection::read_head() {
  // RFC 9112 2.2: empty lines before a request are skipped.
  while (phase_ == Phase::idle && input_begin_ < input_end_ && (input_[input_begin_] == '\r' || input_[input_begin_] == '\n')) ++input_begin_;
  const auto text = unread();
  if (text.empty()) return false;
  if (phase_ == Phase::idle) started_us_ = steady_us();
  if (text.front() < 'A' || text.front() > 'Z') {
    reject(malformed_request("it does not begin with a method"), 400);
    return true;
  }
  const auto end = text.find("\r\n\r\n", head_searched_ > 3 ? head_searched_ - 3 : 0);
  const auto bytes_max = shared_.options.header_bytes_max;
  if (end == std::string_view::npos ? text.size() >= bytes_max : end + 4 > bytes_max) {
    if (text.substr(0, bytes_max).find('\n') == std::string_view::npos)
      reject(Error::malformed("http.target_too_long", "The address is too long.", {}, "Put long texts into the body."), 414);
    else
      reject(Error::malformed("http.header_too_large", fmt::format("The header is larger than {} bytes.", bytes_max), {}, "Send fewer or shorter header fields and cookies."), 431);
    return true;
  }
  if (end == std::string_view::npos) {
    head_searched_ = text.size();
    if (phase_ == Phase::idle) set_phase(Phase::head);
    return false;
  }
  head_searched_ = 0;
  take_head(text.substr(0, end + 4));
  return true;
}

void Connection::take_head(std::string_view head) {
  const auto outcome = parser_.read_head(head);
  if (outcome != RequestParser::Outcome::done && outcome != RequestParser::Outcome::more) return reject_outcome(outcome);
  if (!take_request(head)) return;
  input_begin_ += head.size();
  if (!check_protocol()) return;
  early_ = early_answer();
  parser_.body_bytes_max = route_ != nullptr && route_->body_limit_bytes > 0 ? route_->body_limit_bytes : shared_.options.body_bytes_max;
  if (parser_.content_length.value_or(0) > parser_.body_bytes_max) return reject_outcome(RequestParser::Outcome::body_too_large);
  if (outcome == RequestParser::Outcome::done) return dispatch();
  if (parser_.expects_continue && !http_1_0_) {
    if (early_) {
      early_->close = true;  // the client waits to hear whether to send the body: it need not
      return dispatch();
    }
    output_ += "HTTP/1.1 100 Continue\r\n\r\n";
  }
  set_phase(Phase::body);
}

void Connection::reject_outcome(RequestParser::Outcome outcome) {
  using Outcome = RequestParser::Outcome;
  if (outcome == Outcome::bad_version) return reject(Error::malformed("http.version", "Only HTTP/1.0 and HTTP/1.1 are spoken here.", {}, "Use HTTP/1.1."), 505);
  if (outcome == Outcome::too_many_fields) return reject(Error::malformed("http.header_too_large", "The header has too many fields.", {}, "Send fewer header fields."), 431);
  if (outcome == Outcome::body_too_large) return reject(body_too_large(parser_.body_bytes_max), 413);
  reject(malformed_request(parser_.fault), 400);
}

bool Connection::take_request(std::string_view head) {
  id_ = next_request_id();
  http_1_0_ = parser_.http_1_0;
  keep_alive_ = parser_.keep_alive;
  request_ = Request{};
  request_.head_.assign(head);
  const auto method_text = request_.view(parser_.method);
  const auto method = parse_method(method_text);
  if (access_log_on()) log_line_ = method_text;
  if (!method) {
    reject(Error::malformed("http.unknown_method", "This method is not known here.", {}, "Use GET, HEAD, POST, PUT, PATCH or DELETE."), 501);
    return false;
  }
  request_.method_ = *method;
  head_only_ = *method == Method::head;
  if (parser_.target.length > shared_.options.target_bytes_max) {
    reject(Error::malformed("http.target_too_long", "The address is too long.", {}, "Put long texts into the body."), 414);
    return false;
  }
  if (!request_.set_target(parser_.target.offset, parser_.target.length)) {
    reject(malformed_request("its address is not a path"), 400);
    return false;
  }
  if (access_log_on()) log_line_.append(" ").append(request_.path());
  request_.fields_ = std::move(parser_.fields);
  request_.id_ = id_;
  request_.remote_address_ = peer_address_;
  if (shared_.options.trust_forwarded_for) {
    if (const auto forwarded = request_.header("x-forwarded-for")) request_.remote_address_ = trimmed(forwarded->substr(forwarded->rfind(',') + 1));
  }
  return true;
}

bool Connection::check_protocol() {
  if (!http_1_0_ && !parser_.has_host) {
    reject(malformed_request("it names no host"), 400);
    return false;
  }
  if (parser_.has_transfer_encoding && (!parser_.chunked_only || http_1_0_)) {
    reject(Error::malformed("http.transfer_encoding", "Only the transfer encoding “chunked” is taken.", {}, "Send a Content-Length, or chunks."), http_1_0_ ? 400 : 501);
    return false;
  }
  if (parser_.expects_other) {
    reject(Error::malformed("http.expectation", "Only “100-continue” can be expected here.", {}, "Leave the Expect field out."), 417);
    return false;
  }
  return true;
}

std::optional<Response> Connection::early_answer() {
  if (shared_.options.admit) {
    if (const auto admitted = shared_.options.admit(request_); admitted.has_error()) return problem(admitted.error(), id_);
  }
  if (request_.path() == "*") {
    if (request_.method() == Method::options) return Response::no_content().with("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    return problem(malformed_request("its address is not a path"), id_);
  }
  auto answer_now = find_route();
  if (answer_now) return answer_now;
  auto query = Query::parse(request_.query_text());
  if (query.has_error()) return problem(query.error(), id_);
  if (!route_->any_query) {
    for (const auto& [name, value] : query->parameters()) {
      const auto known = [&name = name](const std::string& parameter) { return parameter == name; };
      if (std::none_of(route_->query.begin(), route_->query.end(), known))
        return problem(Error::malformed("http.unknown_parameter", fmt::format("This address knows no parameter “{}”.", name), name, "Leave it out; /api/v1/openapi.json lists the parameters."), id_);
    }
  }
  request_.query_ = std::move(*query);
  return std::nullopt;
}

std::optional<Response> Connection::find_route() {
  Match match = shared_.router.find(request_.method(), request_.path());
  switch (match.kind) {
    case Match::Kind::found:
      route_ = match.route;
      request_.route_ = match.route;
      request_.params_ = std::move(match.params);
      return std::nullopt;
    case Match::Kind::not_found: return problem(Error::not_found("http.not_found", "There is nothing at this address.", {}, "/api/v1/openapi.json lists the addresses."), id_);
    case Match::Kind::malformed:
      return problem(Error::malformed("http.bad_path", "The path of the address cannot be read.", {}, "Encode it as UTF-8 in percent-encoding, without “.” and “..”."), id_);
    case Match::Kind::method_not_allowed:
      if (request_.method() == Method::options) return Response::no_content().with("Allow", std::move(match.text));
      return problem(Error::malformed("http.method_not_allowed", "This address does not take this method.", {}, "It takes " + match.text + "."), 405, id_)
          .with("Allow", std::move(match.text));
    case Match::Kind::redirect: {
      std::string location = std::move(match.text);
      if (!request_.query_text().empty()) location.append("?").append(request_.query_text());
      return Response::redirect(std::move(location), 308);
    }
  }
  return std::nullopt;
}

bool Connection::read_body() {
  const auto text = unread();
  if (text.empty()) return false;
  std::size_t used = 0;
  const auto outcome = parser_.read_body(text, used);
  input_begin_ += used;
  const auto& options = shared_.options;
  deadline_ms_ = body_started_ms_ + options.body_timeout_ms +
                 static_cast<std::int64_t>(parser_.body.size() * 1000 / std::max<std::size_t>(1, options.body_bytes_per_s_min));
  if (outcome == RequestParser::Outcome::more) return false;
  if (outcome == RequestParser::Outcome::done) dispatch();
  else reject_outcome(outcome);
  return true;
}

void Connection::dispatch() {
  if (early_) {
    Response response = std::move(*early_);
    early_.reset();
    return answer(std::move(response));
  }
  in_flight_ = true;
  shared_.metrics.requests_in_flight.fetch_add(1, std::memory_order_relaxed);
  set_phase(Phase::answering);
  request_.body_ = std::move(parser_.body);
  auto exchange = std::make_shared<Exchange>(std::move(request_), shared_from_this());
  if (route_->mode == Mode::inline_) return run_handler(shared_, exchange);
  // The exchange keeps the connection, which keeps its thread, which keeps `shared`.
  if (!shared_.pool.submit([exchange, &shared = shared_]() mutable {
        run_handler(shared, exchange);
        exchange.reset();
      }))
    exchange->fail(Error::unavailable("http.busy", "The server has more to do than it can.", "Try again in a moment."));
}

void Connection::run_handler(const Shared& shared, const std::shared_ptr<Exchange>& exchange) {
  try {
    const Route& route = *exchange->request().route();
    if (shared.options.guard) {
      if (const auto allowed = shared.options.guard(exchange->request(), route); allowed.has_error()) return exchange->fail(allowed.error());
    }
    route.handler(exchange);
  } catch (const std::exception& fault) {
    // Ours throw nothing; what still arrives here is bad_alloc and the like. The dropped exchange answers 500.
    spdlog::error("request {}: a handler threw: {}", exchange->request().id(), fault.what());
  }
}

// ---- answers

void Connection::answer(Response response) {
  const bool keep = keep_alive_ && !response.close && !shared_.stopping;
  const auto before = output_.size();
  append_response(output_, response, head_only_ ? BodyRule::omitted : BodyRule::sent, keep, http_1_0_, id_, thread_->date_line(), shared_.common);
  finish_request(response.status, output_.size() - before);
  set_phase(keep ? Phase::idle : Phase::closing);
}

void Connection::reject(const Error& error, int status) {
  keep_alive_ = false;
  if (id_.empty()) id_ = next_request_id();
  answer(problem(error, status, id_));
}

void Connection::finish_request(int status, std::size_t bytes) {
  const auto duration_us = steady_us() - started_us_;
  shared_.metrics.record(status, static_cast<std::uint64_t>(duration_us));
  if (std::exchange(in_flight_, false)) shared_.metrics.requests_in_flight.fetch_sub(1, std::memory_order_relaxed);
  if (access_log_on())
    spdlog::debug("{} {} -> {} {} bytes {} us, request {}", peer_address_, log_line_.empty() ? "-" : log_line_, status, bytes, duration_us, id_);
  log_line_.clear();
  id_.clear();
  parser_.reset();
  early_.reset();
  route_ = nullptr;
  head_only_ = false;
  head_searched_ = 0;
}

void Connection::begin_stream() {
  const auto before = output_.size();
  Response response{.content_type = "text/event-stream"};
  response.with("X-Accel-Buffering", "no");  // asks nginx not to hold events back
  append_response(output_, response, BodyRule::stream, false, http_1_0_, id_, thread_->date_line(), shared_.common);
  output_ += "retry: 2000\n\n";
  finish_request(200, output_.size() - before);
  set_phase(Phase::streaming);
  shared_.metrics.streams_open.fetch_add(1, std::memory_order_relaxed);
  if (shared_.stopping) stream_->close();
}

void Connection::send_stream() {
  if (stream_->overflowed()) {
    shared_.metrics.streams_dropped.fetch_add(1, std::memory_order_relaxed);
    close();
    return;
  }
  if (writing_) return;  // what waits stays in the stream, whose bound it counts against
  heartbeat_ms_ = steady_ms() + shared_.options.heartbeat_ms;
  if (stream_->take(output_)) return;
  stream_->detach();
  stream_.reset();
  shared_.metrics.streams_open.fetch_sub(1, std::memory_order_relaxed);
  set_phase(Phase::closing);
}

// ---- bytes

bool Connection::wants_read() const {
  if (reading_ || peer_done_) return false;
  return phase_ == Phase::idle || phase_ == Phase::head || phase_ == Phase::body || phase_ == Phase::streaming || phase_ == Phase::lingering;
}

void Connection::start_read() {
  if (phase_ == Phase::streaming || phase_ == Phase::lingering) input_begin_ = input_end_ = 0;  // nothing said now means anything
  if (input_begin_ == input_end_) {
    input_begin_ = input_end_ = 0;
    if (phase_ == Phase::idle && input_.size() > input_bytes_body) std::string().swap(input_);
  } else if (input_begin_ > 0) {
    std::memmove(input_.data(), input_.data() + input_begin_, input_end_ - input_begin_);
    input_end_ -= input_begin_;
    input_begin_ = 0;
  }
  const auto wanted = phase_ == Phase::body ? input_bytes_body : input_bytes_first;
  if (input_.size() - input_end_ < wanted / 2) input_.resize(std::max(wanted, input_end_ + wanted));
  reading_ = true;
  socket_->tcp.async_read_some(asio::buffer(input_.data() + input_end_, input_.size() - input_end_),
                          [self = shared_from_this()](const boost::system::error_code& fault, std::size_t count) { self->on_read(fault, count); });
}

void Connection::on_read(const boost::system::error_code& fault, std::size_t count) {
  reading_ = false;
  if (phase_ == Phase::closed) return;
  if (fault) {
    peer_done_ = true;
    // A client that only shut its sending side still reads what is on its way.
    if (phase_ == Phase::closing || (phase_ == Phase::idle && writing_ && fault == asio::error::eof)) {
      keep_alive_ = false;
      set_phase(Phase::closing);
      return;
    }
    close();
    return;
  }
  shared_.metrics.received_bytes.fetch_add(count, std::memory_order_relaxed);
  input_end_ += count;
  run();
}

// Tries the socket at once, which nearly always takes everything; what it does not take is sent when it is ready.
void Connection::flush() {
  if (writing_ || output_.empty() || phase_ == Phase::closed) return;
  boost::system::error_code fault;
  const auto count = socket_->tcp.write_some(asio::buffer(output_), fault);
  if (fault && fault != asio::error::would_block && fault != asio::error::try_again) {
    close();
    return;
  }
  const auto taken = fault ? 0 : count;
  shared_.metrics.sent_bytes.fetch_add(taken, std::memory_order_relaxed);
  if (taken == output_.size()) {
    output_.clear();
    if (output_.capacity() > output_bytes_enough) std::string().swap(output_);
    return;
  }
  sending_.swap(output_);
  output_.clear();
  sent_ = taken;
  write_rest();
}

void Connection::write_rest() {
  writing_ = true;
  write_deadline_ms_ = steady_ms() + shared_.options.write_timeout_ms;
  socket_->tcp.async_write_some(asio::buffer(sending_.data() + sent_, sending_.size() - sent_),
                           [self = shared_from_this()](const boost::system::error_code& fault, std::size_t count) { self->on_write(fault, count); });
}

void Connection::on_write(const boost::system::error_code& fault, std::size_t count) {
  writing_ = false;
  if (phase_ == Phase::closed) return;
  if (fault) {
    close();
    return;
  }
  shared_.metrics.sent_bytes.fetch_add(count, std::memory_order_relaxed);
  sent_ += count;
  if (sent_ < sending_.size()) {
    write_rest();
    return;
  }
  std::string().swap(sending_);
  sent_ = 0;
  run();
}

// Closing with unread bytes makes the kernel reset the connection, which may destroy our last answer before it is read.
void Connection::linger() {
  boost::system::error_code fault;
  socket_->tcp.shutdown(asio::ip::tcp::socket::shutdown_send, fault);
  if (fault || peer_done_) {
    close();
    return;
  }
  set_phase(Phase::lingering);
}

}  // namespace bellman::http
