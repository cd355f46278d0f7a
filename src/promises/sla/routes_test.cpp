// The routes' own part: calendars, policies and tables of holidays through the API, and what their errors say.
#include "sla/routes.h"

#include "api/rooms.h"
#include "api/routes.h"
#include "base/assert.h"
#include "db/migration.h"
#include "db/fresh_database.h"
#include "engine/engine.h"
#include "sla/service.h"
#include "sla/store.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <filesystem>

#include <unistd.h>

namespace bellman::sla {
namespace {

using Parameters = std::map<std::string, std::string, std::less<>>;

struct Asked {
  std::string error;  // "code field", "none" when it went well
  std::string cure;
  boost::json::value body;
};

constexpr std::string_view calendars_path = "/api/v1/calendars", calendar_path = "/api/v1/calendars/{id}", policies_path = "/api/v1/sla-policies",
                           policy_path = "/api/v1/sla-policies/{id}", import_path = "/api/v1/calendars/{id}/holidays/import", preview_path = "/api/v1/calendars/{id}/preview";
constexpr std::string_view office = R"({"name":"Office","zone":"Europe/Dublin","weekly_hours":[[{"open_minute":540,"close_minute":1020}],[],[],[],[],[],[]]})";

class SlaRoutes : public testing::Test {
 protected:
  SlaRoutes() : clock(*parse_instant("2026-03-23T09:00:00Z")) {
    folder = std::filesystem::temp_directory_path() / fmt::format("bellman_sla_routes_{}", getpid());
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    database = db::fresh_database(folder);
    const auto session = *database->open(db::Access::write);
    BELLMAN_ASSERT(db::migrate(*session, api::migrations_of(api::rooms()), clock.now()).has_value(), "migrations");
    engine = std::make_unique<engine::Engine>(*database, registry, clock);
    BELLMAN_ASSERT(engine->start().has_value(), "start");
    routes(table);
    be(people::Role::administrator);
  }
  ~SlaRoutes() override {
    engine.reset();
    database.reset();
    std::filesystem::remove_all(folder);
  }

  void be(people::Role role) {
    who = {};
    who.account = AccountId(1);
    who.role = role;
    who.scope.all = true;
  }
  const api::Route& route(api::Verb verb, std::string_view pattern) {
    for (const api::Route& row : table.all())
      if (row.verb == verb && row.pattern == pattern) return row;
    BELLMAN_ASSERT(false, "no such route");
  }
  static Asked failed(const Error& error) { return {error.code + (error.field.empty() ? "" : " " + error.field), error.cure, {}}; }
  static Asked asked(const Result<api::Answer>& answer) {
    if (answer.has_error()) return failed(answer.error());
    return {"none", {}, answer->body.empty() ? boost::json::value() : boost::json::parse(answer->body)};
  }
  api::Call call(const Parameters& path, const Parameters& query = {}) {
    api::Call made;
    made.identity = who;
    made.path_parameters = path;
    made.query_parameters = query;
    return made;
  }
  static Parameters id(std::int64_t number) { return {{"id", std::to_string(number)}}; }
  Asked get(std::string_view pattern, const Parameters& path = {}, const Parameters& query = {}) {
    const api::Route& row = route(api::Verb::get, pattern);
    if (!api::allowed(who.role, row.permission)) return {"not allowed", {}, {}};
    api::Read read(engine->session(), clock.now(), call(path, query));
    return asked(row.read(read));
  }
  Asked send(api::Verb verb, std::string_view pattern, const Parameters& path, std::string_view body, std::optional<std::int64_t> if_match = {}) {
    const api::Route& row = route(verb, pattern);
    if (!api::allowed(who.role, row.permission)) return {"not allowed", {}, {}};
    const auto prepared = row.write(body);
    if (prepared.has_error()) return failed(prepared.error());
    Result<api::Answer> answer = Error::internal("test.not_run", "Not run.");
    (void)engine->run(who.actor(), [&](engine::Tx& tx) -> Result<> {
      api::Write write(tx, call(path));
      write.if_match = if_match;
      answer = (*prepared)(write);
      return answer.has_error() ? Result<>(answer.error()) : ok();
    });
    return asked(answer);
  }
  Asked post(std::string_view pattern, std::string_view body, const Parameters& path = {}) { return send(api::Verb::post, pattern, path, body); }
  std::int64_t added(std::string_view pattern, std::string_view body) {
    const Asked made = post(pattern, body);
    EXPECT_EQ(made.error, "none") << made.cure;
    return made.error == "none" ? made.body.at("id").to_number<std::int64_t>() : 0;
  }
  // Refused, with the code, the field and some cure.
  void expect_refused(const Asked& answer, std::string_view error) {
    EXPECT_EQ(answer.error, error);
    EXPECT_FALSE(answer.cure.empty()) << answer.error;
  }

