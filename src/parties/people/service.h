// The use cases of the people room. The command line and the demonstration call them too.
#pragma once
#include "codec/types.h"
#include "engine/registry.h"
#include "engine/tx.h"
#include "people/model.h"
#include "people/secrets.h"

namespace bellman::people {

struct NewAccount {
  codec::Text<100, 3> login;
  codec::Text<200, 1> name;
  Role role = Role::operator_;
  std::optional<bool> all_programmes;    // false when left out
  std::vector<ProgrammeId> programmes;
  std::optional<ClientId> client_id;
  std::optional<WorkerId> worker_id;
  std::optional<codec::Text<35, 2>> language;
  std::optional<codec::Text<200>> password;  // left out: log-in only by API token, or after one is set
};
BOOST_DESCRIBE_STRUCT(NewAccount, (), (login, name, role, all_programmes, programmes, client_id, worker_id, language, password))

// What is left out stays as it is.
struct AccountChange {
  std::optional<codec::Text<200, 1>> name;
  std::optional<Role> role;
  std::optional<bool> all_programmes;
  std::optional<std::vector<ProgrammeId>> programmes;
  std::optional<ClientId> client_id;
  std::optional<WorkerId> worker_id;
  std::optional<codec::Text<35, 2>> language;
  std::optional<bool> active;
};
BOOST_DESCRIBE_STRUCT(AccountChange, (), (name, role, all_programmes, programmes, client_id, worker_id, language, active))

// `password_hash`: hash_password() of it, made outside of the transaction because it takes long; the rules for the password
// itself are check_password()'s. Errors: account.login, account.login_taken (conflict), those of check_account().
Result<Account> create_account(engine::Tx& tx, const NewAccount& wanted, std::string password_hash);
Result<Account> find_account(db::Session& session, AccountId id);                     // account.unknown
Result<Account> find_account_by_login(db::Session& session, std::string_view login);  // account.unknown
// The last active administrator stays one (account.last_administrator). An account that is set inactive loses sessions and tokens.
Result<Account> change_account(engine::Tx& tx, Account account, const AccountChange& change);
// Ends all sessions of the account.
Result<Account> set_password(engine::Tx& tx, Account account, std::string password_hash);

struct OpenedSession {
  std::string token, csrf_token;  // for the browser; only hashes are kept
  Instant expires_at;
};
// Counts the attempt against login and address; login.throttled when one is blocked.
Result<> charge_login(engine::Tx& tx, std::string_view login, std::string_view address);
Result<OpenedSession> open_session(engine::Tx& tx, const Account& account, std::string_view address);
Result<> note_failed_login(engine::Tx& tx, AccountId account, std::string_view address);
Result<> close_session(engine::Tx& tx, AccountId account, const std::string& session_hash);

struct MadeToken {
  ApiToken token;
  std::string secret;  // "bellman_ID_…", shown this once
};
Result<MadeToken> create_token(engine::Tx& tx, AccountId account, std::string name, std::optional<Instant> expires_at);
Result<> revoke_token(engine::Tx& tx, const ApiToken& token);
Result<ApiToken> find_token(db::Session& session, TokenId id);  // token.unknown

// Timers of the room, and the first of them (at start of the server; setting it again does no harm).
void subscribe(engine::Registry& registry);
Result<> set_first_purge(engine::Tx& tx);

}  // namespace bellman::people
