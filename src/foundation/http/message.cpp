#include "http/message.h"

#include "base/text.h"

namespace bellman::http {
namespace {
constexpr std::array<std::string_view, method_count> method_names{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
}  // namespace

std::string_view to_text(Method method) { return method_names[static_cast<std::size_t>(method)]; }

std::optional<Method> parse_method(std::string_view text) {
  for (std::size_t i = 0; i < method_count; ++i)
    if (method_names[i] == text) return static_cast<Method>(i);
  return std::nullopt;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

Result<Request> Request::make(Method method, std::string_view target, std::span<const std::pair<std::string, std::string>> headers,
                              std::string body, std::string remote_address) {
  Request request;
  request.method_ = method;
  request.head_ = target;
  if (!request.set_target(0, static_cast<std::uint32_t>(target.size())))
    return Error::malformed("http.bad_target", "The address is not a path.", {}, "Begin it with a slash.");
  for (const auto& [name, value] : headers) {
    const auto offset = static_cast<std::uint32_t>(request.head_.size());
    request.head_ += name;
    request.head_ += value;
    const auto name_length = static_cast<std::uint32_t>(name.size());
    request.fields_.push_back({{offset, name_length}, {offset + name_length, static_cast<std::uint32_t>(value.size())}});
  }
  TRY(query, Query::parse(request.query_text()));
  request.query_ = std::move(query);
  request.body_ = std::move(body);
  request.remote_address_ = std::move(remote_address);
  request.id_ = "0000000000000000";
  return request;
}

bool Request::set_target(std::uint32_t offset, std::uint32_t length) {
  std::string_view target = view({offset, length});
  // RFC 9112 3.2.2: a server must take the absolute form; the authority plays no part in our routes.
  if (target.starts_with("http://") || target.starts_with("https://")) {
    const auto slash = target.find('/', target.find("//") + 2);
    if (slash == std::string_view::npos) return false;
    offset += static_cast<std::uint32_t>(slash);
    target.remove_prefix(slash);
  }
  if (target.empty() || (target.front() != '/' && target != "*")) return false;
  if (target.find('#') != std::string_view::npos) return false;
  const auto mark = target.find('?');
  const auto path_length = static_cast<std::uint32_t>(mark == std::string_view::npos ? target.size() : mark);
  path_ = {offset, path_length};
  query_text_ = mark == std::string_view::npos ? Slice{} : Slice{offset + path_length + 1, static_cast<std::uint32_t>(target.size()) - path_length - 1};
  return true;
}

std::string_view Request::param(std::string_view name) const {
  for (const auto& [key, value] : params_)
    if (key == name) return value;
  return {};
}

std::optional<std::string_view> Request::header(std::string_view name) const {
  for (const auto& field : fields_)
    if (equals_ignoring_case(view(field.name), name)) return view(field.value);
  return std::nullopt;
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
  for (const auto& field : fields_) {
    if (!equals_ignoring_case(view(field.name), "cookie")) continue;
    std::string_view rest = view(field.value);
    while (!rest.empty()) {
      const auto end = rest.find(';');
      const auto part = trimmed(rest.substr(0, end));
      rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
      const auto equals = part.find('=');
      if (equals != std::string_view::npos && part.substr(0, equals) == name) return part.substr(equals + 1);
    }
  }
  return std::nullopt;
}

Response Response::json(std::string body, int status) { return {.status = status, .content_type = "application/json", .body = std::move(body)}; }
Response Response::text(std::string body, int status) {
  return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(body)};
}
Response Response::no_content() { return {.status = 204}; }
Response Response::redirect(std::string location, int status) {
  return Response{.status = status}.with("Location", std::move(location));
}

}  // namespace bellman::http
