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

  // The same error, its field path put below `parent` ("sites[3]" + "name" -> "sites[3].name").
  Error below(std::string_view parent) const;
  // One line for logs and the command line: "code: message (field) cure".
  std::string text() const;

  static Error invalid(std::string code, std::string message, std::string field = {}, std::string cure = {});
  static Error malformed(std::string code, std::string message, std::string field = {}, std::string cure = {});
  static Error forbidden(std::string code, std::string message, std::string cure = {});
  static Error unauthenticated(std::string code, std::string message, std::string cure = {});
  static Error not_found(std::string code, std::string message, std::string field = {}, std::string cure = {});
  static Error conflict(std::string code, std::string message, std::string cure = {});
  static Error stale(std::string code, std::string message, std::string cure = {});
  static Error unconditional(std::string code, std::string message, std::string cure = {});
  static Error too_large(std::string code, std::string message, std::string field = {}, std::string cure = {});
  static Error rate_limited(std::string code, std::string message, std::string cure = {});
  static Error unavailable(std::string code, std::string message, std::string cure = {});
  static Error internal(std::string code, std::string message, std::string cure = {});
};

}  // namespace bellman
