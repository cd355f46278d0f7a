// Who a token or a session belongs to, from memory: the hot path of every request costs a hash and a look-up.
#pragma once
#include "api/authenticator.h"
#include "engine/engine.h"

#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

namespace bellman::people {

class Directory final : public api::Authenticator {
 public:
  // The database outlives the directory.
  explicit Directory(db::Database& opened) : database(opened) {}
  // Before the engine gets its runner: each committed event about an account makes the directory forget what it knew of it.
  void listen(engine::Engine& engine);
  void forget(AccountId account);
  void forget_all();

  Result<std::shared_ptr<const api::Identity>> identify(const api::Credentials& credentials, Instant now) override;

 private:
  struct Entry {
    std::shared_ptr<const api::Identity> identity;
    std::string csrf_hash;
    Instant expires_at;
    Instant loaded_at;
  };
  Result<Entry> known(const std::string& hash, std::string_view bearer_token, Instant now);
  Result<Entry> load(const std::string& hash, std::string_view bearer_token, Instant now);
  Result<Entry> load_token(db::Session& session, const std::string& hash, std::string_view bearer_token, Instant now);
  Result<Entry> load_session(db::Session& session, const std::string& hash, Instant now);

  db::Database& database;
  std::shared_mutex cache_mutex;
  std::unordered_map<std::string, Entry> cache;  // by token hash
  std::uint64_t generation = 0;                  // of what was forgotten: a load that began before must not be kept
  std::mutex session_mutex;
  std::unique_ptr<db::Session> reader;
};

}  // namespace bellman::people
