#include "people/rules.h"

#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace bellman::people {

namespace {
constexpr std::size_t login_min = 3, login_max = 100, password_min = 10, password_max = 200;
}

Result<std::string> clean_login(std::string_view login) {
  std::string clean = lower_ascii(trimmed(login));
  const auto is_known = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '@' || c == '+' || c == '-'; };
  if (clean.size() < login_min || clean.size() > login_max || !std::all_of(clean.begin(), clean.end(), is_known))
    return Error::invalid("account.login", "That cannot be a login.", "login", "Use 3 to 100 letters a-z, digits and . _ @ + -, e.g. an e-mail address.");
  return clean;
}

Result<> check_password(std::string_view password, std::string_view login) {
  const std::size_t length = is_utf8(password) ? length_of(password) : 0;
  if (length < password_min || length > password_max)
    return Error::invalid("account.password", fmt::format("A password has {} to {} characters.", password_min, password_max), "password",
                          "A few words that do not belong together are easy to keep in mind.");
  if (lower_ascii(password) == login) return Error::invalid("account.password", "The password is the login.", "password", "Choose another.");
  return ok();
}

Result<> check_account(const Account& account) {
  if ((account.role == Role::client) != static_cast<bool>(account.client_id))
    return Error::invalid("account.client", "A client's account names its client, and no other account does.", "client_id");
  if ((account.role == Role::worker) != static_cast<bool>(account.worker_id))
    return Error::invalid("account.worker", "A worker's account names its worker, and no other account does.", "worker_id");
  return ok();
}

Result<LoginAttempt> charge(LoginAttempt before, std::int64_t free_attempts, Instant now) {
  if (before.blocked_until > now) {
    const auto wait_s = (before.blocked_until - now + 999ms).count() / 1000;
    return Error::rate_limited("login.throttled", "There were too many failed log-ins.", fmt::format("Try again in {} s.", wait_s));
  }
  if (now - before.last_at > attempts_kept_for) before.failures = 0;
  before.failures += 1;
  before.last_at = now;
  const std::int64_t above = before.failures - free_attempts;
  constexpr std::int64_t doublings_max = 20;
  if (above >= 0) before.blocked_until = now + std::min(longest_block, Milliseconds(1000LL << std::min(above, doublings_max)));
  return before;
}

LoginAttempt take_back(LoginAttempt attempt) {
  attempt.failures = std::max<std::int64_t>(0, attempt.failures - 1);
  attempt.blocked_until = Instant{};
  return attempt;
}

Milliseconds session_lifetime(Role role) { return role == Role::worker || role == Role::client ? Milliseconds(24h * 30) : Milliseconds(12h); }

}  // namespace bellman::people
