#include "workers/routes.h"

#include "workers/test_house.h"

#include <boost/json/value.hpp>

namespace bellman::workers {
namespace {

using engine::Tx;
using Parameters = std::map<std::string, std::string, std::less<>>;

struct Asked {
  std::string error;  // code, "none" when it went well
  std::string field;
  boost::json::value body;
};

class WorkersRoutes : public House {
 protected:
  WorkersRoutes() { routes(table); }

  const api::Route& route(api::Verb verb, std::string_view pattern) {
    for (const api::Route& row : table.all())
      if (row.verb == verb && row.pattern == pattern) return row;
    BELLMAN_ASSERT(false, "no such route");
  }
  static Asked asked(const Result<api::Answer>& answer) {
    if (answer.has_error()) return {answer.error().code, answer.error().field, {}};
    return {"none", {}, answer->body.empty() ? boost::json::value() : *codec::parse_json(answer->body)};
  }
  api::Call call(const Parameters& path, const Parameters& query = {}) {
    api::Call made;
    made.identity = who;
    made.path_parameters = path;
    made.query_parameters = query;
    return made;
  }
  Asked get(std::string_view pattern, const Parameters& path = {}, const Parameters& query = {}) {
    api::Read read(session(), clock.now(), call(path, query));
    return asked(route(api::Verb::get, pattern).read(read));
  }
  Asked send(api::Verb verb, std::string_view pattern, const Parameters& path, std::string_view body, std::optional<std::int64_t> if_match = {}) {
    const auto prepared = route(verb, pattern).write(body);
    if (prepared.has_error()) return {prepared.error().code, prepared.error().field, {}};
    Result<api::Answer> answer = Error::internal("test.not_run", "Not run.");
    under_test->run(who.actor(), [&](Tx& tx) -> Result<> {
      api::Write write(tx, call(path));
      write.if_match = if_match;
      answer = (*prepared)(write);
      if (answer.has_error()) return answer.error();
      return ok();
    });
    return asked(answer);
  }
  Asked post(std::string_view pattern, const Parameters& path, std::string_view body) { return send(api::Verb::post, pattern, path, body); }

  void be(people::Role role, std::vector<ProgrammeId> programmes, WorkerId worker = {}) {
    who = {};
    who.account = AccountId(1);
    who.role = role;
    who.scope = {programmes.empty(), std::move(programmes)};
    who.worker = worker;
  }
  Parameters id(WorkerId worker) { return {{"id", std::to_string(worker.value)}}; }
  Worker make_for(std::string name, std::vector<ProgrammeId> programmes) {
    Worker draft;
    draft.name = std::move(name);
    draft.programmes = std::move(programmes);
    return run([&](Tx& tx) { return create_worker(tx, draft); });
  }
  std::vector<std::string> names(const Asked& answer) {
    std::vector<std::string> result;
    for (const auto& item : answer.body.at("items").as_array()) result.emplace_back(item.at("name").as_string());
    return result;
  }

