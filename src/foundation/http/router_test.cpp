#include "http/router.h"
#include "http/router.h"
#include "http/test_client.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellman::http {
namespace {

using test::add;
using Kind = Match::Kind;

void nothing(const std::shared_ptr<Exchange>&) {}

class RouterTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* pattern : {"/", "/api/v1/requests", "/api/v1/requests/{code}", "/api/v1/requests/late", "/api/v1/requests/{code}/events",
                                "/api/v1/{room}/{id}/notes", "/app/board/{path...}"})
      add(router, {.method = Method::get, .pattern = pattern, .handler = nothing});
    add(router, {.method = Method::post, .pattern = "/api/v1/requests", .handler = nothing});
    add(router, {.method = Method::delete_, .pattern = "/api/v1/requests/late", .handler = nothing});
  }
  std::string pattern(std::string_view path, Method method = Method::get) const {
    const auto match = router.find(method, path);
    return match.kind == Kind::found ? match.route->pattern : "";
  }
  Router router;
};

TEST_F(RouterTest, FindsTheClosestPattern) {
  EXPECT_EQ(pattern("/"), "/");
  EXPECT_EQ(pattern("/api/v1/requests"), "/api/v1/requests");
  EXPECT_EQ(pattern("/api/v1/requests/K7Q"), "/api/v1/requests/{code}");
  EXPECT_EQ(pattern("/api/v1/requests/late"), "/api/v1/requests/late");
  EXPECT_EQ(pattern("/api/v1/requests/late/events"), "/api/v1/requests/{code}/events");
  EXPECT_EQ(pattern("/api/v1/requests/late/notes"), "/api/v1/{room}/{id}/notes");
  EXPECT_EQ(pattern("/app/board/a/b.js"), "/app/board/{path...}");
  EXPECT_EQ(pattern("/app/board"), "/app/board/{path...}");
  EXPECT_EQ(router.find(Method::get, "/app/board/a/b.js").params.at(0).second, "a/b.js");
}

TEST_F(RouterTest, DecodesParameters) {
  const auto match = router.find(Method::get, "/api/v1/sites/%D0%96%2F1/notes");
  ASSERT_EQ(match.kind, Kind::found);
  EXPECT_EQ(match.params.at(0), (std::pair<std::string_view, std::string>("room", "sites")));
  EXPECT_EQ(match.params.at(1), (std::pair<std::string_view, std::string>("id", "Ж/1")));
  EXPECT_EQ(pattern("/%61pi/v1/requests"), "/api/v1/requests");
}

TEST_F(RouterTest, UnknownAndForbiddenAreTold) {
  for (const char* path : {"/api", "/api/v1/requests/a/b/c", "/API/v1/requests", "//api/v1/requests", "/api//v1/requests", "", "x", "/api/v1//x/notes"})
    EXPECT_EQ(router.find(Method::get, path).kind, Kind::not_found) << path;
  const auto match = router.find(Method::put, "/api/v1/requests");
  EXPECT_EQ(match.kind, Kind::method_not_allowed);
  EXPECT_EQ(match.text, "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(router.find(Method::post, "/api/v1/requests/late").text, "GET, HEAD, DELETE, OPTIONS");
  EXPECT_EQ(pattern("/api/v1/requests", Method::head), "/api/v1/requests");
  EXPECT_EQ(router.find(Method::get, "/" + std::string(40, '/')).kind, Kind::not_found);
}

TEST_F(RouterTest, TrailingSlashIsRedirected) {
  const auto match = router.find(Method::get, "/api/v1/requests/K%207/");
  EXPECT_EQ(match.kind, Kind::redirect);
  EXPECT_EQ(match.text, "/api/v1/requests/K%207");
  EXPECT_EQ(router.find(Method::get, "/nowhere/").kind, Kind::not_found);
  EXPECT_EQ(router.find(Method::get, "//evil.example/").kind, Kind::not_found);
}

TEST_F(RouterTest, WhatCannotBeReadIsMalformed) {
  for (const char* path : {"/api/v1/requests/%", "/api/v1/requests/%f", "/api/v1/requests/%ff", "/api/v1/requests/%00", "/app/board/../x", "/app/board/%2e%2E/x",
                           "/./", "/\xff", "/a\tb", "/%c0%af"})
    EXPECT_EQ(router.find(Method::get, path).kind, Kind::malformed) << path;
}

TEST_F(RouterTest, RefusesBadTables) {
  for (const char* bad : {"", "api", "/api/v1/requests", "/a/{x...}/b", "/a/{x}/{x}", "/a/x{y}", "/a/{Y}", "/a/%20", "/{a...}/{b...}"})
    EXPECT_TRUE(router.add({.method = Method::get, .pattern = bad, .handler = nothing}).has_error()) << bad;
  EXPECT_TRUE(router.add({.method = Method::get, .pattern = "/new"}).has_error());
}

RC_GTEST_PROP(RouterProperty, AnyPathIsAnsweredAndAnyEncodingReturns, ()) {
  Router router;
  RC_ASSERT(router.add({.method = Method::get, .pattern = "/a/{x}/{y...}", .handler = nothing}).has_value());
  router.find(Method::get, *rc::gen::arbitrary<std::string>());
  const std::string text = "p" + *rc::gen::container<std::string>(rc::gen::inRange<char>(' ', '~'));
  const auto match = router.find(Method::get, "/a/" + percent_encoded(text) + "/rest/of");
  RC_ASSERT(match.kind == Kind::found);
  RC_ASSERT(match.params.at(0).second == text);
  RC_ASSERT(match.params.at(1).second == "rest/of");
}

}  // namespace
}  // namespace bellman::http
