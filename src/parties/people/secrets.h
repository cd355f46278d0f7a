// Random tokens, their hashes, and passwords (libsodium). Nothing here is ever written to a log.
#pragma once
#include "base/result.h"

#include <string>
#include <string_view>

namespace bellman::people {

// 256 random bits as 43 characters that fit a cookie and a header.
std::string random_token();
// 64 hexadecimal characters of BLAKE2b. Enough for random tokens, never for passwords.
std::string token_hash(std::string_view token);
bool equal_in_constant_time(std::string_view a, std::string_view b);

// Argon2id (RFC 9106). The usual cost takes about 0.1 s and is above OWASP's least advice (19 MiB, 2 passes).
struct PasswordCost {
  unsigned long long passes = 3;
  std::size_t memory_bytes = 32 * 1024 * 1024;
};
// Both block for that long: on a pooled thread only. At most two run at the same time, so that memory stays bounded.
Result<std::string> hash_password(std::string_view password, const PasswordCost& cost = {});
// An empty hash (no such account, no password) takes as long and is never right.
bool verify_password(std::string_view hash, std::string_view password, const PasswordCost& cost = {});

}  // namespace bellman::people
