#include "people/routes.h"

#include "api/authenticator.h"
#include "base/text.h"
#include "http/cookie.h"
#include "people/rules.h"
#include "people/service.h"
#include "people/store.h"

namespace bellman::people {

namespace {

using api::Nothing, api::Permission, api::Read, api::Verb, api::Work, api::Write;

struct AccountView {
  AccountId id;
  std::string login;
  std::string name;
  Role role = Role::operator_;
  bool all_programmes = false;
  std::vector<ProgrammeId> programmes;
  ClientId client_id;
  WorkerId worker_id;
  std::string language;
  bool has_password = false;
  bool active = true;
  Instant created_at;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(AccountView, (), (id, login, name, role, all_programmes, programmes, client_id, worker_id, language, has_password, active, created_at, version))

struct TokenView {
  TokenId id;
  AccountId account_id;
  std::string name;
  std::string prefix;  // how the token begins, to find it again
  Instant created_at;
  std::optional<Instant> expires_at, revoked_at;
};
BOOST_DESCRIBE_STRUCT(TokenView, (), (id, account_id, name, prefix, created_at, expires_at, revoked_at))

struct LogIn {
  codec::Text<100> login;
  codec::Text<200> password;
};
BOOST_DESCRIBE_STRUCT(LogIn, (), (login, password))
struct LoggedIn {
  std::string csrf_token;
  Instant expires_at;
  AccountView account;
};
BOOST_DESCRIBE_STRUCT(LoggedIn, (), (csrf_token, expires_at, account))
struct OwnPassword {
  codec::Text<200> current_password, new_password;
};
BOOST_DESCRIBE_STRUCT(OwnPassword, (), (current_password, new_password))
struct GivenPassword {
  codec::Text<200> password;
};
BOOST_DESCRIBE_STRUCT(GivenPassword, (), (password))
struct NewToken {
  codec::Text<100, 1> name;
  std::optional<AccountId> account_id;  // an administrator may make one for another account, e.g. a machine's
  std::optional<Instant> expires_at;
};
BOOST_DESCRIBE_STRUCT(NewToken, (), (name, account_id, expires_at))
struct CreatedToken {
  std::string secret;  // shown this once
  TokenView token;
};
BOOST_DESCRIBE_STRUCT(CreatedToken, (), (secret, token))

AccountView view_of(const Account& a) {
  return {a.id, a.login, a.name, a.role, a.all_programmes, a.programmes, a.client_id, a.worker_id, a.language, !a.password_hash.empty(), a.active, a.created_at, a.version};
}
TokenView view_of(const ApiToken& t) {
  return {t.id, t.account_id, t.name, fmt::format("bellman_{}_", t.id.value), t.created_at, t.expires_at, t.revoked_at};
}

Error wrong_password() { return Error::unauthenticated("login.wrong", "The login or the password is wrong.", "Check both; an administrator can set a new password."); }

Result<> add_cookies(Work& call, const OpenedSession& opened, bool secure) {
  const std::int64_t age_s = (opened.expires_at - call.now).count() / 1000;
  TRY(session, http::Cookie{.name = std::string(api::session_cookie), .value = opened.token, .age_max_s = age_s, .secure = secure}.text());
  TRY(csrf, http::Cookie{.name = std::string(api::csrf_cookie), .value = opened.csrf_token, .age_max_s = age_s, .http_only = false, .secure = secure}.text());
  call.headers.emplace_back("Set-Cookie", std::move(csrf));
  call.headers.emplace_back("Set-Cookie", std::move(session));
  return ok();
}

// The attempt is written down before the password is looked at; a wrong and an unknown login take the same way and time.
Result<Account> prove(Work& call, std::string_view login, std::string_view password, const PasswordCost& cost) {
  TRY_DO(call.write([&](engine::Tx& tx) { return charge_login(tx, login, call.remote_address); }));
  std::optional<Account> account;
  TRY_DO(call.read([&](db::Session& session) -> Result<> {
    TRY(found, store::account_by_login(session, login));
    account = std::move(found);
    return ok();
  }));
  const bool may = account && account->active;
  const bool right = verify_password(may ? account->password_hash : std::string(), password, cost);
  if (may && right) return *std::move(account);
  TRY_DO(call.write([&](engine::Tx& tx) { return note_failed_login(tx, account ? account->id : AccountId(), call.remote_address); }));
  return wrong_password();
}

Result<LoggedIn> log_in(Work& call, const LogIn& in, const RouteSettings& settings) {
  const auto login = clean_login(in.login);
  TRY(account, prove(call, login.has_value() ? *login : std::string("?"), in.password, settings.password_cost));
  OpenedSession opened;
  TRY_DO(call.write([&](engine::Tx& tx) -> Result<> {
    // It may have been closed, or its password changed, while we were hashing.
    TRY(current, find_account(tx.session(), account.id));
    if (!current.active || current.password_hash != account.password_hash) return wrong_password();
    TRY(made, open_session(tx, current, call.remote_address));
    opened = std::move(made);
    return ok();
  }));
  TRY_DO(add_cookies(call, opened, settings.behind_tls));
  return LoggedIn{opened.csrf_token, opened.expires_at, view_of(account)};
}

Result<Nothing> log_out(Work& call, bool secure) {
  const auto& who = call.who();
  if (!who.session_hash.empty()) TRY_DO(call.write([&](engine::Tx& tx) { return close_session(tx, who.account, who.session_hash); }));
  for (const auto name : {api::session_cookie, api::csrf_cookie}) {
    TRY(line, http::Cookie::forget(std::string(name), secure).text());
    call.headers.emplace_back("Set-Cookie", std::move(line));
  }
  return Nothing{};
}

// The own password; the sessions end, also this one, and the page logs in anew.
Result<Nothing> change_own_password(Work& call, const OwnPassword& in, const PasswordCost& cost) {
  std::string login;
  TRY_DO(call.read([&](db::Session& session) -> Result<> {
    TRY(found, find_account(session, call.who().account));
    login = found.login;
    return ok();
  }));
  TRY_DO(check_password(in.new_password, login));
  auto proved = prove(call, login, in.current_password, cost);
  if (proved.has_error() && proved.error().kind == ErrorClass::unauthenticated)
    return Error::forbidden("account.wrong_password", "The current password is wrong.");
  if (proved.has_error()) return proved.error();
  TRY(hash, hash_password(in.new_password, cost));
  TRY_DO(call.write([&](engine::Tx& tx) -> Result<> {
    TRY(account, find_account(tx.session(), call.who().account));
    TRY_DO(set_password(tx, std::move(account), hash));
    return ok();
  }));
  return Nothing{};
}

Result<Nothing> give_password(Work& call, const GivenPassword& in, const PasswordCost& cost) {
  TRY(id, call.id<AccountId>("id"));
  TRY(hash, hash_password(in.password, cost));
  TRY_DO(call.write([&](engine::Tx& tx) -> Result<> {
    TRY(account, find_account(tx.session(), id));
    TRY_DO(check_password(in.password, account.login));
    TRY_DO(set_password(tx, std::move(account), hash));
    return ok();
  }));
  return Nothing{};
}

Result<AccountView> create(Work& call, const NewAccount& in, const PasswordCost& cost) {
  std::string hash;
  if (in.password) {
    TRY_DO(check_password(*in.password, lower_ascii(in.login)));
    TRY(made, hash_password(*in.password, cost));
    hash = std::move(made);
  }
  AccountView view;
  TRY_DO(call.write([&](engine::Tx& tx) -> Result<> {
    TRY(account, create_account(tx, in, hash));
    view = view_of(account);
    return ok();
  }));
  return view;
}

Result<AccountView> change(Write& call, const AccountChange& in) {
  TRY(id, call.id<AccountId>("id"));
  TRY(account, find_account(call.tx.session(), id));
  TRY_DO(call.expect_version(account.version));
  TRY(changed, change_account(call.tx, std::move(account), in));
  return view_of(changed);
}

Result<Nothing> deactivate(Write& call, const Nothing&) {
  TRY(id, call.id<AccountId>("id"));
  TRY(account, find_account(call.tx.session(), id));
  if (!account.active) return Nothing{};
  AccountChange inactive;
  inactive.active = false;
  TRY_DO(change_account(call.tx, std::move(account), inactive));
  return Nothing{};
}

template <class View, class Row>
api::Page<View> page_of(const std::vector<Row>& rows, std::int64_t limit) {
  api::Page<View> page;
  for (const Row& row : rows) page.items.push_back(view_of(row));
  if (static_cast<std::int64_t>(rows.size()) == limit) page.next = std::to_string(rows.back().id.value);
  return page;
}

Result<api::Page<AccountView>> list(Read& call) {
  TRY(limit, call.limit());
  TRY(after, call.after());
  std::optional<Role> role;
  if (const auto wanted = call.query("role")) {
    role = codec::enum_value<Role>(*wanted);
    if (!role) return Error::malformed("field.choice", "There is no such role.", "role", "Use one of: " + codec::enum_choices<Role>() + ".");
  }
  TRY(rows, store::accounts(call.session, role, AccountId(after), limit));
  return page_of<AccountView>(rows, limit);
}

Result<AccountView> show(Read& call) {
  TRY(id, call.id<AccountId>("id"));
  TRY(account, find_account(call.session, id));
  return view_of(account);
}

Result<AccountView> me(Read& call) {
  TRY(account, find_account(call.session, call.who().account));
  return view_of(account);
}

// One's own tokens; an administrator also those of others.
Result<AccountId> token_owner(const api::Call& call, std::optional<AccountId> wanted) {
  if (!wanted || *wanted == call.who().account) return call.who().account;
  if (call.who().role != Role::administrator) return Error::forbidden("token.not_yours", "Only an administrator sees to the tokens of others.", "Ask an administrator.");
  return *wanted;
}

Result<CreatedToken> make_token(Write& call, const NewToken& in) {
  TRY(owner, token_owner(call, in.account_id));
  TRY(account, find_account(call.tx.session(), owner));
  TRY(made, create_token(call.tx, account.id, in.name, in.expires_at));
  return CreatedToken{made.secret, view_of(made.token)};
}

Result<api::Page<TokenView>> list_tokens(Read& call) {
  TRY(limit, call.limit());
  TRY(after, call.after());
  std::optional<AccountId> wanted;
  if (const auto text = call.query("account_id")) {
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (fault != std::errc() || end != text->data() + text->size()) return Error::malformed("field.id", "That is not an account.", "account_id");
    wanted = AccountId(number);
  }
  TRY(owner, token_owner(call, wanted));
  TRY(rows, store::tokens(call.session, owner, TokenId(after), limit));
  return page_of<TokenView>(rows, limit);
}

Result<Nothing> drop_token(Write& call, const Nothing&) {
  TRY(id, call.id<TokenId>("id"));
  TRY(token, find_token(call.tx.session(), id));
  if (token_owner(call, token.account_id).has_error()) return Error::not_found("token.unknown", "There is no such token.", {}, "List the tokens of the account.");
  TRY_DO(revoke_token(call.tx, token));
  return Nothing{};
}

}  // namespace

void routes(api::Routes& routes, const RouteSettings& settings) {
  const PasswordCost cost = settings.password_cost;
  const bool secure = settings.behind_tls;
  routes.work<LogIn, LoggedIn>(Verb::post, "/api/v1/login", Permission::open, "Log in; sets the session's cookies", [settings](Work& call, const LogIn& in) { return log_in(call, in, settings); }).success_status = 201;
  routes.work<Nothing, Nothing>(Verb::post, "/api/v1/logout", Permission::logged_in, "Log out", [secure](Work& call, const Nothing&) { return log_out(call, secure); });
  routes.get<AccountView>("/api/v1/me", Permission::logged_in, "Who I am", me);
  routes.work<OwnPassword, Nothing>(Verb::put, "/api/v1/me/password", Permission::logged_in, "Change my password; ends all my sessions", [cost](Work& call, const OwnPassword& in) { return change_own_password(call, in, cost); });
  routes.get<api::Page<AccountView>>("/api/v1/accounts", Permission::administer, "Accounts", list).with_query("role", "Only accounts of this role.").paged();
  routes.work<NewAccount, AccountView>(Verb::post, "/api/v1/accounts", Permission::administer, "Create an account", [cost](Work& call, const NewAccount& in) { return create(call, in, cost); });
  routes.get<AccountView>("/api/v1/accounts/{id}", Permission::administer, "One account", show);
  routes.patch<AccountChange, AccountView>("/api/v1/accounts/{id}", Permission::administer, "Change an account", change);
  routes.remove<Nothing>("/api/v1/accounts/{id}", Permission::administer, "Deactivate an account; what it did stays on record", deactivate);
  routes.work<GivenPassword, Nothing>(Verb::put, "/api/v1/accounts/{id}/password", Permission::administer, "Give an account a new password", [cost](Work& call, const GivenPassword& in) { return give_password(call, in, cost); });
  routes.get<api::Page<TokenView>>("/api/v1/tokens", Permission::logged_in, "API tokens", list_tokens).with_query("account_id", "Of this account; mine when left out.").paged();
  routes.post<NewToken, CreatedToken>("/api/v1/tokens", Permission::logged_in, "Create an API token; it is shown only now", make_token).keeps_answer = false;
  routes.remove<Nothing>("/api/v1/tokens/{id}", Permission::logged_in, "Revoke an API token", drop_token);
}

}  // namespace bellman::people
