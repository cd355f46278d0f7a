// The routes' own part: whose request it is, and what a client may do with its own. Bodies, log-in, keys and ETag headers are the api's.
#include "requests/routes.h"

#include "base/text.h"
#include "requests/test_house.h"
#include "requests/views.h"

namespace bellman::requests {
namespace {

class RequestRoutes : public House {
 protected:
  RequestRoutes() { routes(table); }

  const api::Route& route(api::Verb verb, std::string_view pattern) const {
    for (const api::Route& one : table.all())
      if (one.verb == verb && one.pattern == pattern) return one;
    BELLMAN_ASSERT(false, "no such route");
  }
  static api::Identity client_account(const clients::Client& of) {
    api::Identity who;
    who.account = AccountId(100 + of.id.value);
    who.role = people::Role::client;
    who.scope = {false, {of.programme_id}};
    who.client = of.id;
    return who;
  }
  static api::Identity desk_account(std::int64_t programme = 1) {
    api::Identity who;
    who.account = AccountId(1);
    who.role = people::Role::operator_;
    who.scope = {false, {ProgrammeId(programme)}};
    return who;
  }
  // The state afterwards, or the error's code. As the api does, the permission is asked first.
  std::string post(const api::Identity& who, const Request& request, std::string_view action, std::string_view body = R"({"reason":"So it is."})", std::optional<std::int64_t> if_match = {}) {
    const api::Route& to = route(api::Verb::post, fmt::format("/api/v1/requests/{{code}}/{}", action));
    if (!api::allowed(who.role, to.permission)) return "auth.permission";
    const auto prepared = to.write(body);
    if (prepared.has_error()) return prepared.error().code;
    api::Call call;
    call.identity = who;
    call.path_parameters["code"] = spoken_code(request.id.value);
    std::string state;
    const auto outcome = engine->run(who.actor(), [&](engine::Tx& tx) -> Result<> {
      api::Write write(tx, call);
      write.if_match = if_match;
      TRY(answer, (*prepared)(write));
      TRY(view, codec::from_json<RequestView>(answer.body, codec::Mode::stored));
      EXPECT_EQ(answer.version, view.version);
      state = codec::enum_name(view.state);
      return ok();
    });
    if (outcome.has_error()) last_error = outcome.error();
    return outcome.has_value() ? state : outcome.error().code;
  }
  std::string ask(const Request& request) {
    return post(desk_account(), request, "wait-for-client", fmt::format(R"({{"question":"Which floor?","until":"{}"}})", to_text(clock.now() + 2h)));
  }

