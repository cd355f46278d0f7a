// Idempotency-Key: the same POST, sent again because its answer was lost, gets the answer of the first and does nothing.
#pragma once
#include "api/routes.h"
#include "engine/registry.h"

namespace bellman::api {

struct KeptAnswer {
  static constexpr std::string_view table = "idempotency";
  static constexpr int key_columns = 2;
  AccountId account_id;
  std::string key;
  std::int64_t fingerprint = 0;
  std::int64_t status = 0;
  std::string body;
  std::optional<std::int64_t> version;
  Instant created_at;
};
BOOST_DESCRIBE_STRUCT(KeptAnswer, (), (account_id, key, fingerprint, status, body, version, created_at))

// 1..100 printable ASCII characters. Error: idempotency.key (malformed).
Result<> check_idempotency_key(std::string_view key);
// 63 bits of BLAKE2b over method, path and body: enough to tell a mistake, not a proof.
std::int64_t fingerprint(std::string_view method, std::string_view path, std::string_view body);

// The answer that the key already has. Error: idempotency.other_body (invalid) when it belongs to another request.
Result<std::optional<KeptAnswer>> kept_answer(db::Session& session, AccountId account, std::string_view key, std::int64_t fingerprint);
// Keeps the answer of what changed something; the first one wins. Refusals are never kept: a repetition is judged anew.
Result<> keep_answer(db::Session& session, const KeptAnswer& answer);

// Answers are kept for 48 hours; a timer removes them.
void subscribe(engine::Registry& registry);
Result<> set_first_purge(engine::Tx& tx);

}  // namespace bellman::api
