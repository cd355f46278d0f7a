// Errors on the wire: RFC 9457 "application/problem+json".
#pragma once
#include "base/error.h"
#include "http/message.h"

namespace bellman::http {

// The status that error.h names for the class.
int status_of(ErrorClass kind);
// "Not Found"; "Unknown" for numbers that have no phrase here.
std::string_view reason_phrase(int status);
// Appends `text` as a JSON string with its quotes; bytes that are not UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

// {"type":"urn:bellman:problem:CODE","code":…,"title":…,"status":…,"detail":message,"field":…,"cure":…,"request_id":…}; empty ones are
// left out. `unavailable` and `rate_limited` carry Retry-After (seconds). Errors of class internal keep their message: whoever
// builds one must not put secrets into it.
Response problem(const Error& error, std::string_view request_id = {});
// The same with another status, for faults of the protocol that have no ErrorClass of their own (405, 408, 414, 431, …).
Response problem(const Error& error, int status, std::string_view request_id = {});

}  // namespace bellman::http
