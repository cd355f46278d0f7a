// One changing request on its way through the writer. Inside the room only.
#pragma once
#include "api/routes.h"
#include "engine/runner.h"
#include "http/exchange.h"

namespace bellman::api {

http::Response response_of(Answer answer);
void respond_error(http::Exchange& exchange, const Error& error);

class WriteUseCase final : public engine::UseCase {
 public:
  using Body = std::function<Result<Answer>(Write&)>;
  struct Conditions {
    std::optional<std::int64_t> if_match;
    std::string idempotency_key;  // empty: none
    std::int64_t fingerprint = 0;
  };
  WriteUseCase(std::shared_ptr<http::Exchange> asked, Call from, Body does, Conditions under, engine::Runner& runs);

  Result<> run(engine::Tx& tx) override;
  void finish(const Result<>& outcome) override;

 private:
  Result<bool> repeat(engine::Tx& tx);

  std::shared_ptr<http::Exchange> exchange;
  Call call;  // until it has run
  const AccountId account;
  Body body;
  Conditions conditions;
  engine::Runner& runner;
  Answer answer;
  bool repeated = false;
};

}  // namespace bellman::api
