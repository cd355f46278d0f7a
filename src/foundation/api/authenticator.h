// How the API learns who calls. The people room implements it.
#pragma once
#include "api/call.h"

#include <memory>

namespace bellman::api {

// What a request brought along, as views into it. At most one of the tokens counts: a bearer token before a cookie.
struct Credentials {
  std::string_view bearer_token;   // of "Authorization: Bearer …"
  std::string_view session_token;  // of the cookie
  std::string_view csrf_token;     // of X-CSRF-Token
  bool changes_things = false;     // the method is not GET or HEAD: a cookie alone is not enough
};

class Authenticator {
 public:
  virtual ~Authenticator() = default;
  // Null: nothing was brought along. Errors: unauthenticated (unknown, expired or revoked), forbidden (no or wrong CSRF token).
  // Called on the socket's threads for each request: answers from memory, only a token's first use asks the database.
  virtual Result<std::shared_ptr<const Identity>> identify(const Credentials& credentials, Instant now) = 0;
};

inline constexpr std::string_view session_cookie = "bellman_session";
inline constexpr std::string_view csrf_cookie = "bellman_csrf";
inline constexpr std::string_view csrf_header = "X-CSRF-Token";

}  // namespace bellman::api
