// Responses in wire form. Inside the room only.
#pragma once
#include "http/message.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace bellman::http {

// The header lines that every answer carries, made once.
class CommonHeaders {
 public:
  CommonHeaders(std::string_view page_policy, bool behind_tls);
  // API answers get the strictest policy; whatever a browser may run (pages, scripts, workers) gets the page policy.
  const std::string& of(std::string_view content_type) const;

 private:
  std::string page_, data_;
};

// "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n" (RFC 9110 5.6.7), remade when the second changes.
class DateLine {
 public:
  std::string_view at(std::int64_t unix_s);

 private:
  std::int64_t unix_s_ = -1;
  std::string text_;
};

enum class BodyRule {
  sent,     // Content-Length and the bytes
  omitted,  // Content-Length of what GET would have sent, no bytes (HEAD)
  stream,   // until the connection ends
};

// Appends status line, headers and body. Control characters in header values become spaces, so no value can start a new line.
void append_response(std::string& out, const Response& response, BodyRule rule, bool keep_alive, bool http_1_0, std::string_view request_id,
                     std::string_view date_line, const CommonHeaders& common);

}  // namespace bellman::http
