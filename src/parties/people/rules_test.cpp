#include "people/rules.h"

#include "people/secrets.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellman::people {
namespace {

TEST(Login, IsLowerCaseAndPlain) {
  EXPECT_EQ(clean_login("  Anna@Example.org ").value(), "anna@example.org");
  for (const auto* bad : {"", "ab", "anna smith", "анна", "a\tb c"}) EXPECT_EQ(clean_login(bad).error().code, "account.login") << bad;
}

TEST(Password, LengthIsInCharacters) {
  EXPECT_TRUE(check_password("десять букв", "anna").has_value());
  EXPECT_EQ(check_password("short", "anna").error().field, "password");
  EXPECT_TRUE(check_password(std::string(201, 'x'), "anna").has_error());
  EXPECT_TRUE(check_password("Anna@Example.org", "anna@example.org").has_error());
  EXPECT_TRUE(check_password("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "anna").has_error());
}

TEST(Account, NamesItsClientOrWorkerAndNobodyElse) {
  Account account;
  EXPECT_TRUE(check_account(account).has_value());
  account.role = Role::client;
  EXPECT_EQ(check_account(account).error().code, "account.client");
  account.client_id = ClientId(1);
  EXPECT_TRUE(check_account(account).has_value());
  account.role = Role::worker;
  EXPECT_TRUE(check_account(account).has_error());
}

TEST(Throttle, DelaysGrowUpToTheLongestAndSuccessTakesBack) {
  LoginAttempt attempt{"login:anna", 0, {}, {}};
  Instant now{1'000'000'000};
  Milliseconds last = 0ms;
  for (int i = 1; i <= 40; ++i) {
    auto next = charge(attempt, 5, now);
    ASSERT_TRUE(next.has_value());
    attempt = *next;
    const Milliseconds wait = attempt.blocked_until > now ? attempt.blocked_until - now : 0ms;
    EXPECT_GE(wait, last);
    EXPECT_EQ(wait > 0ms, i >= 5);
    EXPECT_LE(wait, longest_block);
    if (wait > 0ms) {
      EXPECT_EQ(charge(attempt, 5, now + wait - 1ms).error().code, "login.throttled");
    }
    last = wait;
    now += wait;
  }
  EXPECT_EQ(last, longest_block);
  EXPECT_TRUE(charge(take_back(attempt), 5, now - 1ms).has_value());
  EXPECT_EQ(charge(attempt, 5, now + attempts_kept_for + 1ms)->failures, 1) << "forgotten after a day";
}

TEST(Secrets, TokensDifferAndOnlyTheRightPasswordIsRight) {
  EXPECT_NE(random_token(), random_token());
  EXPECT_EQ(random_token().size(), 43U);
  EXPECT_EQ(token_hash("a"), token_hash("a"));
  const PasswordCost cheap{1, 8192};
  const auto hash = hash_password("correct horse", cheap);
  ASSERT_TRUE(hash.has_value());
  EXPECT_TRUE(hash->starts_with("$argon2id$"));
  EXPECT_TRUE(verify_password(*hash, "correct horse", cheap));
  EXPECT_FALSE(verify_password(*hash, "correct horsf", cheap));
  EXPECT_FALSE(verify_password("", "correct horse", cheap));
}

}  // namespace
}  // namespace bellman::people
