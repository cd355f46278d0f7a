#include "api/etag.h"
#include "api/idempotency.h"
#include "api/openapi.h"
#include "api/stream.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellman::api {
namespace {

using people::Role;

TEST(Etag, OnlyOneStrongTagOfOursIsRead) {
  EXPECT_EQ(parse_if_match("\"v3\"").value(), 3);
  EXPECT_EQ(parse_if_match(etag_of(9223372036854775807)).value(), 9223372036854775807);
  for (const auto* forged : {"", "v3", "\"3\"", "\"v\"", "\"v0\"", "\"v-1\"", "\"v03\"", "W/\"v3\"", "*", "\"v3\", \"v4\"", "\"v3", "\"v9223372036854775808\"", "\"v3 \""})
    EXPECT_EQ(parse_if_match(forged).error().code, "precondition.syntax") << forged;
}

RC_GTEST_PROP(EtagProperty, EveryVersionReadsBack, ()) {
  const auto version = *rc::gen::inRange<std::int64_t>(1, std::numeric_limits<std::int64_t>::max());
  RC_ASSERT(parse_if_match(etag_of(version)).value() == version);
}

RC_GTEST_PROP(EtagProperty, NoHeaderBreaksTheParser, (const std::string& text)) {
  const auto read = parse_if_match(text);
  if (read.has_value()) RC_ASSERT(etag_of(*read) == text);
  (void)none_match_fails(text, 3);
}

TEST(Etag, IfNoneMatchComparesWeaklyAndTakesLists) {
  EXPECT_TRUE(none_match_fails("\"v2\", W/\"v3\"", 3));
  EXPECT_TRUE(none_match_fails("*", 3));
  EXPECT_FALSE(none_match_fails("\"v2\"", 3));
}

TEST(Idempotency, KeysAreShortAndPrintable) {
  EXPECT_TRUE(check_idempotency_key("6f1c-77").has_value());
  for (const auto& bad : {std::string(), std::string(101, 'a'), std::string("a b"), std::string("\x7f"), std::string("é")})
    EXPECT_EQ(check_idempotency_key(bad).error().code, "idempotency.key") << bad;
}

TEST(Idempotency, TheFingerprintTellsPartsApart) {
  EXPECT_EQ(fingerprint("POST", "/a", "{}"), fingerprint("POST", "/a", "{}"));
  EXPECT_NE(fingerprint("POST", "/a", "b"), fingerprint("POST", "/ab", ""));
  EXPECT_GE(fingerprint("POST", "/a", "{}"), 0);
}

TEST(Permission, TheMatrixHoldsItsCorners) {
  EXPECT_TRUE(allowed(Role::administrator, Permission::administer));
  for (const Role role : {Role::manager, Role::dispatcher, Role::operator_, Role::worker, Role::client, Role::machine})
    EXPECT_FALSE(allowed(role, Permission::administer));
  EXPECT_TRUE(allowed(Role::client, Permission::file_request));
  EXPECT_FALSE(allowed(Role::worker, Permission::file_request));
  EXPECT_FALSE(allowed(Role::client, Permission::see_clients));
  EXPECT_TRUE(allowed(Role::client, Permission::settle_requests));
  EXPECT_FALSE(allowed(Role::client, Permission::handle_requests));
  EXPECT_FALSE(allowed(Role::worker, Permission::settle_requests));
  EXPECT_FALSE(allowed(Role::machine, Permission::settle_requests));
  EXPECT_TRUE(allowed(Role::worker, Permission::work));
  EXPECT_FALSE(allowed(Role::administrator, Permission::work));
}

TEST(Call, LimitAndIdsAreChecked) {
  Call call;
  EXPECT_EQ(call.limit().value(), 50);
  for (const auto* bad : {"0", "201", "x", "", "5 "}) {
    call.query_parameters["limit"] = bad;
    EXPECT_EQ(call.limit().error().code, "field.limit") << bad;
  }
  call.path_parameters["id"] = "12";
  EXPECT_EQ(call.id<WorkerId>("id").value(), WorkerId(12));
  call.path_parameters["id"] = "-12";
  EXPECT_EQ(call.id<WorkerId>("id").error().code, "field.id");
}

TEST(StreamRights, EachSeesItsOwn) {
  StreamEvent event;
  event.programme_id = ProgrammeId(1);
  event.audience = engine::Audience::operator_;
  event.client_id = ClientId(7);
  event.worker_id = WorkerId(8);
  Identity who;
  who.scope = {false, {ProgrammeId(1)}};
  who.role = Role::operator_;
  EXPECT_TRUE(may_see(who, event));
  who.scope = {false, {ProgrammeId(2)}};
  EXPECT_FALSE(may_see(who, event)) << "another programme";
  who.scope = {true, {}};
  who.role = Role::worker;
  who.worker = WorkerId(8);
  EXPECT_TRUE(may_see(who, event));
  who.worker = WorkerId(9);
  EXPECT_FALSE(may_see(who, event));
  who.role = Role::client;
  who.client = ClientId(7);
  EXPECT_FALSE(may_see(who, event)) << "for operators";
  event.audience = engine::Audience::client;
  EXPECT_TRUE(may_see(who, event));
  event.audience = engine::Audience::auditor;
  who.role = Role::manager;
  EXPECT_FALSE(may_see(who, event));
  who.role = Role::administrator;
  EXPECT_TRUE(may_see(who, event));
}

struct Thing {
  codec::Text<10, 1> name;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (name, version))

TEST(OpenApi, IsValidJsonAndTheSameEachTime) {
  const auto make = [] {
    Routes routes;
    routes.post<Thing, Thing>("/api/v1/things", Permission::administer, "Make a \"thing\"", [](Write&, const Thing& in) -> Result<Thing> { return in; });
    routes.get<Thing>("/api/v1/things/{id}", Permission::open, "One thing", [](Read&) -> Result<Thing> { return Thing{}; }).paged();
    return openapi(routes, "1.0");
  };
  const std::string text = make();
  EXPECT_EQ(text, make());
  const auto json = codec::parse_json(text);
  ASSERT_TRUE(json.has_value()) << json.error().text();
  const auto& post = json->at("paths").at("/api/v1/things").at("post");
  EXPECT_EQ(post.at("operationId"), "post_things");
  EXPECT_EQ(post.at("x-permission"), "administer");
  EXPECT_TRUE(post.at("responses").as_object().contains("201"));
  EXPECT_EQ(json->at("paths").at("/api/v1/things/{id}").at("get").at("parameters").as_array().size(), 3U);
}

TEST(OpenApi, FilesAreBytesInAndOut) {
  Routes routes;
  const Route& in = routes.upload<Thing>("/api/v1/things/{id}/picture", Permission::logged_in, "Add a picture", 1000,
                                         [](Work&, std::string_view) -> Result<Thing> { return Thing{}; });
  const Route& out = routes.download("/api/v1/pictures/{id}", Permission::logged_in, "A picture", [](Work&) -> Result<Answer> { return Answer{}; });
  EXPECT_EQ(in.body_limit, 1000U);
  EXPECT_FALSE(in.keeps_answer);
  EXPECT_TRUE(in.work && out.work && !in.write && !out.read);
  const auto json = codec::parse_json(openapi(routes, "1.0"));
  ASSERT_TRUE(json.has_value()) << json.error().text();
  const auto& post = json->at("paths").at("/api/v1/things/{id}/picture").at("post");
  EXPECT_EQ(post.at("requestBody").at("content").at("application/octet-stream").at("schema").at("format"), "binary");
  EXPECT_TRUE(post.at("responses").at("201").at("content").as_object().contains("application/json"));
  const auto& get = json->at("paths").at("/api/v1/pictures/{id}").at("get");
  EXPECT_EQ(get.at("responses").at("200").at("content").at("application/octet-stream").at("schema").at("format"), "binary");
}

TEST(Etag, OfBytesGoesByTheirHash) {
  EXPECT_EQ(quoted_etag("ab12"), "\"ab12\"");
  EXPECT_TRUE(none_match_fails("\"v1\", \"ab12\"", quoted_etag("ab12")));
  EXPECT_FALSE(none_match_fails("\"ab1\"", quoted_etag("ab12")));
}

}  // namespace
}  // namespace bellman::api
