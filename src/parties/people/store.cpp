#include "people/store.h"

#include "db/typed.h"

namespace bellman::people::store {

namespace {
constexpr db::Query count_administrators{"account.administrators", "SELECT count(*) FROM account WHERE role = 'administrator' AND active = 1"};
constexpr db::Query remove_sessions_of{"session.remove_of", "DELETE FROM session WHERE account_id = $1"};
constexpr db::Query revoke_tokens_of{"api_token.revoke_of", "UPDATE api_token SET revoked_at = $2 WHERE account_id = $1 AND revoked_at IS NULL"};
constexpr db::Query purge_sessions{"session.purge",
                                   "DELETE FROM session WHERE token_hash IN (SELECT token_hash FROM session WHERE expires_at <= $1 ORDER BY expires_at, token_hash LIMIT $2)"};
constexpr db::Query purge_attempts{"login_attempt.purge",
                                   "DELETE FROM login_attempt WHERE key IN (SELECT key FROM login_attempt WHERE last_at <= $1 ORDER BY last_at, key LIMIT $2)"};
}  // namespace

Result<std::optional<Account>> account(db::Session& session, AccountId id) { return db::find<Account>(session, id); }

Result<std::optional<Account>> account_by_login(db::Session& session, std::string_view login) {
  static const db::Select<Account> select("account.by_login", "FROM account WHERE login = $1 ORDER BY id");
  return select.first(session, login);
}

Result<std::vector<Account>> accounts(db::Session& session, std::optional<Role> role, AccountId after, std::int64_t limit) {
  static const db::Select<Account> of_all("account.page", "FROM account WHERE id > $1 ORDER BY id LIMIT $2");
  static const db::Select<Account> of_role("account.page_of_role", "FROM account WHERE role = $3 AND id > $1 ORDER BY id LIMIT $2");
  if (role) return of_role.all(session, after.value, limit, *role);
  return of_all.all(session, after.value, limit);
}

Result<std::int64_t> active_administrators(db::Session& session) {
  TRY(count, db::first<std::int64_t>(session, count_administrators));
  return count.value_or(0);
}

Result<std::optional<Session>> session(db::Session& session, std::string_view token_hash) { return db::find<Session>(session, token_hash); }

Result<> remove_sessions(db::Session& session, AccountId account) {
  TRY_DO(db::post(session, remove_sessions_of, account));
  return ok();
}

Result<std::optional<ApiToken>> token(db::Session& session, TokenId id) { return db::find<ApiToken>(session, id); }

Result<std::vector<ApiToken>> tokens(db::Session& session, AccountId account, TokenId after, std::int64_t limit) {
  static const db::Select<ApiToken> select("api_token.page", "FROM api_token WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3");
  return select.all(session, account, after.value, limit);
}

Result<> revoke_tokens(db::Session& session, AccountId account, Instant now) {
  TRY_DO(db::post(session, revoke_tokens_of, account, now));
  return ok();
}

Result<LoginAttempt> attempt(db::Session& session, std::string_view key) {
  TRY(found, db::find<LoginAttempt>(session, key));
  if (found) return *std::move(found);
  return LoginAttempt{std::string(key), 0, Instant{}, Instant{}};
}

Result<std::int64_t> purge(db::Session& session, Instant now, std::int64_t limit) {
  TRY(sessions, db::execute(session, purge_sessions, now, limit));
  TRY(attempts, db::execute(session, purge_attempts, now - attempts_kept_for, limit));
  return std::max(sessions, attempts);
}

}  // namespace bellman::people::store
