// The HTTP/1.1 server. TLS ends at a proxy in front of it.
#pragma once
#include "base/instant.h"
#include "http/exchange.h"
#include "http/metrics.h"
#include "http/router.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace bellman::http {

// Scripts, workers and connections only from ourselves; inline style because Svelte and the charts set it; blob: for MapLibre's workers.
inline constexpr std::string_view default_page_policy =
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

struct ServerOptions {
  std::string address = "127.0.0.1";  // numeric, IPv4 or IPv6
  std::uint16_t port = 0;             // 0: any free one, see Server::port()
  std::size_t socket_threads = 1;
  std::size_t worker_threads = 4;
  std::size_t worker_queue_limit = 1024;  // pooled requests waiting; beyond it 503
  std::size_t connections_max = 10'000;
  std::size_t header_bytes_max = 16 * 1024;
  std::size_t target_bytes_max = 8 * 1024;
  std::size_t body_bytes_max = 1024 * 1024;  // where the route names no other
  std::int64_t header_timeout_ms = 10'000;   // from a request's first byte to the end of its header
  std::int64_t body_timeout_ms = 20'000;     // for the body, plus the time that the slowest tolerated line needs …
  std::size_t body_bytes_per_s_min = 8 * 1024;  // … for the bytes received so far
  std::int64_t idle_timeout_ms = 75'000;     // between requests of one connection
  std::int64_t write_timeout_ms = 30'000;    // without any byte taken by the client
  std::int64_t heartbeat_ms = 15'000;        // of event streams
  std::size_t stream_buffer_bytes = 256 * 1024;
  bool behind_tls = false;            // sends Strict-Transport-Security
  bool trust_forwarded_for = false;   // the last address of X-Forwarded-For is the client's: only behind one own proxy
  std::string page_policy{default_page_policy};
  // For the Date header; a server without a clock sends none (RFC 9110 6.6.1). Asked once for each answer.
  std::function<Instant()> wall_clock;

  // Asked for each request when its header is there, on a socket thread (must be quick). An error refuses it.
  std::function<Result<>(const Request&)> admit;
  // Asked before the handler, where the handler runs: who calls, and may they? It may set Request::identity.
  std::function<Result<>(Request&, const Route&)> guard;
};

class Server {
 public:
  // The router must outlive the server and not change any more.
  Server(ServerOptions options, const Router& router);
  // Stops with no patience.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Binds, listens and starts the threads. Error: unavailable (the port is taken, …) or invalid (the address).
  Result<> start();
  // The port really bound.
  std::uint16_t port() const;
  // Accepts nobody any more, ends event streams, lets requests under way finish for at most `patience_ms`, then closes all and
  // joins the threads. Handlers that already run on the pool are always waited for. True when everything finished in time.
  // Not from a handler: it waits for the threads that run them.
  bool stop(std::int64_t patience_ms);
  const Metrics& metrics() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace bellman::http
