#include "people/secrets.h"

#include "base/assert.h"

#include <sodium.h>

#include <array>
#include <map>
#include <mutex>
#include <semaphore>

namespace bellman::people {

namespace {

constexpr std::ptrdiff_t hashes_at_once = 2;
std::counting_semaphore<hashes_at_once> room(hashes_at_once);

class Place {
 public:
  Place() { room.acquire(); }
  ~Place() { room.release(); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
};

void need_sodium() {
  static const int ready = sodium_init();
  BELLMAN_ASSERT(ready >= 0, "libsodium cannot be used");
}

// What unknown logins are compared with, of the same cost as real hashes.
std::string nobodys_hash(const PasswordCost& cost) {
  static std::mutex mutex;
  static std::map<std::pair<unsigned long long, std::size_t>, std::string> made;
  const std::lock_guard lock(mutex);
  std::string& hash = made[{cost.passes, cost.memory_bytes}];
  if (hash.empty()) hash = hash_password(random_token(), cost).value();
  return hash;
}

}  // namespace

std::string random_token() {
  need_sodium();
  std::array<unsigned char, 32> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_URLSAFE_NO_PADDING)> text{};
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return text.data();
}

std::string token_hash(std::string_view token) {
  std::array<unsigned char, crypto_generichash_BYTES> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(token.data()), token.size(), nullptr, 0);
  std::array<char, crypto_generichash_BYTES * 2 + 1> text{};
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  return text.data();
}

bool equal_in_constant_time(std::string_view a, std::string_view b) { return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0; }

Result<std::string> hash_password(std::string_view password, const PasswordCost& cost) {
  need_sodium();
  const Place place;
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost.passes, cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
    return Error::unavailable("account.no_memory", "There is not enough memory to hash a password.", "Try again in a moment.");
  return std::string(text.data());
}

bool verify_password(std::string_view hash, std::string_view password, const PasswordCost& cost) {
  need_sodium();
  const std::string against = hash.empty() ? nobodys_hash(cost) : std::string(hash);
  const Place place;
  return crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0 && !hash.empty();
}

}  // namespace bellman::people
