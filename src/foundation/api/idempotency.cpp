#include "api/idempotency.h"

#include "db/typed.h"

#include <sodium.h>

#include <cstring>

namespace bellman::api {

namespace {

constexpr std::string_view purge_kind = "idempotency.purge";
constexpr Milliseconds kept_for = 48h, purge_every = 1h, purge_again = 1s;
constexpr std::int64_t purge_limit = 2000;  // rows in one transaction

constexpr db::Query insert_answer{"idempotency.keep",
                                  "INSERT INTO idempotency (account_id, key, fingerprint, status, body, version, created_at)"
                                  " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (account_id, key) DO NOTHING"};
constexpr db::Query purge{"idempotency.purge",
                          "DELETE FROM idempotency WHERE (account_id, key) IN"
                          " (SELECT account_id, key FROM idempotency WHERE created_at < $1 ORDER BY created_at, account_id, key LIMIT $2)"};

}  // namespace

Result<> check_idempotency_key(std::string_view key) {
  bool good = !key.empty() && key.size() <= 100;
  for (const char c : key) good = good && c >= 0x21 && c <= 0x7e;
  if (good) return ok();
  return Error::malformed("idempotency.key", "The Idempotency-Key cannot be used.", "Idempotency-Key", "Send 1 to 100 printable ASCII characters, e.g. a UUID.");
}

std::int64_t fingerprint(std::string_view method, std::string_view path, std::string_view body) {
  std::array<unsigned char, crypto_generichash_BYTES> hash{};
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, hash.size());
  for (const std::string_view part : {method, path, body}) {
    const std::uint64_t length = part.size();  // so that parts cannot run into each other
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&length), sizeof length);
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()), part.size());
  }
  crypto_generichash_final(&state, hash.data(), hash.size());
  std::uint64_t number = 0;
  std::memcpy(&number, hash.data(), sizeof number);
  return static_cast<std::int64_t>(number >> 1U);
}

Result<std::optional<KeptAnswer>> kept_answer(db::Session& session, AccountId account, std::string_view key, std::int64_t wanted) {
  TRY(found, db::find<KeptAnswer>(session, account, key));
  if (found && found->fingerprint != wanted)
    return Error::invalid("idempotency.other_body", "This Idempotency-Key was already used for another request.", "Idempotency-Key",
                          "Use a new key for a new request, and the same key only to repeat the very same one.");
  return std::move(found);
}

Result<> keep_answer(db::Session& session, const KeptAnswer& answer) {
  TRY_DO(session.execute(insert_answer, db::values_of(answer).span()));
  return ok();
}

bool is_final(const Error& error) {
  switch (error.kind) {
    case ErrorClass::invalid:
    case ErrorClass::forbidden:
    case ErrorClass::not_found:
    case ErrorClass::conflict:
    case ErrorClass::too_large: return !error.code.starts_with("idempotency.");
    default: return false;
  }
}

void subscribe(engine::Registry& registry) {
  registry.on_timer(std::string(purge_kind), [](engine::Tx& tx, const engine::Timer&) -> Result<> {
    TRY(removed, db::execute(tx.session(), purge, tx.now() - kept_for, purge_limit));
    return tx.apply(engine::Consequences{}.set_timer(std::string(purge_kind), 0, tx.now() + (removed == purge_limit ? purge_again : purge_every)));
  });
}

Result<> set_first_purge(engine::Tx& tx) {
  return tx.apply(engine::Consequences{}.wake_by(std::string(purge_kind), 0, tx.now() + purge_every));
}

}  // namespace bellman::api
