// The one route table: it dispatches. What a route means (permission, schemas, the document) is the business of api/routes.h.
#pragma once
#include "http/message.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bellman::http {

class Exchange;

enum class Mode : std::uint8_t {
  inline_,  // on the socket's own thread: must never wait; for work that only parses and hands over
  pooled,   // on the worker pool: a plain blocking function
};

using Handler = std::function<void(std::shared_ptr<Exchange>)>;

struct Route {
  Method method = Method::get;
  // "/api/v1/requests/{code}"; a last segment "{name...}" takes the rest of the path, which may be empty.
  std::string pattern;
  Mode mode = Mode::pooled;
  Handler handler;
  std::vector<std::string> query;     // names not declared here are refused with 400 …
  bool any_query = false;             // … unless this is set
  std::size_t body_limit_bytes = 0;   // 0: the server's default
};

struct Match {
  enum class Kind { found, not_found, method_not_allowed, redirect, malformed };
  Kind kind = Kind::not_found;
  const Route* route = nullptr;
  std::vector<std::pair<std::string_view, std::string>> params;  // decoded; names live in the router
  std::string text;  // method_not_allowed: the Allow header; redirect: the path to go to
};

class Router {
 public:
  // Error: conflict, when the method and pattern are there already or the pattern is not well formed.
  Result<> add(Route route);
  // `path` as sent, percent-encoded. HEAD finds GET when it has no route of its own. Literal segments win over {names}.
  // A path that only fits without its last "/" is redirected (308). "." and ".." segments, escapes that are not UTF-8 and
  // control characters are malformed.
  Match find(Method method, std::string_view path) const;
  // In the order they were added.
  const std::vector<std::unique_ptr<Route>>& routes() const { return routes_; }

 private:
  struct Node {
    std::vector<std::pair<std::string, std::uint32_t>> literals;  // sorted by text
    std::uint32_t parameter = 0;                                  // 0: none (the root is nobody's child)
    std::array<std::uint32_t, method_count> here{};               // route number + 1 of each method for a path that ends here
    std::array<std::uint32_t, method_count> rest{};               // … and for whatever follows
    bool ends_here = false, takes_rest = false;
  };
  struct Search;

  std::uint32_t child(std::uint32_t node, std::string_view segment);

  std::vector<std::unique_ptr<Route>> routes_;
  std::vector<std::vector<std::string>> names_;  // of each route's {names}, in order
  std::vector<Node> nodes_{Node{}};
};

}  // namespace bellman::http
