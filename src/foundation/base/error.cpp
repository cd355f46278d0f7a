#include "base/error.h"

namespace bellman {

Error::Error() = default;
Error::Error(const Error& other) = default;
Error::Error(Error&& other) noexcept = default;
Error& Error::operator=(const Error& other) = default;
Error& Error::operator=(Error&& other) noexcept = default;
Error::~Error() = default;

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
Error make(ErrorClass kind, std::string_view code, std::string_view message, std::string_view field, std::string_view cure) {
  Error error;
  error.kind = kind;
  error.code = code;
  error.message = message;
  error.field = field;
  error.cure = cure;
  return error;
}
}  // namespace

Error Error::invalid(std::string_view code, std::string_view message, std::string_view field, std::string_view cure) {
  return make(ErrorClass::invalid, code, message, field, cure);
}
Error Error::malformed(std::string_view code, std::string_view message, std::string_view field, std::string_view cure) {
  return make(ErrorClass::malformed, code, message, field, cure);
}
Error Error::forbidden(std::string_view code, std::string_view message, std::string_view cure) {
  return make(ErrorClass::forbidden, code, message, {}, cure);
}
Error Error::unauthenticated(std::string_view code, std::string_view message, std::string_view cure) {
  return make(ErrorClass::unauthenticated, code, message, {}, cure);
}
Error Error::not_found(std::string_view code, std::string_view message, std::string_view field, std::string_view cure) {
  return make(ErrorClass::not_found, code, message, field, cure);
}
Error Error::conflict(std::string_view code, std::string_view message, std::string_view cure) {
  return make(ErrorClass::conflict, code, message, {}, cure);
}
Error Error::stale(std::string_view code, std::string_view message, std::string_view cure) {
  return make(ErrorClass::stale, code, message, {}, cure);
}
Error Error::unconditional(std::string_view code, std::string_view message, std::string_view cure) {
  return make(ErrorClass::unconditional, code, message, {}, cure);
}
Error Error::too_large(std::string_view code, std::string_view message, std::string_view field, std::string_view cure) {
  return make(ErrorClass::too_large, code, message, field, cure);
}
Error Error::rate_limited(std::string_view code, std::string_view message, std::string_view cure) {
  return make(ErrorClass::rate_limited, code, message, {}, cure);
}
Error Error::unavailable(std::string_view code, std::string_view message, std::string_view cure) {
  return make(ErrorClass::unavailable, code, message, {}, cure);
}
Error Error::internal(std::string_view code, std::string_view message, std::string_view cure) {
  return make(ErrorClass::internal, code, message, {}, cure);
}

}  // namespace bellman
