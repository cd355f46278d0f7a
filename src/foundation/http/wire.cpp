#include "http/wire.h"

#include "http/problem.h"

#include <charconv>
#include <ctime>

namespace bellman::http {
namespace {

void append_number(std::string& out, std::size_t number) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

void append_value(std::string& out, std::string_view value) {
  const std::size_t from = out.size();
  out += value;
  for (std::size_t i = from; i < out.size(); ++i)
    if (static_cast<unsigned char>(out[i]) < 0x20 || out[i] == 0x7f) out[i] = ' ';
}

}  // namespace

CommonHeaders::CommonHeaders(std::string_view page_policy, bool behind_tls) {
  std::string shared = "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nX-Frame-Options: DENY\r\n"
                       "Cross-Origin-Resource-Policy: same-origin\r\n";
  if (behind_tls) shared += "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n";
  page_ = shared + "Cross-Origin-Opener-Policy: same-origin\r\nPermissions-Policy: geolocation=(self), camera=(self), microphone=()\r\n" +
          "Content-Security-Policy: ";
  append_value(page_, page_policy);
  page_ += "\r\n";
  data_ = shared + "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";
}

const std::string& CommonHeaders::of(std::string_view content_type) const {
  const bool data = content_type.empty() || content_type.starts_with("application/json") || content_type.starts_with("application/problem+json") ||
                    content_type.starts_with("text/event-stream") || content_type.starts_with("text/plain");
  return data ? data_ : page_;
}

std::string_view DateLine::at(std::int64_t unix_s) {
  if (unix_s == unix_s_) return text_;
  static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto seconds = static_cast<std::time_t>(unix_s);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  text_ = fmt::format("Date: {}, {:02} {} {} {:02}:{:02}:{:02} GMT\r\n", days[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                      months[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
  unix_s_ = unix_s;
  return text_;
}

void append_response(std::string& out, const Response& response, BodyRule rule, bool keep_alive, bool http_1_0, std::string_view request_id,
                     std::string_view date_line, const CommonHeaders& common) {
  const auto body = response.bytes();
  const bool bodyless = response.status == 204 || response.status == 304 || response.status < 200;
  out.reserve(out.size() + body.size() + 768);
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::size_t>(response.status));
  out += ' ';
  out += reason_phrase(response.status);
  out += "\r\n";
  out += date_line;
  if (!response.content_type.empty()) {
    out += "Content-Type: ";
    append_value(out, response.content_type);
    out += "\r\n";
  }
  if (!bodyless && rule != BodyRule::stream) {
    out += "Content-Length: ";
    append_number(out, body.size());
    out += "\r\n";
  }
  bool caching = false;
  for (const auto& [name, value] : response.headers) {
    caching = caching || equals_ignoring_case(name, "cache-control");
    append_value(out, name);
    out += ": ";
    append_value(out, value);
    out += "\r\n";
  }
  if (!caching) out += "Cache-Control: no-store\r\n";
  if (!request_id.empty()) {
    out += "X-Request-Id: ";
    out += request_id;
    out += "\r\n";
  }
  if (!keep_alive) {
    out += "Connection: close\r\n";
  } else if (http_1_0) {
    out += "Connection: keep-alive\r\n";
  }
  out += common.of(response.content_type);
  out += "\r\n";
  if (rule == BodyRule::sent && !bodyless) out += body;
}

}  // namespace bellman::http
