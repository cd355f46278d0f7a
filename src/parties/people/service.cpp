#include "people/service.h"

#include "db/typed.h"
#include "people/rules.h"
#include "people/store.h"

namespace bellman::people {

namespace {

struct AccountNote {
  std::string login;
  Role role = Role::operator_;
  bool active = true;
};
BOOST_DESCRIBE_STRUCT(AccountNote, (), (login, role, active))
struct AddressNote {
  std::string address;
};
BOOST_DESCRIBE_STRUCT(AddressNote, (), (address))
struct TokenNote {
  TokenId token_id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(TokenNote, (), (token_id, name))

template <class Note>
Result<> note(engine::Tx& tx, std::string kind, AccountId account, const Note& data) {
  return tx.apply(engine::Consequences{}.event(std::move(kind), "account", account.value, {}, engine::Audience::auditor, data));
}

AccountNote note_of(const Account& account) { return {account.login, account.role, account.active}; }

std::string login_key(std::string_view login) { return fmt::format("login:{}", login.substr(0, 100)); }
std::string address_key(std::string_view address) { return fmt::format("address:{}", address); }

}  // namespace

Result<Account> create_account(engine::Tx& tx, const NewAccount& wanted, std::string password_hash) {
  TRY(login, clean_login(wanted.login));
  TRY(taken, store::account_by_login(tx.session(), login));
  if (taken) return Error::conflict("account.login_taken", fmt::format("The login {} is taken.", login), "Choose another login.");
  Account account;
  account.login = std::move(login);
  account.name = wanted.name;
  account.role = wanted.role;
  account.all_programmes = wanted.all_programmes.value_or(false);
  account.programmes = wanted.programmes;
  account.client_id = wanted.client_id.value_or(ClientId());
  account.worker_id = wanted.worker_id.value_or(WorkerId());
  if (wanted.language) account.language = *wanted.language;
  account.password_hash = std::move(password_hash);
  account.created_at = tx.now();
  TRY_DO(check_account(account));
  TRY(id, tx.next_id<Account>());
  account.id = id;
  TRY_DO(db::insert(tx.session(), account));
  TRY_DO(note(tx, "account.created", account.id, note_of(account)));
  return account;
}

Result<Account> find_account(db::Session& session, AccountId id) {
  TRY(found, store::account(session, id));
  if (!found) return Error::not_found("account.unknown", "There is no such account.");
  return *std::move(found);
}

Result<Account> find_account_by_login(db::Session& session, std::string_view login) {
  TRY(found, store::account_by_login(session, login));
  if (!found) return Error::not_found("account.unknown", "There is no such account.", "login");
  return *std::move(found);
}

Result<Account> change_account(engine::Tx& tx, Account account, const AccountChange& change) {
  const bool was_administrator = account.active && account.role == Role::administrator;
  const bool was_active = account.active;
  if (change.name) account.name = *change.name;
  if (change.role) account.role = *change.role;
  if (change.all_programmes) account.all_programmes = *change.all_programmes;
  if (change.programmes) account.programmes = *change.programmes;
  if (change.client_id || account.role != Role::client) account.client_id = change.client_id.value_or(ClientId());
  if (change.worker_id || account.role != Role::worker) account.worker_id = change.worker_id.value_or(WorkerId());
  if (change.language) account.language = *change.language;
  if (change.active) account.active = *change.active;
  TRY_DO(check_account(account));
  if (was_administrator && !(account.active && account.role == Role::administrator)) {
    TRY(count, store::active_administrators(tx.session()));
    if (count <= 1)
      return Error::conflict("account.last_administrator", "This is the last administrator.", "Make another account an administrator first.");
  }
  account.version += 1;
  TRY_DO(db::update(tx.session(), account));
  if (was_active && !account.active) {
    TRY_DO(store::remove_sessions(tx.session(), account.id));
    TRY_DO(store::revoke_tokens(tx.session(), account.id, tx.now()));
  }
  TRY_DO(note(tx, "account.changed", account.id, note_of(account)));
  return account;
}

Result<Account> set_password(engine::Tx& tx, Account account, std::string password_hash) {
  account.password_hash = std::move(password_hash);
  account.version += 1;
  TRY_DO(db::update(tx.session(), account));
  TRY_DO(store::remove_sessions(tx.session(), account.id));
  TRY_DO(note(tx, "account.password_changed", account.id, note_of(account)));
  return account;
}

Result<> charge_login(engine::Tx& tx, std::string_view login, std::string_view address) {
  TRY(of_login, store::attempt(tx.session(), login_key(login)));
  TRY(of_address, store::attempt(tx.session(), address_key(address)));
  TRY(login_after, charge(std::move(of_login), free_attempts_of_login, tx.now()));
  TRY(address_after, charge(std::move(of_address), free_attempts_of_address, tx.now()));
  TRY_DO(db::upsert(tx.session(), login_after));
  return db::upsert(tx.session(), address_after);
}

Result<OpenedSession> open_session(engine::Tx& tx, const Account& account, std::string_view address) {
  TRY_DO(db::remove<LoginAttempt>(tx.session(), login_key(account.login)));
  TRY(of_address, store::attempt(tx.session(), address_key(address)));
  TRY_DO(db::upsert(tx.session(), take_back(std::move(of_address))));
  OpenedSession opened{random_token(), random_token(), tx.now() + session_lifetime(account.role)};
  TRY_DO(db::insert(tx.session(), Session{token_hash(opened.token), account.id, token_hash(opened.csrf_token), tx.now(), opened.expires_at}));
  TRY_DO(note(tx, "account.logged_in", account.id, AddressNote{std::string(address)}));
  return opened;
}

Result<> note_failed_login(engine::Tx& tx, AccountId account, std::string_view address) {
  return note(tx, "account.login_failed", account, AddressNote{std::string(address)});
}

Result<> close_session(engine::Tx& tx, AccountId account, const std::string& session_hash) {
  TRY_DO(db::remove<Session>(tx.session(), session_hash));
  return note(tx, "account.logged_out", account, AddressNote{});
}

Result<MadeToken> create_token(engine::Tx& tx, AccountId account, std::string name, std::optional<Instant> expires_at) {
  if (expires_at && *expires_at <= tx.now()) return Error::invalid("token.expired", "The token would be over before it begins.", "expires_at", "Give a moment to come, or leave it out.");
  TRY(id, tx.next_id<ApiToken>());
  MadeToken made;
  made.secret = fmt::format("bellman_{}_{}", id.value, random_token());
  made.token = {id, account, std::move(name), token_hash(made.secret), tx.now(), expires_at, std::nullopt};
  TRY_DO(db::insert(tx.session(), made.token));
  TRY_DO(note(tx, "account.token_created", account, TokenNote{id, made.token.name}));
  return made;
}

Result<> revoke_token(engine::Tx& tx, const ApiToken& token) {
  if (token.revoked_at) return ok();
  ApiToken revoked = token;
  revoked.revoked_at = tx.now();
  TRY_DO(db::update(tx.session(), revoked));
  return note(tx, "account.token_revoked", token.account_id, TokenNote{token.id, token.name});
}

Result<ApiToken> find_token(db::Session& session, TokenId id) {
  TRY(found, store::token(session, id));
  if (!found) return Error::not_found("token.unknown", "There is no such token.", {}, "List the tokens of the account.");
  return *std::move(found);
}

}  // namespace bellman::people
