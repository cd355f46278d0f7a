// The Set-Cookie line of a session (RFC 6265bis). Reading is Request::cookie().
#pragma once
#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace bellman::http {

enum class SameSite { lax, strict };

struct Cookie {
  std::string name;
  std::string value;
  std::string path = "/";
  std::optional<std::int64_t> age_max_s;  // none: until the browser is closed; 0: delete now
  SameSite same_site = SameSite::lax;
  bool http_only = true;                  // false only for what our own pages must read, such as a CSRF token
  bool secure = false;                    // set when the server stands behind TLS

  // The value of a Set-Cookie header. Error: invalid, when the name or the value holds a character that a cookie may not.
  Result<std::string> text() const;
  // The line that makes the browser forget a cookie.
  static Cookie forget(std::string name, bool secure);
};

}  // namespace bellman::http
