#include "http/cookie.h"
#include "http/message.h"
#include "http/problem.h"
#include "http/rate_limiter.h"
#include "http/wire.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellman::http {
namespace {

Request request_with(std::vector<std::pair<std::string, std::string>> headers, std::string_view target = "/") {
  return std::move(*Request::make(Method::get, target, headers));
}

TEST(Query, IsReadStrictly) {
  const auto query = Query::parse("name=%D0%96+x&limit=20&flag=true&tag=a&tag=b&empty=&bare");
  ASSERT_TRUE(query.has_value());
  EXPECT_EQ(query->find("name"), "Ж x");
  EXPECT_EQ(query->integer("limit", 1, 100).value(), 20);
  EXPECT_EQ(query->boolean("flag").value(), true);
  EXPECT_EQ(query->all("tag"), (std::vector<std::string_view>{"a", "b"}));
  EXPECT_EQ(query->find("empty"), "");
  EXPECT_EQ(query->find("bare"), "");
  EXPECT_FALSE(query->find("other").has_value());
  EXPECT_FALSE(query->integer("other", 1, 2).value().has_value());
  for (const char* bad : {"a=%", "a=%4", "a=%zz", "a=%ff", "a=%00", "a=%0a", "=x"}) EXPECT_TRUE(Query::parse(bad).has_error()) << bad;
  std::string many;
  for (int i = 0; i < 65; ++i) many += "a=1&";
  EXPECT_EQ(Query::parse(many).error().code, "http.too_many_parameters");
}

TEST(Query, NumbersAreWhole) {
  const auto query = Query::parse("a=20x&b=&c=101&d=-1&e=99999999999999999999&f=yes");
  ASSERT_TRUE(query.has_value());
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    const auto number = query->integer(name, 0, 100);
    ASSERT_TRUE(number.has_error()) << name;
    EXPECT_EQ(number.error().field, name);
  }
  EXPECT_TRUE(query->boolean("f").has_error());
}

RC_GTEST_PROP(Query, EncodingReturns, ()) {
  std::string text;
  for (const char c : *rc::gen::container<std::string>(rc::gen::inRange<char>(' ', '~'))) text += c;
  text += "Ж東";
  RC_ASSERT(percent_decoded(percent_encoded(text)) == text);
  const auto query = Query::parse("k=" + percent_encoded(text));
  RC_ASSERT(query.has_value() && query->find("k") == std::string_view(text));
}

TEST(Request, TargetIsSplit) {
  EXPECT_EQ(Request::make(Method::get, "/a/b?c=d")->path(), "/a/b");
  EXPECT_EQ(Request::make(Method::get, "/a/b?c=d?e")->query_text(), "c=d?e");
  EXPECT_EQ(Request::make(Method::get, "http://house:80/a?x=1")->path(), "/a");
  EXPECT_EQ(Request::make(Method::get, "/a?")->query_text(), "");
  for (const char* bad : {"", "a", "http://house", "/a#b", "ftp://x/y"}) EXPECT_TRUE(Request::make(Method::get, bad).has_error()) << bad;
}

TEST(Request, HeadersIgnoreCaseAndSurviveMoves) {
  Request first = request_with({{"X-A", "1"}, {"x-b", "2"}, {"X-a", "3"}});
  const Request moved = std::move(first);
  EXPECT_EQ(moved.header("x-A"), "1");
  EXPECT_EQ(moved.header("X-B"), "2");
  EXPECT_EQ(moved.header_count(), 3U);
  EXPECT_EQ(moved.header_at(2).second, "3");
  EXPECT_FALSE(moved.header("x-c").has_value());
}

TEST(Request, CookiesAreFound) {
  const Request request = request_with({{"Cookie", "session=abc; csrf=x=y"}, {"cookie", " late=1"}});
  EXPECT_EQ(request.cookie("session"), "abc");
  EXPECT_EQ(request.cookie("csrf"), "x=y");
  EXPECT_EQ(request.cookie("late"), "1");
  EXPECT_FALSE(request.cookie("ession").has_value());
}