  api::Routes table;
  api::Identity who;
};

constexpr std::string_view plain = R"({"name":"Ona","kind":"employee","zone":"Europe/Vilnius","home":{"lat":54.7,"lon":25.3},"phone":"+370 600 12345"})";

TEST_F(WorkersRoutes, AWorkerIsAddedSeenAndChanged) {
  be(people::Role::manager, {});
  const Asked made = post("/api/v1/workers", {}, plain);
  ASSERT_EQ(made.error, "none") << made.field;
  EXPECT_EQ(made.body.at("worker").at("phone").as_string(), "+37060012345");
  const WorkerId worker(made.body.at("worker").at("id").as_int64());
  EXPECT_EQ(get("/api/v1/workers/{id}", id(worker)).body.at("version").as_int64(), 1);
  const auto put = [&](std::optional<std::int64_t> version) { return send(api::Verb::put, "/api/v1/workers/{id}", id(worker), plain, version); };
  EXPECT_EQ(put({}).error, "precondition.missing");
  EXPECT_EQ(put(7).error, "precondition.stale");
  EXPECT_EQ(put(1).error, "none");
  EXPECT_EQ(put(1).error, "precondition.stale");
}

TEST_F(WorkersRoutes, BadInputIsNamed) {
  be(people::Role::manager, {});
  EXPECT_EQ(post("/api/v1/workers", {}, "{").error.substr(0, 5), "json.");
  const Asked zone = post("/api/v1/workers", {}, R"({"name":"Ona","kind":"employee","zone":"Mars","home":{"lat":54.7,"lon":25.3}})");
  EXPECT_EQ(zone.error + " " + zone.field, "zone.unknown zone");
  const Asked place = post("/api/v1/workers", {}, R"({"name":"Ona","kind":"employee","zone":"UTC","home":{"lat":154.7,"lon":25.3}})");
  EXPECT_EQ(place.field, "home.lat");
  const Asked skill = post("/api/v1/workers", {}, R"({"name":"Ona","kind":"employee","zone":"UTC","home":{"lat":0,"lon":0},"skills":[{"skill_id":5,"level":1}]})");
  EXPECT_EQ(skill.error + " " + skill.field, "worker.unknown_skill skills[0].skill_id");
  EXPECT_EQ(get("/api/v1/workers", {}, {{"state", "asleep"}}).error, "field.choice");
  for (const char* wrong : {"1 OR 1", "0", "-3", "1.5", "99999999999999999999"}) EXPECT_EQ(get("/api/v1/workers", {}, {{"team", wrong}}).error, "field.id") << wrong;
  EXPECT_EQ(get("/api/v1/workers", {}, {{"team", "x"}}).error, "field.id");
  EXPECT_EQ(get("/api/v1/certificates", {}, {{"after", "1.2"}}).error, "query.cursor");
  EXPECT_EQ(get("/api/v1/workers/{id}", {{"id", "999"}}).error, "worker.unknown");
}

TEST_F(WorkersRoutes, NobodySeesAnotherProgrammesWorkers) {
  const Worker gold = make_for("Gold", {ProgrammeId(1)}), silver = make_for("Silver", {ProgrammeId(2)}), all = make_for("All", {});
  be(people::Role::dispatcher, {ProgrammeId(1)});
  EXPECT_EQ(names(get("/api/v1/workers")), (std::vector<std::string>{"Gold", "All"}));
  EXPECT_EQ(get("/api/v1/workers/{id}", id(silver.id)).error, "worker.unknown");
  EXPECT_EQ(post("/api/v1/workers/{id}/pause", id(silver.id), "").error, "worker.unknown");
  EXPECT_EQ(post("/api/v1/workers/{id}/pause", id(gold.id), "").error, "none");
  EXPECT_EQ(send(api::Verb::put, "/api/v1/workers/{id}", id(all.id), plain, 1).error, "worker.out_of_scope");
  EXPECT_EQ(post("/api/v1/workers", {}, plain).error, "worker.out_of_scope") << "would serve every programme";
  EXPECT_EQ(names(get("/api/v1/colleagues", {}, {{"lat", "0"}, {"lon", "0"}})), (std::vector<std::string>{"Gold", "All"}));
}

TEST_F(WorkersRoutes, AWorkersAccountActsForItselfOnly) {
  const Worker ona = make_for("Ona", {}), jonas = make_for("Jonas", {});
  be(people::Role::worker, {ProgrammeId(1)}, ona.id);
  EXPECT_EQ(post("/api/v1/workers/{id}/pause", id(ona.id), "").error, "none");
  EXPECT_EQ(post("/api/v1/workers/{id}/pause", id(jonas.id), "").error, "worker.unknown");
  EXPECT_EQ(send(api::Verb::put, "/api/v1/workers/{id}/place", id(ona.id), R"({"place":{"lat":1,"lon":2}})").error, "none");
  EXPECT_EQ(load_state(session(), ona.id)->place, (Place{1, 2}));
  const Asked absence = post("/api/v1/workers/{id}/absences", id(ona.id), R"({"kind":"ill","until_at":"2026-01-14T00:00:00Z"})");
  ASSERT_EQ(absence.error, "none");
  Parameters path = id(jonas.id);
  path["absence"] = std::to_string(absence.body.at("id").as_int64());
  be(people::Role::manager, {});
  EXPECT_EQ(post("/api/v1/workers/{id}/absences/{absence}/end", path, "").error, "absence.unknown") << "it is another worker's";
  path["id"] = std::to_string(ona.id.value);
  EXPECT_EQ(post("/api/v1/workers/{id}/absences/{absence}/end", path, "").error, "none");
  be(people::Role::operator_, {});
  EXPECT_EQ(get("/api/v1/workers/{id}/absences", id(ona.id)).error, "worker.not_yours");
  be(people::Role::client, {});
  EXPECT_EQ(get("/api/v1/workers/{id}", id(ona.id)).error, "worker.unknown");
  EXPECT_EQ(get("/api/v1/colleagues", {}, {{"lat", "0"}, {"lon", "0"}}).error, "worker.not_yours");
}

TEST_F(WorkersRoutes, TheListIsFilteredAndGoesOn) {
  const Skill lift = run([](Tx& tx) { return create_skill(tx, "lift", "Lift"); });
  std::vector<WorkerId> ids;
  for (int i = 0; i < 6; ++i) {
    Worker draft;
    draft.name = i == 3 ? "Žaneta" : fmt::format("Worker {}", i);
    draft.active = i != 5;
    if (i < 4) draft.skills = {{lift.id, 1, std::nullopt}};
    if (i % 2 == 0) draft.regions = {RegionId(8)};
    ids.push_back(run([&](Tx& tx) { return create_worker(tx, draft); }).id);
  }
  run([&](Tx& tx) { return pause(tx, ids[0]); });
  be(people::Role::operator_, {});
  const auto found = [&](Parameters query) { return names(get("/api/v1/workers", {}, std::move(query))).size(); };
  EXPECT_EQ(found({}), 5U);
  EXPECT_EQ(found({{"state", "inactive"}}), 1U);
  EXPECT_EQ(found({{"state", "paused"}}), 1U);
  EXPECT_EQ(found({{"state", "available"}}), 4U);
  EXPECT_EQ(found({{"skill", std::to_string(lift.id.value)}}), 4U);
  EXPECT_EQ(found({{"region", "9"}}), 2U) << "those who serve everywhere";
  EXPECT_EQ(found({{"name", "zaneta"}}), 1U);
  const Asked first = get("/api/v1/workers", {}, {{"limit", "3"}});
  const Asked rest = get("/api/v1/workers", {}, {{"limit", "3"}, {"after", std::string(first.body.at("next").as_string())}});
  EXPECT_EQ(names(first).size(), 3U);
  EXPECT_EQ(names(rest), (std::vector<std::string>{"Žaneta", "Worker 4"}));
  EXPECT_EQ(rest.body.at("next").as_string(), "");
}

TEST_F(WorkersRoutes, EachWorkersWorkIsShown) {
  const Worker ona = make("Ona");
  done([&](Tx& tx) -> Result<> {
    for (const OfferOutcome outcome : {OfferOutcome::accepted, OfferOutcome::refused, OfferOutcome::accepted}) {
      TRY_DO(offer_made(tx, ona.id));
      TRY_DO(offer_settled(tx, ona.id, outcome));
    }
    return ok();
  });
  be(people::Role::manager, {});
  const Asked figures = get("/api/v1/worker-figures");
  const auto& line = figures.body.at("items").at(0);
  EXPECT_EQ(line.at("offered").as_int64(), 3);
  EXPECT_EQ(line.at("refused").as_int64(), 1);
  EXPECT_EQ(line.at("accepted_permille").as_int64(), 666);
}

TEST_F(WorkersRoutes, CertificatesThatRunOutAreListed) {
  const Skill lift = run([](Tx& tx) { return create_skill(tx, "lift", "Lift doors"); });
  for (const Milliseconds until : {Milliseconds(24h), Milliseconds(40 * 24h), Milliseconds(48h)}) {
    Worker draft;
    draft.name = fmt::format("In {} h", until / 1h);
    draft.skills = {{lift.id, 2, clock.now() + until}};
    run([&](Tx& tx) { return create_worker(tx, draft); });
  }
  be(people::Role::dispatcher, {});
  const Asked month = get("/api/v1/certificates");
  ASSERT_EQ(month.body.at("items").as_array().size(), 2U);
  EXPECT_EQ(month.body.at("items").at(0).at("worker_name").as_string(), "In 24 h");
  const Asked second = get("/api/v1/certificates", {}, {{"limit", "1"}, {"after", std::string(get("/api/v1/certificates", {}, {{"limit", "1"}}).body.at("next").as_string())}});
  EXPECT_EQ(second.body.at("items").at(0).at("worker_name").as_string(), "In 48 h");
}

TEST_F(WorkersRoutes, SkillsAreAddedRenamedAndListed) {
  be(people::Role::manager, {});
  const Asked made = post("/api/v1/skills", {}, R"({"key":"lift","name":"Lift"})");
  ASSERT_EQ(made.error, "none");
  EXPECT_EQ(post("/api/v1/skills", {}, R"({"key":"lift","name":"Lift"})").error, "skill.exists");
  EXPECT_EQ(post("/api/v1/skills", {}, R"({"key":"Lift!","name":"Lift"})").error, "key.malformed");
  post("/api/v1/skills", {}, R"({"key":"gas","name":"Gas"})");
  const Parameters path{{"id", std::to_string(made.body.at("id").as_int64())}};
  EXPECT_EQ(send(api::Verb::patch, "/api/v1/skills/{id}", path, R"({"name":"Lift doors"})", 2).error, "precondition.stale");
  EXPECT_EQ(send(api::Verb::patch, "/api/v1/skills/{id}", path, R"({"name":"Lift doors"})", 1).error, "none");
  EXPECT_EQ(names(get("/api/v1/skills")), (std::vector<std::string>{"Gas", "Lift doors"})) << "by key";
  EXPECT_EQ(names(get("/api/v1/skills", {}, {{"after", "gas"}, {"limit", "1"}})), (std::vector<std::string>{"Lift doors"}));
}

TEST_F(WorkersRoutes, PartsAreHandedByOneOfTheTwo) {
  const Part fuse = run([](Tx& tx) { return create_part(tx, "fuse", "Fuse"); });
  const Worker ona = make("Ona"), jonas = make("Jonas"), third = make("Third");
  run([&](Tx& tx) { return set_stock(tx, ona.id, {{fuse.id, 3}}); });
  const std::string body = fmt::format(R"({{"to_worker_id":{},"part_id":{},"quantity":1}})", jonas.id.value, fuse.id.value);
  be(people::Role::worker, {}, third.id);
  EXPECT_EQ(post("/api/v1/workers/{id}/parts-handed", id(ona.id), body).error, "worker.not_yours");
  be(people::Role::worker, {}, jonas.id);
  EXPECT_EQ(post("/api/v1/workers/{id}/parts-handed", id(ona.id), body).error, "none");
  EXPECT_EQ(quantity_of(load_worker(session(), ona.id)->stock, fuse.id), 2);
}

}  // namespace
}  // namespace bellman::workers
