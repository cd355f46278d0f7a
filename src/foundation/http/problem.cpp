#include "http/problem.h"

#include "base/text.h"

namespace bellman::http {

int status_of(ErrorClass kind) {
  switch (kind) {
    case ErrorClass::invalid: return 422;
    case ErrorClass::malformed: return 400;
    case ErrorClass::unauthenticated: return 401;
    case ErrorClass::forbidden: return 403;
    case ErrorClass::not_found: return 404;
    case ErrorClass::conflict: return 409;
    case ErrorClass::stale: return 412;
    case ErrorClass::unconditional: return 428;
    case ErrorClass::too_large: return 413;
    case ErrorClass::rate_limited: return 429;
    case ErrorClass::unavailable: return 503;
    case ErrorClass::internal: return 500;
  }
  return 500;
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 100: return "Continue";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    case 507: return "Insufficient Storage";
    default: return "Unknown";
  }
}

void append_json_string(std::string& out, std::string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  const bool readable = is_utf8(text);
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += digits[byte >> 4U];
      out += digits[byte & 15U];
    } else if (byte >= 0x80 && !readable) {
      out += "\xef\xbf\xbd";
    } else {
      out += c;
    }
  }
  out += '"';
}

Response problem(const Error& error, std::string_view request_id) { return problem(error, status_of(error.kind), request_id); }

Response problem(const Error& error, int status, std::string_view request_id) {
  Response response{.status = status, .content_type = "application/problem+json"};
  std::string& body = response.body;
  body = "{\"type\":";
  append_json_string(body, "urn:bellman:problem:" + error.code);
  const auto add = [&](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    body += ",\"";
    body += name;
    body += "\":";
    append_json_string(body, value);
  };
  add("code", error.code);
  add("title", reason_phrase(status));
  body += fmt::format(",\"status\":{}", status);
  add("detail", error.message);
  add("field", error.field);
  add("cure", error.cure);
  add("request_id", request_id);
  body += '}';
  if (error.kind == ErrorClass::unavailable) response.with("Retry-After", "2");
  if (error.kind == ErrorClass::rate_limited) response.with("Retry-After", "30");
  return response;
}

}  // namespace bellman::http