  std::filesystem::path folder;
  engine::ManualClock clock;
  engine::Registry registry;
  api::Routes table;
  api::Identity who;
  std::unique_ptr<db::Database> database;
  std::unique_ptr<engine::Engine> engine;
};

TEST_F(SlaRoutes, ACalendarIsAddedChangedAndRetired) {
  const std::int64_t calendar = added(calendars_path, office);
  EXPECT_EQ(get(calendar_path, id(calendar)).body.at("zone").as_string(), "Europe/Dublin");
  const std::string renamed = R"({"name":"Head office","zone":"Europe/Dublin"})";
  expect_refused(send(api::Verb::put, calendar_path, id(calendar), renamed), "precondition.missing");
  expect_refused(send(api::Verb::put, calendar_path, id(calendar), renamed, 7), "precondition.stale");
  const Asked changed = send(api::Verb::put, calendar_path, id(calendar), renamed, 1);
  ASSERT_EQ(changed.error, "none");
  EXPECT_EQ(changed.body.at("version").to_number<int>(), 2);
  EXPECT_EQ(changed.body.at("weekly_hours").at(0).as_array().size(), 1U) << "hours that are left out stay";
  EXPECT_EQ(send(api::Verb::delete_, calendar_path, id(calendar), "", 2).body.at("retired").as_bool(), true);
  EXPECT_EQ(get(calendars_path).body.at("items").as_array().size(), 1U);
}

TEST_F(SlaRoutes, ACalendarsErrorsNameTheFieldAndTheCure) {
  const auto calendar = [](std::string_view more, std::string_view zone = "UTC") { return fmt::format(R"({{"name":"C","zone":"{}"{}}})", zone, more); };
  const auto monday = [&](std::string_view hours) { return calendar(fmt::format(R"(,"weekly_hours":[[{}],[],[],[],[],[],[]])", hours)); };
  expect_refused(post(calendars_path, calendar("", "Mars/Olympus")), "zone.unknown zone");
  expect_refused(post(calendars_path, calendar("")), "sla.no_hours weekly_hours");
  expect_refused(post(calendars_path, monday(R"({"open_minute":1320,"close_minute":360})")), "sla.interval weekly_hours[0][0]");
  expect_refused(post(calendars_path, monday(R"({"open_minute":540,"close_minute":1441})")), "sla.interval weekly_hours[0][0]");
  expect_refused(post(calendars_path, monday(R"({"open_minute":-1,"close_minute":60})")), "sla.interval weekly_hours[0][0]");
  expect_refused(post(calendars_path, calendar(R"(,"weekly_hours":[[]])")), "sla.interval weekly_hours");
  const std::string hours = R"("intervals":[{"open_minute":540,"close_minute":600}])";
  expect_refused(post(calendars_path, calendar(fmt::format(R"(,"shifts":[{{"day":"2026-04-01",{0}}},{{"day":"2026-04-01",{0}}}])", hours))), "sla.duplicate_day shifts[1].day");
  expect_refused(post(calendars_path, calendar(fmt::format(R"(,"shifts":[{{"day":"2026-04-01",{}}}])", hours))), "sla.no_weekly_hours weekly_hours");
  EXPECT_EQ(post(calendars_path, calendar(R"(,"holidays":[{"day":"2026-02-30","name":"?"}])")).error.substr(0, 4), "day.");
  EXPECT_EQ(post(calendars_path, "{").error.substr(0, 5), "json.");
  EXPECT_EQ(post(calendars_path, R"({"zone":"UTC"})").error, "field.missing name");
  ASSERT_EQ(post(calendars_path, office).error, "none");
  expect_refused(post(calendars_path, office), "sla.name_taken name");
  expect_refused(send(api::Verb::put, calendar_path, id(99), office, 1), "sla.unknown_calendar id");
}

TEST_F(SlaRoutes, APolicysErrorsNameTheFieldAndTheCure) {
  const std::int64_t calendar = added(calendars_path, office);
  const auto policy = [&](std::string_view rules, std::string_view more = "", std::int64_t of = 0) {
    return fmt::format(R"({{"name":"P","calendar_id":{},"rules":[{}]{}}})", of == 0 ? calendar : of, rules, more);
  };
  const std::string rule = R"({"reach_minutes":60,"solve_minutes":480})";
  expect_refused(post(policies_path, policy("{}")), "sla.policy rules[0]");
  EXPECT_EQ(post(policies_path, policy(R"({"reach_minutes":-5})")).error.substr(0, 6), "field.");
  EXPECT_EQ(post(policies_path, policy(R"({"reach_minutes":600000})")).error.substr(0, 6), "field.");
  EXPECT_EQ(post(policies_path, policy(R"({"reach_minutes":5,"clock":"sun"})")).error.substr(0, 6), "field.");
  expect_refused(post(policies_path, policy(rule, R"(,"warning_percents":[80,50])")), "sla.policy warning_percents[1]");
  expect_refused(post(policies_path, policy(rule, R"(,"escalation":[{"level":1,"after_minutes":0}])")), "sla.policy escalation[0]");
  expect_refused(post(policies_path, policy(rule, R"(,"escalation":[{"level":2,"role":"manager","after_minutes":5},{"level":1,"role":"manager","after_minutes":9}])")),
                 "sla.policy escalation[1]");
  expect_refused(post(policies_path, policy(rule, "", 99)), "sla.unknown_calendar calendar_id");
  expect_refused(post(policies_path, fmt::format(R"({{"name":"P","rules":[{}]}})", rule)), "sla.no_calendar calendar_id");
  EXPECT_EQ(post(policies_path, R"({"name":"Clock","rules":[{"reach_minutes":5,"clock":"clock"}]})").error, "none");
  EXPECT_EQ(post(policies_path, policy(rule, R"(,"warning_percents":[50,80],"escalation":[{"level":1,"role":"manager","after_minutes":0}])")).error, "none");
  expect_refused(post(policies_path, policy(rule)), "sla.name_taken name");
  ASSERT_EQ(send(api::Verb::delete_, calendar_path, id(calendar), "", 1).error, "none");
  expect_refused(post(policies_path, R"({"name":"Q","calendar_id":1,"rules":[{"reach_minutes":5}]})"), "sla.retired_calendar calendar_id");
  expect_refused(send(api::Verb::put, policy_path, id(99), policy(rule), 1), "sla.unknown_policy id");
}

TEST_F(SlaRoutes, HolidaysAreImportedAndPreviewed) {
  const std::int64_t calendar = added(calendars_path, office);
  const Asked report = post(import_path, R"({"format":"holidays_json","text":"{\"2026-03-30\": \"Monday off\",\n\"2026-02-30\": \"no day\"}"})", id(calendar));
  ASSERT_EQ(report.error, "none") << report.cure;
  EXPECT_EQ(report.body.at("holidays_added").to_number<int>(), 1);
  EXPECT_EQ(report.body.at("dirt").at(0).at("line").to_number<int>(), 2);
  EXPECT_EQ(report.body.at("dirt").at(0).at("kind").as_string(), "bad_date");
  const Asked preview = get(preview_path, id(calendar), {{"from", "2026-03-23"}, {"days", "21"}});
  ASSERT_EQ(preview.error, "none");
  EXPECT_EQ(preview.body.at("holidays").as_array().size(), 1U);
  ASSERT_EQ(preview.body.at("open").as_array().size(), 2U) << "Mondays of three weeks without the holiday";
  EXPECT_EQ(preview.body.at("open").at(0).at("begin").as_string(), "2026-03-23T09:00:00Z");
  EXPECT_EQ(preview.body.at("open").at(1).at("begin").as_string(), "2026-04-06T08:00:00Z") << "the clock has changed";
  EXPECT_EQ(post(import_path, R"({"format":"holidays_json","text":"{\"2026-03-30\": \"Monday off\"}"})", id(calendar)).body.at("version").to_number<int>(), 2) << "nothing new";

  expect_refused(post(import_path, R"({"format":"date_holidays_csv","text":"x"})", id(calendar)), "sla.country_missing country");
  expect_refused(post(import_path, R"({"format":"holidays_json","text":"{}","first":"2026-02-01","last":"2026-01-01"})", id(calendar)), "sla.days_reversed last");
  expect_refused(post(import_path, R"({"format":"holidays_json","text":"{}"})", id(99)), "sla.unknown_calendar calendar_id");
  EXPECT_EQ(post(import_path, R"({"format":"ical","text":"{}"})", id(calendar)).error.substr(0, 6), "field.");
  expect_refused(get(preview_path, id(calendar), {{"days", "367"}}), "field.range days");
  EXPECT_EQ(get(preview_path, id(calendar), {{"from", "soon"}}).error.substr(0, 4), "day.");
  expect_refused(get(calendar_path, id(99)), "sla.unknown_calendar id");
  expect_refused(get(policy_path, id(99)), "sla.unknown_policy id");
  expect_refused(get(calendars_path, {}, {{"after", "x"}}), "field.range after");
}

TEST_F(SlaRoutes, OnlyEditorsOfTheCatalogueChangeThem) {
  const std::int64_t calendar = added(calendars_path, office);
  be(people::Role::worker);
  EXPECT_EQ(post(calendars_path, office).error, "not allowed");
  EXPECT_EQ(post(policies_path, R"({"name":"P"})").error, "not allowed");
  EXPECT_EQ(send(api::Verb::delete_, calendar_path, id(calendar), "", 1).error, "not allowed");
  EXPECT_EQ(post(import_path, R"({"format":"holidays_json","text":"{}"})", id(calendar)).error, "not allowed");
}

}  // namespace
}  // namespace bellman::sla
