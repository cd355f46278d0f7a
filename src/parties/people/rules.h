// What an account, a login and a password must be like, and how failed log-ins slow the next ones down. Pure.
#pragma once
#include "base/result.h"
#include "people/model.h"

namespace bellman::people {

// Failed log-ins in a row.
struct LoginAttempt {
  static constexpr std::string_view table = "login_attempt";
  std::string key;
  std::int64_t failures = 0;
  Instant blocked_until;
  Instant last_at;
};
BOOST_DESCRIBE_STRUCT(LoginAttempt, (), (key, failures, blocked_until, last_at))

inline constexpr std::int64_t free_attempts_of_login = 5;     // before the first delay
inline constexpr std::int64_t free_attempts_of_address = 20;  // a whole office may share one
inline constexpr Milliseconds longest_block = 15min;
inline constexpr Milliseconds attempts_kept_for = 24h;

// Lower case, 3..100 of a-z 0-9 . _ @ + -. Error: account.login (invalid).
Result<std::string> clean_login(std::string_view login);
// At least 10 characters, at most 200, not the login itself. Error: account.password (invalid).
Result<> check_password(std::string_view password, std::string_view login);
// A client's account names its client, a worker's its worker, nobody else's either. Errors: account.client, account.worker.
Result<> check_account(const Account& account);

// The attempt counts as failed from the start, so that many at once cannot slip through; success takes it back.
// Error: login.throttled (rate_limited) while the key is blocked; the attempt then does not count.
Result<LoginAttempt> charge(LoginAttempt before, std::int64_t free_attempts, Instant now);
LoginAttempt take_back(LoginAttempt attempt);

// People at a desk log in each day; a worker's phone and a client's browser stay logged in for a month.
Milliseconds session_lifetime(Role role);

}  // namespace bellman::people