  api::Routes table;
  Error last_error;
};

TEST_F(RequestRoutes, AClientSettlesItsOwnRequests) {
  const api::Identity anna_herself = client_account(anna);
  const Request one = file_at_home(question);
  ASSERT_EQ(ask(one), "waiting_for_client");
  pass(30min);
  EXPECT_EQ(post(anna_herself, one, "resume", R"({"reason":"The third."})"), "accepted");
  EXPECT_EQ(now_of(one).solve_due, *one.solve_due + 30min);
  EXPECT_EQ(events_of("request", one.id.value).back().actor_kind, engine::ActorKind::client);
  EXPECT_EQ(post(desk_account(), one, "finish", ""), "done");
  EXPECT_EQ(post(anna_herself, one, "reopen"), "accepted");
  EXPECT_EQ(post(desk_account(), one, "finish", ""), "done");
  EXPECT_EQ(post(anna_herself, one, "close", ""), "closed");
  const Request two = file_at_home(repair);
  EXPECT_EQ(post(anna_herself, two, "cancel"), "cancelled");
}

TEST_F(RequestRoutes, WhoseRequestItIsNotHearsThatThereIsNone) {
  const Request one = file_at_home(question);
  ASSERT_EQ(ask(one), "waiting_for_client");
  // A neighbour of the same programme, a client of another, and a client's account without a client.
  const api::Identity neighbour = client_account(client("Clara", 1)), stranger = client_account(boris);
  api::Identity nobody = client_account(anna);
  nobody.client = {};
  for (const api::Identity& other : {neighbour, stranger, nobody, desk_account(2)})
    for (const char* action : {"resume", "cancel", "reopen"}) EXPECT_EQ(post(other, one, action), "request.unknown") << action;
  for (const api::Identity& other : {neighbour, stranger, nobody}) EXPECT_EQ(post(other, one, "close", ""), "request.unknown");
  EXPECT_EQ(now_of(one).version, 2) << "nothing changed but by the desk";
}

TEST_F(RequestRoutes, WhatIsTheDesksAClientDoesNotDo) {
  const Request one = file_at_home(question);
  const api::Identity anna_herself = client_account(anna);
  for (const char* action : {"start", "finish", "unmerge", "merge", "split", "wait-for-client", "wait-for-supplier"}) EXPECT_EQ(post(anna_herself, one, action), "auth.permission") << action;
  EXPECT_FALSE(api::allowed(people::Role::client, route(api::Verb::patch, "/api/v1/requests/{code}").permission));
  for (const people::Role role : {people::Role::worker, people::Role::machine}) {
    api::Identity other = desk_account();
    other.role = role;
    for (const char* action : {"resume", "cancel", "reopen", "close"}) EXPECT_EQ(post(other, one, action), "auth.permission") << action;
  }
}

TEST_F(RequestRoutes, AWrongStateIsToldInASentenceWithTheCure) {
  const api::Identity anna_herself = client_account(anna);
  const Request one = file_at_home(question);
  const auto refused = [&](const char* action, std::string_view body, std::string_view word) {
    EXPECT_EQ(post(anna_herself, one, action, body), "request.not_now") << action;
    EXPECT_EQ(last_error.kind, ErrorClass::conflict);
    EXPECT_NE((last_error.message + " " + last_error.cure).find(word), std::string::npos) << last_error.text();
    EXPECT_FALSE(last_error.cure.empty());
  };
  constexpr std::string_view reason = R"({"reason":"So it is."})";
  refused("resume", reason, "Nobody waits for an answer");
  refused("close", "", "Only work that is done");
  refused("reopen", reason, "done or closed");
  ASSERT_EQ(post(desk_account(), one, "start", ""), "in_work");
  refused("cancel", reason, "Ask the desk");
  ASSERT_EQ(ask(one), "waiting_for_client");
  refused("cancel", reason, "Ask the desk");
  EXPECT_EQ(post(anna_herself, one, "resume"), "in_work");
  ASSERT_EQ(post(desk_account(), one, "finish", ""), "done");
  refused("cancel", reason, "Confirm the work");
  EXPECT_EQ(post(anna_herself, one, "close", ""), "closed");
  refused("close", "", "file a new request");
  EXPECT_EQ(post(anna_herself, one, "reopen", R"({"reason":" "})"), "field.too_short");
}

TEST_F(RequestRoutes, AListRefusesWhatItDoesNotKnow) {
  file_at_home(question);
  const api::Route& list = route(api::Verb::get, "/api/v1/requests");
  const auto ask_for = [&](const std::string& name, const std::string& value) -> std::string {
    api::Call call;
    call.identity = desk_account();
    call.query_parameters[name] = value;
    api::Read read(session(), clock.now(), std::move(call));
    const auto answer = list.read(read);
    if (answer.has_value()) return fmt::format("{}", answer->status);
    EXPECT_EQ(answer.error().field, name);
    EXPECT_FALSE(answer.error().cure.empty()) << name;
    return answer.error().code;
  };
  const std::array<const char*, 3> cases[] = {{"late", "maybe", "field.choice"}, {"client", "1 OR 1", "field.id"}, {"worker", "-1", "field.id"}, {"service", "1.0", "field.id"}, {"after", "x", "field.id"},
                                              {"programme", "0", "field.id"}, {"state", "lost", "field.choice"}, {"phone", "12", "field.phone"}, {"from", "yesterday", "field.instant"},
                                              {"until", "2026-02-30", "field.instant"}, {"q", "\xff", "field.encoding"}, {"limit", "0", "field.limit"}};
  for (const auto& [name, value, code] : cases) EXPECT_EQ(ask_for(name, value), code) << name;
  for (const auto& [name, value] : {std::pair{"late", "false"}, {"client", "1"}, {"from", "2026-01-12"}, {"until", "2026-01-12T09:00:00Z"}, {"phone", "1234"}}) EXPECT_EQ(ask_for(name, value), "200") << name;
}

TEST_F(RequestRoutes, WhoNamesAVersionIsHeeded) {
  const Request one = file_at_home(question);
  ASSERT_EQ(ask(one), "waiting_for_client");
  EXPECT_EQ(post(client_account(anna), one, "resume", R"({"reason":"The third."})", 1), "precondition.stale");
  EXPECT_EQ(now_of(one).state, RequestState::waiting_for_client);
  EXPECT_EQ(post(client_account(anna), one, "resume", R"({"reason":"The third."})", 2), "accepted");
}

}  // namespace
}  // namespace bellman::requests
