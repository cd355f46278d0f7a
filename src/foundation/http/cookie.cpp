#include "http/cookie.h"

namespace bellman::http {
namespace {

// RFC 6265 4.1.1: a token for the name, cookie-octets for the value.
bool is_token(std::string_view text) {
  static constexpr std::string_view separators = "()<>@,;:\\\"/[]?={} \t";
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f && separators.find(c) == separators.npos; });
}

bool is_cookie_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\'; });
}

}  // namespace

Result<std::string> Cookie::text() const {
  if (!is_token(name)) return Error::invalid("http.bad_cookie", "The cookie's name holds a character that is not allowed.", "name");
  if (!is_cookie_value(value)) return Error::invalid("http.bad_cookie", "The cookie's value holds a character that is not allowed.", "value");
  if (!is_cookie_value(path) || !path.starts_with('/')) return Error::invalid("http.bad_cookie", "The cookie's path is not a path.", "path");
  std::string line = name + "=" + value + "; Path=" + path;
  if (age_max_s) line += fmt::format("; Max-Age={}", *age_max_s);
  line += same_site == SameSite::strict ? "; SameSite=Strict" : "; SameSite=Lax";
  if (http_only) line += "; HttpOnly";
  if (secure) line += "; Secure";
  return line;
}

Cookie Cookie::forget(std::string name, bool secure) { return {.name = std::move(name), .age_max_s = 0, .secure = secure}; }

}  // namespace bellman::http
