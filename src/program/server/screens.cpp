#include "server/screens.h"

#include "http/exchange.h"

#ifdef BELLMAN_HAS_BOARD
#include "embedded/board.h"
#include "http/static_files.h"
#endif

namespace bellman::server {

namespace {

Result<> add_page(http::Router& router, std::string pattern, std::function<http::Response()> make) {
  http::Route route;
  route.pattern = std::move(pattern);
  route.mode = http::Mode::inline_;
  route.any_query = true;
  route.handler = [make = std::move(make)](std::shared_ptr<http::Exchange> exchange) { exchange->respond(make()); };
  return router.add(std::move(route));
}

}  // namespace

bool has_screens() {
#ifdef BELLMAN_HAS_BOARD
  return true;
#else
  return false;
#endif
}

Result<> add_screens(http::Router& router) {
#ifdef BELLMAN_HAS_BOARD
  TRY_DO(http::add_static_files(router, "/app/board", embedded::board()));
  return add_page(router, "/", [] { return http::Response::redirect("/app/board/"); });
#else
  return add_page(router, "/", [] {
    return http::Response::text("This Bellman was built without its screens; the API is at /api/v1. Run script/build, which builds them first.\n");
  });
#endif
}

}  // namespace bellman::server
