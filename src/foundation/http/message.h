// A request as a handler sees it, and the response it gives. Plain data: no socket, no library type.
#pragma once
#include "base/result.h"
#include "http/query.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellman::http {

struct Route;

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options };
inline constexpr std::size_t method_count = 7;
// "GET", "DELETE", …
std::string_view to_text(Method method);
std::optional<Method> parse_method(std::string_view text);

// ASCII letters compared without case; other bytes exactly.
bool equals_ignoring_case(std::string_view a, std::string_view b);

class Request {
 public:
  Request() = default;
  // For tests, the simulator and callers inside the process. `target` like "/api/v1/requests?limit=5". Error: malformed.
  static Result<Request> make(Method method, std::string_view target, std::span<const std::pair<std::string, std::string>> headers = {},
                              std::string body = {}, std::string remote_address = "127.0.0.1");

  Method method() const { return method_; }
  // As sent: still percent-encoded, without the query.
  std::string_view path() const { return view(path_); }
  // As sent, without "?".
  std::string_view query_text() const { return view(query_text_); }
  // Decoded; the server has already refused names that the route does not declare.
  const Query& query() const { return query_; }
  // A decoded {name} of the route's pattern; empty when the pattern has no such name.
  std::string_view param(std::string_view name) const;
  // The first header of this name (any case). Values come without white space at their ends.
  std::optional<std::string_view> header(std::string_view name) const;
  std::size_t header_count() const { return fields_.size(); }
  std::pair<std::string_view, std::string_view> header_at(std::size_t index) const { return {view(fields_[index].name), view(fields_[index].value)}; }
  // A cookie's value as sent; the first of that name.
  std::optional<std::string_view> cookie(std::string_view name) const;
  std::string_view body() const { return body_; }
  std::string take_body() { return std::move(body_); }
  // The peer's numeric address, or what the trusted proxy says it is.
  const std::string& remote_address() const { return remote_address_; }
  // 16 hexadecimal characters, different for each request; stands in the log, in problems and in X-Request-Id.
  const std::string& id() const { return id_; }
  // The route that serves this request; null for requests made by hand.
  const Route* route() const { return route_; }

  // What the guard learned about the caller (account, roles, scope), for the handler. The room that guards knows the type.
  std::shared_ptr<const void> identity;

 private:
  friend class Connection;
  friend class RequestParser;
  // Offsets instead of views, so that a moved Request stays whole.
  struct Slice {
    std::uint32_t offset = 0, length = 0;
  };
  struct Field {
    Slice name, value;
  };
  std::string_view view(Slice slice) const { return std::string_view(head_).substr(slice.offset, slice.length); }
  // Splits a target that stands at `offset` of head_ into path and query. False when it is not a path.
  bool set_target(std::uint32_t offset, std::uint32_t length);

  Method method_ = Method::get;
  std::string head_;  // the text the slices point into
  Slice path_, query_text_;
  std::vector<Field> fields_;
  std::vector<std::pair<std::string_view, std::string>> params_;  // names live in the route
  Query query_;
  std::string body_;
  std::string remote_address_;
  std::string id_;
  const Route* route_ = nullptr;
};

struct Response {
  int status = 200;
  std::string content_type;      // empty: none is sent
  std::string body;
  std::string_view fixed_body;   // sent instead of `body` when not empty; the bytes must live as long as the process
  std::vector<std::pair<std::string, std::string>> headers;
  bool close = false;            // end the connection after this answer

  static Response json(std::string body, int status = 200);
  static Response text(std::string body, int status = 200);
  static Response no_content();
  static Response redirect(std::string location, int status = 303);
  Response& with(std::string name, std::string value) & { headers.emplace_back(std::move(name), std::move(value)); return *this; }
  Response&& with(std::string name, std::string value) && { headers.emplace_back(std::move(name), std::move(value)); return std::move(*this); }
  std::string_view bytes() const { return fixed_body.empty() ? std::string_view(body) : fixed_body; }
};

}  // namespace bellman::http
