// Paths, queries and targets of any bytes: nothing may crash, and what is found must keep its promises.
#include "base/assert.h"
#include "base/text.h"
#include "http/router.h"

namespace {

using namespace bellman;
using namespace bellman::http;

const Router& table() {
  static const Router router = [] {
    Router made;
    const auto nothing = [](const std::shared_ptr<Exchange>&) {};
    for (const char* pattern : {"/", "/api/v1/requests", "/api/v1/requests/{code}", "/api/v1/requests/{code}/events", "/api/v1/requests/late",
                                "/api/v1/{room}/{id}/notes", "/app/board/{path...}", "/a/"}) {
      for (const Method method : {Method::get, Method::post})
        BELLMAN_ASSERT(made.add({.method = method, .pattern = pattern, .handler = nothing}).has_value(), "the table is well formed");
    }
    return made;
  }();
  return router;
}

void check_path(std::string_view text) {
  const Match match = table().find(Method::get, text);
  if (match.kind == Match::Kind::found) {
    for (const auto& [name, value] : match.params) {
      BELLMAN_ASSERT(is_utf8(value), "a parameter is UTF-8");
      BELLMAN_ASSERT(!name.empty() && value.find('\0') == std::string::npos, "a parameter has a name and no NUL");
      for (const char* climb : {"../", "/.."})
        BELLMAN_ASSERT(name != "path" || text.find('%') != text.npos || value.find(climb) == value.npos, "no path climbs");
    }
  }
  if (match.kind == Match::Kind::redirect)
    BELLMAN_ASSERT(match.text.starts_with('/') && !match.text.starts_with("//"), "a redirect stays on this server");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_path(text);
  if (const auto query = Query::parse(text); query.has_value())
    for (const auto& [name, value] : query->parameters()) BELLMAN_ASSERT(is_utf8(name) && is_utf8(value) && !name.empty(), "a parameter is UTF-8");
  if (const auto decoded = percent_decoded(text)) BELLMAN_ASSERT(percent_decoded(percent_encoded(*decoded)) == *decoded, "encoding returns");
  if (const auto request = Request::make(Method::get, text); request.has_value()) {
    BELLMAN_ASSERT(request->path() == "*" || request->path().starts_with('/'), "a path begins with /");
    check_path(request->path());
  }
  return 0;
}
