// What is wrong is refused with the right status, a stable code and a sentence; nothing of it is stored; the server goes on.
#include "faults/served.h"

namespace bellman::faults {
namespace {

struct Case {
  std::string name;
  std::string method;
  std::string path;
  std::string more;  // header lines
  std::string body;
  int status = 0;
  std::string code;
  std::string field{};
};

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

class BadInput : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server.start());
    company = make_company(server);
    const Answer filed = server.post(requests, company.filing("good"));
    ASSERT_EQ(filed.status, 201) << filed.body;
    code = member(filed.body, "code");
    before = stored();
  }

  // Nothing has changed, and it still works.
  void TearDown() override {
    EXPECT_EQ(stored(), before) << "something was stored";
    EXPECT_EQ(server.get("/readyz").status, 200);
    EXPECT_EQ(server.post(requests, company.filing("afterwards")).status, 201);
    ASSERT_EQ(server.stop(), 0) << server.log();
    EXPECT_EQ(server.violations(), "[]");
  }

  // Rows of all that a bad request could have made, and the versions of what it could have changed.
  std::vector<std::int64_t> stored() const {
    static constexpr db::Query rows[] = {{"faults.all_requests", "SELECT count(*) FROM request"}, {"faults.all_versions", "SELECT sum(version) FROM request"},
                                         {"faults.all_jobs", "SELECT count(*) FROM job"},         {"faults.all_workers", "SELECT count(*) FROM worker"},
                                         {"faults.all_clients", "SELECT count(*) FROM client"},   {"faults.all_deadlines", "SELECT count(*) FROM deadline"}};
    std::vector<std::int64_t> counts;
    for (const db::Query& query : rows) counts.push_back(server.count(query));
    return counts;
  }

  void expect_refused(const Case& one) const {
    SCOPED_TRACE(one.name);
    Client client(server.port());
    client.send(message(one.method, one.path, one.more, one.body));
    const Answer answer = client.answer(one.method == "HEAD", patience_ms);
    EXPECT_EQ(answer.status, one.status) << answer.body.substr(0, 300);
    EXPECT_EQ(member(answer.body, "code"), one.code) << answer.body.substr(0, 300);
    EXPECT_EQ(member(answer.body, "field"), one.field) << answer.body.substr(0, 300);
    EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json");
    const std::string sentence = member(answer.body, "detail");
    EXPECT_TRUE(sentence.size() > 10 && sentence.ends_with(".")) << sentence;
    EXPECT_EQ(member(answer.body, "request_id").size(), 16U);
    EXPECT_LT(answer.body.size(), 2000U) << "an answer must not repeat all that it was sent";
  }

  // POST of a filing that differs from a good one.
  Case filing(std::string name, std::string_view what, std::string_view with, int status, std::string problem, std::string field = {}) const {
    return {std::move(name), "POST", std::string(requests), server.as_administrator(), replaced(company.filing("bad"), what, with), status, std::move(problem), std::move(field)};
  }
  // The same with members more.
  Case filing_with(std::string name, std::string_view members, int status, std::string problem, std::string field) const {
    return filing(std::move(name), R"("channel":"api")", fmt::format(R"("channel":"api",{})", members), status, std::move(problem), std::move(field));
  }
  Case body(std::string name, std::string text, int status, std::string problem, std::string field = {}) const {
    return {std::move(name), "POST", std::string(requests), server.as_administrator(), std::move(text), status, std::move(problem), std::move(field)};
  }
  Case worker(std::string name, std::string_view members, std::string problem, std::string field) const {
    return {std::move(name), "POST", "/api/v1/workers", server.as_administrator(),
            fmt::format(R"({{"name":"N","kind":"employee","home":{{"lat":1,"lon":1}},{}}})", members), 422, std::move(problem), std::move(field)};
  }
  Case get(std::string name, std::string path, int status, std::string problem, std::string field = {}) const {
    return {std::move(name), "GET", std::move(path), server.as_administrator(), "", status, std::move(problem), std::move(field)};
  }

  static constexpr std::string_view requests = "/api/v1/requests";
  const Folder folder;
  // No round of dispatch changes anything meanwhile; a later one `check store` would find too late.
  Served server{folder, {"--set", "dispatch.round_seconds=55", "--set", "dispatch.round_near_seconds=55"}};
  Company company;
  std::string code;
  std::vector<std::int64_t> before;
};

