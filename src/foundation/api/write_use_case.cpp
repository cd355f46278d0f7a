#include "api/write_use_case.h"

#include "api/etag.h"
#include "api/idempotency.h"
#include "api/problem.h"

#include <spdlog/spdlog.h>

namespace bellman::api {

namespace {

constexpr int first_error_status = 400;

}  // namespace

http::Response response_of(Answer answer) {
  http::Response response{.status = answer.status, .body = std::move(answer.body), .headers = std::move(answer.headers)};
  if (!answer.content_type.empty()) response.content_type = std::move(answer.content_type);
  else if (!response.body.empty()) response.content_type = answer.status >= first_error_status ? std::string(problem_type) : "application/json";
  if (answer.version) response.with("ETag", etag_of(*answer.version));
  if (!answer.etag.empty()) response.with("ETag", quoted_etag(answer.etag));
  return response;
}

namespace {
// Where the database lies is the administrator's business, not the caller's.
Error without_address(const Error& error) {
  if (error.code != "db.open") return error;
  spdlog::warn("a caller is told to come again: {}", error.text());
  return Error::unavailable("db.open", "The database cannot be reached at present.", "Try again in a moment. The server's log says why.");
}
}  // namespace

void respond_error(http::Exchange& exchange, const Error& error) {
  http::Response response = problem_for(exchange, without_address(error));
  if (error.kind == ErrorClass::unauthenticated) response.with("WWW-Authenticate", "Bearer");
  exchange.respond(std::move(response));
}

WriteUseCase::WriteUseCase(std::shared_ptr<http::Exchange> asked, Call from, Body does, Conditions under, engine::Runner& runs)
    : UseCase(from.identity.actor()), exchange(std::move(asked)), call(std::move(from)), account(call.identity.account), body(std::move(does)), conditions(std::move(under)), runner(runs) {}

Result<> WriteUseCase::run(engine::Tx& tx) {
  repeated = false;
  if (!conditions.idempotency_key.empty()) {
    TRY(done, repeat(tx));
    if (done) return ok();
  }
  Write write(tx, call);  // a copy: a group may be run again
  write.if_match = conditions.if_match;
  TRY(made, body(write));
  answer = std::move(made);
  if (conditions.idempotency_key.empty()) return ok();
  return keep_answer(tx.session(), {account, conditions.idempotency_key, conditions.fingerprint, answer.status, answer.body, answer.version, tx.now()});
}

// True when the key has its answer already.
Result<bool> WriteUseCase::repeat(engine::Tx& tx) {
  TRY(kept, kept_answer(tx.session(), account, conditions.idempotency_key, conditions.fingerprint));
  if (!kept) return false;
  repeated = true;
  answer = {.status = static_cast<int>(kept->status), .body = std::move(kept->body), .version = kept->version, .headers = {{"Idempotency-Replayed", "true"}}};
  return true;
}

void WriteUseCase::finish(const Result<>& outcome) {
  if (outcome.has_value()) {
    http::Response response = response_of(std::move(answer));
    exchange->respond(repeated && response.status >= first_error_status ? kept_problem_for(*exchange, std::move(response)) : std::move(response));
    return;
  }
  // A refusal changed nothing, so nothing is kept under the key: a repetition succeeds as soon as its cause has passed.
  respond_error(*exchange, outcome.error());
}

}  // namespace bellman::api
