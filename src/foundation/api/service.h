// Puts the route table on the HTTP server: log-in, rights, bodies, transactions, idempotency, ETags, problems.
//   GET      a pooled thread, a reader's snapshot
//   others   the socket's thread reads and checks the body, the runner's writer runs the handler, the answer leaves after the commit
//   work     a pooled thread outside of any transaction
#pragma once
#include "api/authenticator.h"
#include "api/routes.h"
#include "engine/readers.h"
#include "engine/runner.h"
#include "http/router.h"

namespace bellman::api {

class Stream;

class Service {
 public:
  // All outlive the service; `routes` does not change any more. `stream` may be null: no /api/v1/stream then.
  Service(const Routes& routes, engine::Runner& runner, engine::Readers& readers, Authenticator& authenticator, const engine::Clock& clock, Stream* stream);
  // Also /api/v1/openapi.json and /api/v1/stream. Error: conflict, when two routes are the same.
  Result<> mount(http::Router& router, std::string_view product_version);

 private:
  using Ask = std::shared_ptr<http::Exchange>;
  Result<std::shared_ptr<const Identity>> caller(http::Exchange& exchange, Permission permission) const;
  Result<Call> call_of(http::Exchange& exchange, const Route& route) const;
  void serve(const Route& route, const Ask& ask) const;
  Result<> write(const Route& route, const Ask& ask) const;
  Result<> read(const Route& route, const Ask& ask) const;
  Result<> work(const Route& route, const Ask& ask) const;
  Result<> open_stream(const Ask& ask) const;
  http::Route http_route(const Route& route) const;
  Result<> mount_own(http::Router& router, std::string_view product_version);

  const Routes& routes;
  engine::Runner& runner;
  engine::Readers& readers;
  Authenticator& authenticator;
  const engine::Clock& clock;
  Stream* stream;
  std::string document;
};

}  // namespace bellman::api
