// Accounts, what they may do, and how they prove who they are.
#pragma once
#include "codec/describe.h"

#include <algorithm>

namespace bellman::people {

enum class Role { administrator, manager, dispatcher, operator_, worker, client, machine };
BOOST_DESCRIBE_ENUM(Role, administrator, manager, dispatcher, operator_, worker, client, machine)

// Which programmes' rows a caller may see. Every query that leads to a screen is given it.
struct Scope {
  bool all = false;
  std::vector<ProgrammeId> programmes;
  bool allows(ProgrammeId programme) const { return all || std::find(programmes.begin(), programmes.end(), programme) != programmes.end(); }
};

struct Account {
  static constexpr std::string_view table = "account";
  AccountId id;
  std::string login;                     // lower case, unique
  std::string name;
  Role role = Role::operator_;
  bool all_programmes = false;
  std::vector<ProgrammeId> programmes;   // the scope, when not all
  ClientId client_id;                    // of a client's account
  WorkerId worker_id;                    // of a worker's account
  std::string language = "en";
  std::string password_hash;             // Argon2id by libsodium; empty: no log-in by password
  bool active = true;
  Instant created_at;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Account, (), (id, login, name, role, all_programmes, programmes, client_id, worker_id, language, password_hash, active, created_at, version))

// A browser's session. Only hashes are stored.
struct Session {
  static constexpr std::string_view table = "session";
  std::string token_hash;
  AccountId account_id;
  std::string csrf_hash;
  Instant created_at;
  Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(Session, (), (token_hash, account_id, csrf_hash, created_at, expires_at))

struct ApiToken {
  static constexpr std::string_view table = "api_token";
  TokenId id;
  AccountId account_id;
  std::string name;
  std::string token_hash;
  Instant created_at;
  std::optional<Instant> expires_at;
  std::optional<Instant> revoked_at;
};
BOOST_DESCRIBE_STRUCT(ApiToken, (), (id, account_id, name, token_hash, created_at, expires_at, revoked_at))

}  // namespace bellman::people