TEST_F(BadInput, JsonThatIsNone) {
  const std::string good = company.filing("bad");
  const Case cases[] = {
      body("cut off", good.substr(0, good.size() - 5), 400, "json.malformed"),
      body("followed by more", good + "x", 400, "json.malformed"),
      body("two values", good + good, 400, "json.malformed"),
      {"no value", "POST", std::string(requests), server.as_administrator() + "Content-Type: application/json\r\n", "", 400, "json.malformed"},
      body("blanks", "  \n ", 400, "json.malformed"),
      filing_with("a member twice", R"("title":"Another")", 400, "json.named_twice", "title"),
      filing_with("a member of a member twice", R"("place":{"lat":1,"lon":2,"lat":3})", 400, "json.named_twice", "place.lat"),
      body("a list", "[]", 422, "field.type"),
      body("null", "null", 422, "field.type"),
      body("single quotes", "{'title':'x'}", 400, "json.malformed"),
      body("a comment", "/* hello */" + good, 400, "json.malformed"),
      body("a byte order mark", "\xEF\xBB\xBF" + good, 400, "json.malformed"),
      body("lists a hundred thousand deep", std::string(100'000, '['), 400, "json.malformed"),
      body("objects forty deep", [] {
        std::string text;
        for (int i = 0; i < 40; ++i) text += R"({"a":)";
        return text + "1" + std::string(40, '}');
      }(), 400, "json.malformed"),
      filing("bytes that are not UTF-8", "Water", "Wa\xFF\xFEter", 400, "json.malformed"),
      filing("a surrogate in UTF-8", "Water", "Wa\xED\xA0\x80ter", 400, "json.malformed"),
      filing("an overlong slash", "Water", "Wa\xC0\xAFter", 400, "json.malformed"),
      filing("half a surrogate pair", "Water", R"(Wa\ud800ter)", 400, "json.malformed"),
      filing("a NUL", "Water", R"(Wa\u0000ter)", 422, "field.control_character", "title"),
      filing("a raw line break", "Water", "Wa\nter", 400, "json.malformed"),
  };
  for (const Case& one : cases) expect_refused(one);
}

TEST_F(BadInput, FieldsThatBreakTheirRule) {
  const std::string client = fmt::format(R"("client_id":{})", company.client), site = fmt::format(R"("site_id":{})", company.site);
  const std::string service = fmt::format(R"("service_id":{})", company.service), title = R"("title":"Water comes through the ceiling")";
  const Case cases[] = {
      filing("a number for a text", title, R"("title":5)", 422, "field.type", "title"),
      filing("a text for an id", client, R"("client_id":"1")", 422, "field.type", "client_id"),
      filing("a fraction for an id", client, R"("client_id":1.5)", 422, "field.type", "client_id"),
      filing("a huge number", client, R"("client_id":99999999999999999999999)", 422, "field.type", "client_id"),
      filing("infinity", client, R"("client_id":1e999999)", 400, "json.number", "client_id"),
      filing("a negative id", site, R"("site_id":-4)", 422, "field.range", "site_id"),
      filing("an id of nothing", service, R"("service_id":0)", 422, "field.range", "service_id"),
      filing("an unknown client", client, R"("client_id":999999)", 422, "request.unknown_client", "client_id"),
      filing("an unknown service", service, R"("service_id":999999)", 422, "request.unknown_service", "service_id"),
      filing("an unknown site", site, R"("site_id":999999)", 422, "request.unknown_site", "site_id"),
      filing_with("an unknown field", R"("colour":"red")", 422, "field.unknown", "colour"),
      filing("no title", title + ",", "", 422, "field.missing", "title"),
      filing("an empty title", title, R"("title":"")", 422, "field.too_short", "title"),
      filing("a blank title", title, R"("title":" \t ")", 422, "field.too_short", "title"),
      filing("a long title", title, fmt::format(R"("title":"{}")", std::string(201, 'x')), 422, "field.too_long", "title"),
      filing_with("a long description", fmt::format(R"("description":"{}")", std::string(10'001, 'x')), 422, "field.too_long", "description"),
      filing("an unknown channel", R"("channel":"api")", R"("channel":"pigeon")", 422, "field.choice", "channel"),
      filing_with("the year 9999", R"("wished_from":"9999-12-31T23:59:59Z")", 422, "request.wish_too_far", "wished_from"),
      filing_with("the year 300000", R"("wished_from":"300000-01-01T00:00:00Z")", 422, "instant.malformed", "wished_from"),
      filing_with("the 30th of February", R"("wished_from":"2027-02-30T00:00:00Z")", 422, "instant.malformed", "wished_from"),
      filing_with("a number for a time", R"("wished_from":1e300)", 422, "field.type", "wished_from"),
      filing_with("a window that is over", R"("wished_from":"1970-01-01T00:00:00Z","wished_until":"1970-01-02T00:00:00Z")", 422, "request.wish_past", "wished_until"),
      filing_with("a latitude of 91", R"("place":{"lat":91,"lon":0})", 422, "place.latitude", "place.lat"),
      filing("a form's number too small", R"("floor":"3")", R"("floor":"-4")", 422, "field.too_small", "fields.floor"),
      filing("a form's word for a number", R"("floor":"3")", R"("floor":"many")", 422, "field.number", "fields.floor"),
      filing("a form without what it requires", R"("floor":"3")", "", 422, "field.required", "fields.floor"),
      filing("a form's unknown field", R"("floor":"3")", R"("floor":"3","roof":"x")", 422, "field.unknown", "fields.roof"),
      worker("negative money", R"("zone":"UTC","cost_per_hour":{"minor":-5,"currency":"EUR"})", "worker.cost", "cost_per_hour.minor"),
      worker("a currency that is none", R"("zone":"UTC","cost_per_hour":{"minor":5,"currency":"euro"})", "money.currency", "cost_per_hour.currency"),
      worker("a zone that is none", R"("zone":"Mars/Base")", "zone.unknown", "zone"),
  };
  for (const Case& one : cases) expect_refused(one);
}

TEST_F(BadInput, VersionsAndKeys) {
  const std::string own = fmt::format("{}/{}", requests, code), change = R"({"title":"Other"})";
  const auto patch = [&](std::string name, std::string_view if_match, int status, std::string problem, std::string field = {}) {
    return Case{std::move(name), "PATCH", own, server.as_administrator() + (if_match.empty() ? std::string() : fmt::format("If-Match: {}\r\n", if_match)), change, status, std::move(problem), std::move(field)};
  };
  const Case changes[] = {
      patch("no If-Match", "", 428, "precondition.missing"),
      patch("a stale one", "\"v77\"", 412, "precondition.stale"),
      patch("a forged one", "\"v1' or 1=1\"", 400, "precondition.syntax", "If-Match"),
      patch("a weak one", "W/\"v1\"", 400, "precondition.syntax", "If-Match"),
      patch("a huge one", "\"v99999999999999999999\"", 400, "precondition.syntax", "If-Match"),
      patch("a list", "\"v1\", \"v2\"", 400, "precondition.syntax", "If-Match"),
  };
  for (const Case& one : changes) expect_refused(one);

  const auto keyed = [&](std::string name, std::string_view key, const std::string& text, int status, std::string problem, std::string field) {
    return Case{std::move(name), "POST", std::string(requests), server.as_administrator() + fmt::format("Idempotency-Key: {}\r\n", key), text, status, std::move(problem), std::move(field)};
  };
  const std::string known = company.filing("good");
  expect_refused(keyed("the first with its key", "once", known, 409, "request.external_known", ""));
  expect_refused(keyed("the same again", "once", known, 409, "request.external_known", ""));
  // A refusal does not use the key up: once its cause has passed the same key files the request.
  EXPECT_EQ(server.post(requests, company.filing("once"), "Idempotency-Key: once\r\n").status, 201);
  before = stored();
  expect_refused(keyed("another body with the key", "once", company.filing("bad"), 422, "idempotency.other_body", "Idempotency-Key"));
  expect_refused(keyed("a key with a blank", "a b", known, 400, "idempotency.key", "Idempotency-Key"));
  expect_refused(keyed("a key of 101 characters", std::string(101, 'k'), known, 400, "idempotency.key", "Idempotency-Key"));
  expect_refused(keyed("no key in it", "", known, 400, "idempotency.key", "Idempotency-Key"));
}

TEST_F(BadInput, Addresses) {
  const Case cases[] = {
      get("NUL", "/%00", 400, "http.bad_path"),
      get("NUL in a code", "/api/v1/requests/%00", 400, "http.bad_path"),
      get("two points", "/api/v1/../v1/me", 400, "http.bad_path"),
      get("two points in disguise", "/api/v1/requests/%2e%2e", 400, "http.bad_path"),
      get("a slash in disguise", "/..%2f..%2fetc/passwd", 404, "http.not_found"),
      get("overlong UTF-8", "/%c0%ae%c0%ae/", 400, "http.bad_path"),
      get("not UTF-8", "/api/v1/requests/%ff", 400, "http.bad_path"),
      get("half an escape", "/a%", 400, "http.bad_path"),
      get("nothing there", "/api/v1/nothing", 404, "http.not_found"),
      get("an unknown code", "/api/v1/requests/ZZZ-ZZZ-Z", 404, "request.unknown", "code"),
      get("an unknown id", "/api/v1/clients/999999", 404, "client.unknown", "id"),
      get("letters for an id", "/api/v1/clients/abc", 400, "field.id", "id"),
      get("a huge id", "/api/v1/clients/99999999999999999999999", 400, "field.id", "id"),
      get("a page of nothing", "/api/v1/requests?limit=0", 400, "field.limit", "limit"),
      get("an unknown parameter", "/api/v1/requests?colour=1", 400, "http.unknown_parameter", "colour"),
      get("a target too long", "/" + std::string(9'000, 'x'), 414, "http.target_too_long"),
      {"a method that it does not take", "DELETE", std::string(requests), server.as_administrator(), "", 405, "http.method_not_allowed"},
      {"a method nobody knows", "FROBNICATE", std::string(requests), server.as_administrator(), "", 501, "http.unknown_method"},
  };
  for (const Case& one : cases) expect_refused(one);
}

TEST_F(BadInput, HeadersAndSizes) {
  const std::string good = company.filing("bad");
  const auto post = [&](std::string name, std::string_view header, const std::string& text, int status, std::string problem) {
    return Case{std::move(name), "POST", std::string(requests), server.as_administrator() + std::string(header), text, status, std::move(problem)};
  };
  std::string many;
  for (int i = 0; i < 300; ++i) many += fmt::format("X-{}: 1\r\n", i);
  const Case cases[] = {
      post("a form's content type", "Content-Type: application/x-www-form-urlencoded\r\n", good, 415, "http.content_type"),
      post("a text's content type", "Content-Type: text/plain\r\n", good, 415, "http.content_type"),
      post("no content type", "Content-Type:\r\n", good, 415, "http.content_type"),
      post("a header of 20 kB", fmt::format("X-Big: {}\r\n", std::string(20'000, 'x')), good, 431, "http.header_too_large"),
      post("300 fields", many, good, 431, "http.header_too_large"),
      post("an unknown transfer encoding", "Transfer-Encoding: gzip\r\n", "", 501, "http.transfer_encoding"),
      post("two lengths", "Content-Length: 5\r\n", good, 400, "http.malformed"),
      post("a negative length", "Content-Length: -5\r\n", "", 400, "http.malformed"),
      post("10 MB", "", fmt::format(R"({{"title":"{}"}})", std::string(10'000'000, 'x')), 413, "http.body_too_large"),
  };
  for (const Case& one : cases) expect_refused(one);
}

TEST_F(BadInput, WhoIsNotLoggedIn) {
  const std::string good = company.filing("bad");
  const auto as = [&](std::string name, std::string header, int status, std::string problem) {
    return Case{std::move(name), "POST", std::string(requests), std::move(header), good, status, std::move(problem)};
  };
  Client client(server.port());
  client.send(message("POST", "/api/v1/login", "", fmt::format(R"({{"login":"anna","password":"{}"}})", password)));
  ASSERT_TRUE(client.receive_until("bellman_session=", patience_ms));
  std::string session = client.buffer().substr(client.buffer().find("bellman_session="));
  session = session.substr(0, session.find(';'));
  const std::string csrf = member(client.answer(false, patience_ms).body, "csrf_token");
  ASSERT_FALSE(csrf.empty());
  const std::string cookie = fmt::format("Cookie: {}\r\n", session);

  const Instant soon{std::chrono::duration_cast<Milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count() + 1500};
  const Answer short_lived = server.post("/api/v1/tokens", fmt::format(R"({{"name":"short","expires_at":"{}"}})", to_text(soon)));
  ASSERT_EQ(short_lived.status, 201) << short_lived.body;
  const std::string expired = fmt::format("Authorization: Bearer {}\r\n", member(short_lived.body, "secret"));
  const auto over = std::chrono::steady_clock::now() + std::chrono::milliseconds(1700);

  const Case cases[] = {
      as("nobody", "", 401, "auth.required"),
      as("another scheme", "Authorization: Basic YTpi\r\n", 401, "auth.required"),
      as("a forged token", "Authorization: Bearer bellman_1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n", 401, "auth.bad_token"),
      as("a token that is none", fmt::format("Authorization: Bearer {}\r\n", std::string(3'000, 'x')), 401, "auth.bad_token"),
      as("a forged cookie", "Cookie: bellman_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n", 401, "auth.session_over"),
      as("a session without its CSRF token", cookie, 403, "auth.csrf"),
      as("a session with a forged CSRF token", cookie + "X-CSRF-Token: forged\r\n", 403, "auth.csrf"),
      {"a wrong password", "POST", "/api/v1/login", "", R"({"login":"anna","password":"wrong"})", 401, "login.wrong"},
      {"an unknown login", "POST", "/api/v1/login", "", R"({"login":"nobody","password":"wrong"})", 401, "login.wrong"},
      {"a token that would be over", "POST", "/api/v1/tokens", server.as_administrator(), R"({"name":"old","expires_at":"2020-01-01T00:00:00Z"})", 422, "token.expired", "expires_at"},
  };
  for (const Case& one : cases) expect_refused(one);
  std::this_thread::sleep_until(over);
  expect_refused(as("an expired token", expired, 401, "auth.bad_token"));

  Client known(server.port());
  known.send(message("GET", "/api/v1/me", cookie));
  EXPECT_EQ(known.answer(false, patience_ms).status, 200);
}

}  // namespace
}  // namespace bellman::faults
