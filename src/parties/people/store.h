// The tables of the people room.
#pragma once
#include "db/migration.h"
#include "db/session.h"
#include "people/rules.h"

namespace bellman::people {

const db::Migrations& migrations();

namespace store {

Result<std::optional<Account>> account(db::Session& session, AccountId id);
Result<std::optional<Account>> account_by_login(db::Session& session, std::string_view login);
// By id, after `after`; of one role when given.
Result<std::vector<Account>> accounts(db::Session& session, std::optional<Role> role, AccountId after, std::int64_t limit);
Result<std::int64_t> active_administrators(db::Session& session);
Result<std::optional<Session>> session(db::Session& session, std::string_view token_hash);
Result<> remove_sessions(db::Session& session, AccountId account);
Result<std::optional<ApiToken>> token(db::Session& session, TokenId id);
Result<std::vector<ApiToken>> tokens(db::Session& session, AccountId account, TokenId after, std::int64_t limit);
Result<> revoke_tokens(db::Session& session, AccountId account, Instant now);
Result<LoginAttempt> attempt(db::Session& session, std::string_view key);
// Sessions that are over and attempts that no longer count; at most `limit` of each. How many went.
Result<std::int64_t> purge(db::Session& session, Instant now, std::int64_t limit);

}  // namespace store
}  // namespace bellman::people