TEST(Cookie, IsWrittenSafely) {
  EXPECT_EQ((Cookie{.name = "session", .value = "abc", .age_max_s = 60, .secure = true}.text().value()),
            "session=abc; Path=/; Max-Age=60; SameSite=Lax; HttpOnly; Secure");
  EXPECT_EQ(Cookie::forget("session", false).text().value(), "session=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly");
  EXPECT_TRUE((Cookie{.name = "a", .value = "b; Domain=evil"}.text().has_error()));
  EXPECT_TRUE((Cookie{.name = "a", .value = "b\r\nX: y"}.text().has_error()));
  EXPECT_TRUE((Cookie{.name = "a=b", .value = "c"}.text().has_error()));
}

TEST(Problem, HasTheFieldsOfTheStandard) {
  const auto response = problem(Error::invalid("request.too_long", "The text \"x\" is too long.\n", "text", "Shorten it."), "0123");
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(response.content_type, "application/problem+json");
  const auto body = boost::json::parse(response.body);
  EXPECT_EQ(body.at("type"), "urn:bellman:problem:request.too_long");
  EXPECT_EQ(body.at("code"), "request.too_long");
  EXPECT_EQ(body.at("title"), "Unprocessable Content");
  EXPECT_EQ(body.at("status"), 422);
  EXPECT_EQ(body.at("detail"), "The text \"x\" is too long.\n");
  EXPECT_EQ(body.at("field"), "text");
  EXPECT_EQ(body.at("cure"), "Shorten it.");
  EXPECT_EQ(body.at("request_id"), "0123");
}

TEST(Problem, StatusFollowsTheClass) {
  const std::map<ErrorClass, int> expected{{ErrorClass::invalid, 422},   {ErrorClass::malformed, 400}, {ErrorClass::unauthenticated, 401},
                                           {ErrorClass::forbidden, 403}, {ErrorClass::not_found, 404}, {ErrorClass::conflict, 409},
                                           {ErrorClass::stale, 412},     {ErrorClass::too_large, 413}, {ErrorClass::rate_limited, 429},
                                           {ErrorClass::unavailable, 503}, {ErrorClass::internal, 500}};
  for (const auto& [kind, status] : expected) EXPECT_EQ(status_of(kind), status);
  EXPECT_EQ(problem(Error::unavailable("a.b", "c")).headers.at(0).first, "Retry-After");
}

TEST(Problem, BytesThatAreNoTextDoNotBreakIt) {
  const auto response = problem(Error::malformed("a.b", "bad \xff byte"));
  EXPECT_EQ(boost::json::parse(response.body).at("detail"), "bad \xef\xbf\xbd byte");
}

TEST(Wire, HeaderValuesCannotStartALine) {
  std::string out;
  const CommonHeaders common("default-src 'self'", true);
  append_response(out, Response::text("x").with("Location", "/a\r\nSet-Cookie: b=c"), BodyRule::sent, true, false, "", "", common);
  EXPECT_EQ(out.find("\nSet-Cookie"), std::string::npos);
  EXPECT_NE(out.find("Strict-Transport-Security"), std::string::npos);
}

TEST(Wire, DateIsOfTheStandardsForm) {
  DateLine line;
  EXPECT_EQ(line.at(784111777), "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
  EXPECT_EQ(line.at(0), "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n");
}

TEST(RateLimiter, GivesBackByTime) {
  RateLimiter limiter(2.0, 3.0);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limiter.admit("a", 1000));
  EXPECT_FALSE(limiter.admit("a", 1000));
  EXPECT_TRUE(limiter.admit("b", 1000));
  EXPECT_FALSE(limiter.admit("a", 1400));
  EXPECT_TRUE(limiter.admit("a", 1500));
  EXPECT_FALSE(limiter.admit("a", 1500));
  EXPECT_EQ(limiter.address_count(), 2U);
}

}  // namespace
}  // namespace bellman::http
