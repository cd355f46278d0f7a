#include "people/directory.h"

#include "people/secrets.h"
#include "people/store.h"

#include <charconv>

namespace bellman::people {

namespace {

constexpr std::size_t entries_limit = 100'000;
constexpr Milliseconds entry_kept_for = 60s;  // then looked up anew, in case another process changed it

Error bad_token() { return Error::unauthenticated("auth.bad_token", "The API token is unknown, over or revoked.", "Ask for a new one."); }
Error session_over() { return Error::unauthenticated("auth.session_over", "The session is over.", "Log in again."); }

std::shared_ptr<const api::Identity> identity_of(const Account& account, std::string session_hash) {
  auto identity = std::make_shared<api::Identity>();
  identity->account = account.id;
  identity->role = account.role;
  identity->name = account.name;
  identity->scope = {account.all_programmes, account.programmes};
  identity->client = account.client_id;
  identity->worker = account.worker_id;
  identity->language = account.language;
  identity->session_hash = std::move(session_hash);
  return identity;
}

// The id in "bellman_ID_secret".
std::optional<TokenId> id_in(std::string_view token) {
  constexpr std::string_view prefix = "bellman_";
  if (!token.starts_with(prefix)) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(token.data() + prefix.size(), token.data() + token.size(), number);
  if (fault != std::errc() || end == token.data() + token.size() || *end != '_' || number < 1) return std::nullopt;
  return TokenId(number);
}

}  // namespace

void Directory::listen(engine::Engine& engine) {
  engine.on_committed([this](std::span<const engine::Event> events) {
    for (const engine::Event& event : events)
      if (event.subject == "account") forget(AccountId(event.subject_id));
  });
}

void Directory::forget(AccountId account) {
  const std::unique_lock lock(cache_mutex);
  ++generation;
  std::erase_if(cache, [&](const auto& item) { return item.second.identity->account == account; });
}

void Directory::forget_all() {
  const std::unique_lock lock(cache_mutex);
  ++generation;
  cache.clear();
}

Result<std::shared_ptr<const api::Identity>> Directory::identify(const api::Credentials& credentials, Instant now) {
  const bool by_token = !credentials.bearer_token.empty();
  const std::string_view secret = by_token ? credentials.bearer_token : credentials.session_token;
  if (secret.empty()) return std::shared_ptr<const api::Identity>();
  TRY(entry, known(token_hash(secret), credentials.bearer_token, now));
  if (!by_token && credentials.changes_things && !equal_in_constant_time(token_hash(credentials.csrf_token), entry.csrf_hash))
    return Error::forbidden("auth.csrf", "The request does not prove that it comes from our own page.",
                            "Send the csrf_token of the log-in (also in the cookie bellman_csrf) as X-CSRF-Token.");
  return std::move(entry.identity);
}

Result<Directory::Entry> Directory::known(const std::string& hash, std::string_view bearer_token, Instant now) {
  {
    const std::shared_lock lock(cache_mutex);
    const auto found = cache.find(hash);
    if (found != cache.end() && now < found->second.expires_at && now - found->second.loaded_at < entry_kept_for) return found->second;
  }
  std::uint64_t before = 0;
  {
    const std::shared_lock lock(cache_mutex);
    before = generation;
  }
  TRY(entry, load(hash, bearer_token, now));
  const std::unique_lock lock(cache_mutex);
  if (cache.size() >= entries_limit) cache.clear();
  if (before == generation) cache[hash] = entry;
  return entry;
}

Result<Directory::Entry> Directory::load(const std::string& hash, std::string_view bearer_token, Instant now) {
  const std::lock_guard lock(session_mutex);
  if (!reader) {
    TRY(opened, database.open(db::Access::read));
    reader = std::move(opened);
  }
  // Only begin() makes a lost connection anew.
  TRY_DO(reader->begin(db::Access::read));
  auto entry = bearer_token.empty() ? load_session(*reader, hash, now) : load_token(*reader, hash, bearer_token, now);
  reader->rollback();
  return entry;
}

Result<Directory::Entry> Directory::load_token(db::Session& session, const std::string& hash, std::string_view bearer_token, Instant now) {
  const auto id = id_in(bearer_token);
  if (!id) return bad_token();
  TRY(token, store::token(session, *id));
  if (!token || token->revoked_at || !equal_in_constant_time(token->token_hash, hash)) return bad_token();
  if (token->expires_at && *token->expires_at <= now) return bad_token();
  TRY(account, store::account(session, token->account_id));
  if (!account || !account->active) return bad_token();
  return Entry{identity_of(*account, {}), {}, token->expires_at.value_or(Instant::max()), now};
}

Result<Directory::Entry> Directory::load_session(db::Session& session, const std::string& hash, Instant now) {
  TRY(found, store::session(session, hash));
  if (!found || found->expires_at <= now) return session_over();
  TRY(account, store::account(session, found->account_id));
  if (!account || !account->active) return session_over();
  return Entry{identity_of(*account, hash), found->csrf_hash, found->expires_at, now};
}

}  // namespace bellman::people
