// What can go wrong, as a value. Expected failures travel as Error; broken invariants abort (assert.h).
#pragma once
#include <string>
#include <string_view>

namespace bellman {

// The coarse class decides the HTTP status and whether a retry may help.
enum class ErrorClass {
  invalid,          // the input breaks a rule; the same input will fail again       -> 422
  malformed,        // the input cannot be read at all                               -> 400
  unauthenticated,  // nobody is logged in                                           -> 401
  forbidden,        // the role or the programme scope does not allow it             -> 403
  not_found,        // no such thing, or none that the caller may see                -> 404
  conflict,         // the state does not allow it now                               -> 409
  stale,            // If-Match does not name the current version                    -> 412
  unconditional,    // If-Match is missing where it is required                      -> 428
  too_large,        // body or field above its bound                                 -> 413
  rate_limited,     // too many attempts                                             -> 429
  unavailable,      // a resource is missing for now: locked, full, stopping         -> 503
  internal,         // our fault                                                     -> 500
};

struct Error {
  ErrorClass kind = ErrorClass::internal;
  std::string code;     // stable and dotted, e.g. "request.unknown_service"
  std::string message;  // a sentence for a person: what is wrong
  std::string field;    // path of the input field at fault, e.g. "site.place.lat"; empty when none
  std::string cure;     // a sentence for a person: what to do about it; may be empty

  // All of it is in error.cpp: an Error is copied and moved in a thousand places, and in none where speed counts.
  Error();
  Error(const Error& other);
  Error(Error&& other) noexcept;
  Error& operator=(const Error& other);
  Error& operator=(Error&& other) noexcept;
  ~Error();

  // The same error, its field path put below `parent` ("sites[3]" + "name" -> "sites[3].name").
  Error below(std::string_view parent) const;
  // One line for logs and the command line: "code: message (field) cure".
  std::string text() const;

  static Error invalid(std::string_view code, std::string_view message, std::string_view field = {}, std::string_view cure = {});
  static Error malformed(std::string_view code, std::string_view message, std::string_view field = {}, std::string_view cure = {});
  static Error forbidden(std::string_view code, std::string_view message, std::string_view cure = {});
  static Error unauthenticated(std::string_view code, std::string_view message, std::string_view cure = {});
  static Error not_found(std::string_view code, std::string_view message, std::string_view field = {}, std::string_view cure = {});
  static Error conflict(std::string_view code, std::string_view message, std::string_view cure = {});
  static Error stale(std::string_view code, std::string_view message, std::string_view cure = {});
  static Error unconditional(std::string_view code, std::string_view message, std::string_view cure = {});
  static Error too_large(std::string_view code, std::string_view message, std::string_view field = {}, std::string_view cure = {});
  static Error rate_limited(std::string_view code, std::string_view message, std::string_view cure = {});
  static Error unavailable(std::string_view code, std::string_view message, std::string_view cure = {});
  static Error internal(std::string_view code, std::string_view message, std::string_view cure = {});
};

}  // namespace bellman
