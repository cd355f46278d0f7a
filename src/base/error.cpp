#include "base/error.h"

namespace bellman {

Error Error::below(std::string_view parent) const {
  Error result = *this;
  if (field.empty()) {
    result.field = parent;
  } else if (field.front() == '[') {
    result.field = std::string(parent) + field;
  } else {
    result.field = std::string(parent) + "." + field;
  }
  return result;
}

std::string Error::text() const {
  std::string line = code + ": " + message;
  if (!field.empty()) line += " (" + field + ")";
  if (!cure.empty()) line += " " + cure;
  return line;
}

namespace {
Error make(ErrorClass kind, std::string code, std::string message, std::string field, std::string cure) {
  return Error{kind, std::move(code), std::move(message), std::move(field), std::move(cure)};
}
}  // namespace

Error Error::invalid(std::string code, std::string message, std::string field, std::string cure) {
  return make(ErrorClass::invalid, std::move(code), std::move(message), std::move(field), std::move(cure));
}
Error Error::malformed(std::string code, std::string message, std::string field, std::string cure) {
  return make(ErrorClass::malformed, std::move(code), std::move(message), std::move(field), std::move(cure));
}
Error Error::forbidden(std::string code, std::string message, std::string cure) {
  return make(ErrorClass::forbidden, std::move(code), std::move(message), {}, std::move(cure));
}
Error Error::unauthenticated(std::string code, std::string message, std::string cure) {
  return make(ErrorClass::unauthenticated, std::move(code), std::move(message), {}, std::move(cure));
}
Error Error::not_found(std::string code, std::string message, std::string field, std::string cure) {
  return make(ErrorClass::not_found, std::move(code), std::move(message), std::move(field), std::move(cure));
}
Error Error::conflict(std::string code, std::string message, std::string cure) {
  return make(ErrorClass::conflict, std::move(code), std::move(message), {}, std::move(cure));
}
Error Error::stale(std::string code, std::string message, std::string cure) {
  return make(ErrorClass::stale, std::move(code), std::move(message), {}, std::move(cure));
}
Error Error::unconditional(std::string code, std::string message, std::string cure) {
  return make(ErrorClass::unconditional, std::move(code), std::move(message), {}, std::move(cure));
}
Error Error::too_large(std::string code, std::string message, std::string field, std::string cure) {
  return make(ErrorClass::too_large, std::move(code), std::move(message), std::move(field), std::move(cure));
}
Error Error::rate_limited(std::string code, std::string message, std::string cure) {
  return make(ErrorClass::rate_limited, std::move(code), std::move(message), {}, std::move(cure));
}
Error Error::unavailable(std::string code, std::string message, std::string cure) {
  return make(ErrorClass::unavailable, std::move(code), std::move(message), {}, std::move(cure));
}
Error Error::internal(std::string code, std::string message, std::string cure) {
  return make(ErrorClass::internal, std::move(code), std::move(message), {}, std::move(cure));
}

}  // namespace bellman
