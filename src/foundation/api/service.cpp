#include "api/service.h"

#include "api/etag.h"
#include "api/idempotency.h"
#include "api/openapi.h"
#include "api/problem.h"
#include "api/stream.h"
#include "api/write_use_case.h"
#include "texts/catalogue.h"

namespace bellman::api {

namespace {

// Bodies up to this are read on the socket's thread (well below a millisecond); larger ones on the pool.
constexpr std::size_t inline_body_limit_bytes = 256 * 1024;

http::Method method_of(Verb verb) {
  switch (verb) {
    case Verb::get: return http::Method::get;
    case Verb::post: return http::Method::post;
    case Verb::put: return http::Method::put;
    case Verb::patch: return http::Method::patch;
    case Verb::delete_: return http::Method::delete_;
  }
  return http::Method::get;
}

Credentials credentials_of(const http::Request& request) {
  Credentials credentials;
  constexpr std::string_view scheme = "Bearer ";
  const auto header = request.header("Authorization").value_or("");
  if (header.size() > scheme.size() && http::equals_ignoring_case(header.substr(0, scheme.size()), scheme)) credentials.bearer_token = header.substr(scheme.size());
  credentials.session_token = request.cookie(session_cookie).value_or("");
  credentials.csrf_token = request.header(csrf_header).value_or("");
  credentials.changes_things = request.method() != http::Method::get && request.method() != http::Method::head;
  return credentials;
}

// A browser sends other types across sites without asking; JSON it does not.
bool is_json(const http::Request& request) {
  const auto type = request.header("Content-Type").value_or("");
  return http::equals_ignoring_case(type.substr(0, type.find_first_of("; ")), "application/json");
}

}  // namespace

Service::Service(const Routes& table, engine::Runner& runs, engine::Readers& pool, Authenticator& authenticates, const engine::Clock& time, Stream* events)
    : routes(table), runner(runs), readers(pool), authenticator(authenticates), clock(time), stream(events) {}

Result<> Service::mount(http::Router& router, std::string_view product_version) {
  texts::catalogue();  // read and checked now: a fault in a language file ends the start, not the first problem
  for (const Route& route : routes.all()) TRY_DO(router.add(http_route(route)));
  return mount_own(router, product_version);
}

Result<> Service::mount_own(http::Router& router, std::string_view product_version) {
  document = openapi(routes, product_version);
  http::Route openapi_route{.method = http::Method::get, .pattern = "/api/v1/openapi.json", .mode = http::Mode::inline_};
  openapi_route.handler = [this](const Ask& ask) { ask->respond(http::Response::json(document)); };
  TRY_DO(router.add(std::move(openapi_route)));
  if (stream == nullptr) return ok();
  http::Route stream_route{.method = http::Method::get, .pattern = "/api/v1/stream", .mode = http::Mode::pooled};
  stream_route.handler = [this](const Ask& ask) {
    if (auto result = open_stream(ask); result.has_error()) respond_error(*ask, result.error());
  };
  return router.add(std::move(stream_route));
}

http::Route Service::http_route(const Route& route) const {
  http::Route out;
  out.method = method_of(route.verb);
  out.pattern = route.pattern;
  out.mode = route.write && route.body_limit <= inline_body_limit_bytes ? http::Mode::inline_ : http::Mode::pooled;
  out.body_limit_bytes = route.body_limit;
  for (const auto& [name, meaning] : route.query_parameters) out.query.push_back(name);
  out.handler = [this, &route](const Ask& ask) { serve(route, ask); };
  return out;
}

void Service::serve(const Route& route, const Ask& ask) const {
  const http::Request& request = ask->request();
  if (route.request_schema && !is_json(request)) {
    ask->respond(problem_for(*ask, Error::malformed("http.content_type", "The body must be JSON.", {}, "Send Content-Type: application/json."), 415));
    return;
  }
  const auto result = route.write ? write(route, ask) : route.read ? read(route, ask) : work(route, ask);
  if (result.has_error()) respond_error(*ask, result.error());
}

Result<std::shared_ptr<const Identity>> Service::caller(http::Exchange& exchange, Permission permission) const {
  static const auto nobody = std::make_shared<const Identity>();
  auto found = authenticator.identify(credentials_of(exchange.request()), clock.now());
  if (found.has_value() && *found) exchange.set_account_language((*found)->language);
  // Somebody with an old cookie must still be able to log in.
  if (permission == Permission::open) return found.has_value() && *found ? *std::move(found) : nobody;
  if (found.has_error()) return found.error();
  if (!*found) return Error::unauthenticated("auth.required", "Nobody is logged in.", "Log in, or send an API token as Authorization: Bearer.");
  if (!allowed((*found)->role, permission))
    return Error::forbidden("auth.permission", fmt::format("An account of the role {} may not do this.", codec::enum_name((*found)->role)),
                            "Ask an administrator for another role.");
  return *std::move(found);
}

Result<Call> Service::call_of(http::Exchange& exchange, const Route& route) const {
  const http::Request& request = exchange.request();
  TRY(identity, caller(exchange, route.permission));
  Call call;
  call.identity = *identity;
  const std::string_view pattern = route.pattern;
  for (std::size_t at = pattern.find('{'); at != std::string_view::npos; at = pattern.find('{', at + 1)) {
    std::string_view name = pattern.substr(at + 1, pattern.find('}', at) - at - 1);
    if (name.ends_with("...")) name.remove_suffix(3);
    call.path_parameters.emplace(name, request.param(name));
  }
  for (const auto& [name, value] : request.query().parameters()) call.query_parameters.emplace(name, value);
  return call;
}

namespace {

Result<std::optional<std::int64_t>> if_match_of(const http::Request& request) {
  const auto header = request.header("If-Match");
  if (!header) return std::optional<std::int64_t>();
  TRY(version, parse_if_match(*header));
  return std::optional<std::int64_t>(version);
}

}  // namespace

Result<> Service::write(const Route& route, const Ask& ask) const {
  const http::Request& request = ask->request();
  TRY(call, call_of(*ask, route));
  WriteUseCase::Conditions conditions;
  TRY(if_match, if_match_of(request));
  conditions.if_match = if_match;
  if (const auto key = request.header("Idempotency-Key"); key && route.verb == Verb::post) {
    TRY_DO(check_idempotency_key(*key));
    if (route.keeps_answer && call.identity.account) {
      conditions.idempotency_key = *key;
      conditions.fingerprint = fingerprint(http::to_text(request.method()), request.path(), request.body());
    }
  }
  TRY(body, route.write(request.body()));
  runner.submit(std::make_unique<WriteUseCase>(ask, std::move(call), std::move(body), std::move(conditions), runner));
  return ok();
}

Result<> Service::read(const Route& route, const Ask& ask) const {
  const http::Request& request = ask->request();
  TRY(call, call_of(*ask, route));
  Answer answer;
  {
    TRY(lease, readers.take());
    Read read(lease.session(), clock.now(), std::move(call));
    TRY(made, route.read(read));
    answer = std::move(made);
  }
  if (const auto known = request.header("If-None-Match"); known && answer.version && none_match_fails(*known, *answer.version)) {
    ask->respond(http::Response{.status = 304}.with("ETag", etag_of(*answer.version)));
    return ok();
  }
  ask->respond(response_of(std::move(answer)));
  return ok();
}

Result<> Service::work(const Route& route, const Ask& ask) const {
  const http::Request& request = ask->request();
  TRY(call, call_of(*ask, route));
  TRY(if_match, if_match_of(request));
  if (const auto key = request.header("Idempotency-Key"); key && route.verb == Verb::post) TRY_DO(check_idempotency_key(*key));
  const engine::Actor actor = call.identity.actor();
  Work::Doors doors;
  doors.write = [this, actor](std::function<Result<>(engine::Tx&)> body) { return runner.run(actor, std::move(body)); };
  doors.read = [this](const std::function<Result<>(db::Session&)>& body) -> Result<> {
    TRY(lease, readers.take());
    return body(lease.session());
  };
  Work work(std::move(doors), clock.now(), std::move(call));
  work.remote_address = request.remote_address();
  work.if_match = if_match;
  TRY(answer, route.work(work, request.body()));
  if (const auto known = request.header("If-None-Match"); known && !answer.etag.empty() && none_match_fails(*known, quoted_etag(answer.etag))) {
    answer.status = 304;
    answer.body.clear();
  }
  ask->respond(response_of(std::move(answer)));
  return ok();
}

Result<> Service::open_stream(const Ask& ask) const {
  TRY(identity, caller(*ask, Permission::logged_in));
  // The exchange keeps the request, so the views into it stay good.
  stream->open(ask, identity, credentials_of(ask->request()));
  return ok();
}

}  // namespace bellman::api
