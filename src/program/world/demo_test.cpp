#include "world/demo_clients.h"
#include "api/rooms.h"
#include "world/demo_company.h"

#include "checks/checks.h"
#include "codec/json_write.h"
#include "db/fresh_database.h"
#include "db/typed.h"
#include "people/service.h"
#include "programmes/model.h"
#include "workers/rules.h"
#include "workers/service.h"
#include "world/driver.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include <unistd.h>

namespace bellman::world {
namespace {

const Instant sunday_noon = *parse_instant("2026-03-01T12:00:00Z");

// A store with every room, and the company in it.
struct DemoHouse {
  explicit DemoHouse(std::uint64_t seed, Instant now = sunday_noon, bool with_crowd = false) : clock(now) {
    static int number = 0;
    folder = std::filesystem::temp_directory_path() / fmt::format("bellman_demo_test_{}_{}", getpid(), ++number);
    std::filesystem::create_directories(folder);
    database = db::fresh_database(folder);
    {
      auto session = *database->open(db::Access::write);
      BELLMAN_ASSERT(db::migrate(*session, api::migrations_of(api::rooms()), clock.now()).has_value(), "migrations");
    }
    api::subscribe_rooms(api::rooms(), registry, services);
    dispatcher = services.find<dispatch::Dispatcher>();
    crowd.move_to(dispatcher, 1);
    if (with_crowd) crowd.listen(registry, [this] { return clock.now(); });
    engine = std::make_unique<engine::Engine>(*database, registry, clock);
    BELLMAN_ASSERT(engine->start().has_value(), "start");
    engine->on_committed([this](std::span<const engine::Event> events) { most_events = std::max(most_events, events.size()); });
    auto built = build_demo_company([this](const std::function<Result<>(engine::Tx&)>& body) { return run(body); }, seed, clock.now());
    if (built.has_error()) ADD_FAILURE() << built.error().text();
    else company = *std::move(built);
  }
  ~DemoHouse() {
    engine.reset();
    database.reset();
    std::filesystem::remove_all(folder);
  }
  DemoHouse(const DemoHouse&) = delete;
  DemoHouse& operator=(const DemoHouse&) = delete;

  Result<> run(const std::function<Result<>(engine::Tx&)>& body, engine::Actor actor = {}) { return engine->run(actor, body); }

  template <class Noun>
  std::vector<Noun> all() {
    static const std::string name = fmt::format("demo_test.{}", Noun::table), order = fmt::format("FROM {} ORDER BY 1, 2", Noun::table);
    static const db::Select<Noun> select(name.c_str(), order.c_str());
    auto rows = select.all(engine->session());
    if (rows.has_error()) ADD_FAILURE() << rows.error().text();
    return rows.has_value() ? *std::move(rows) : std::vector<Noun>{};
  }

  template <class... Nouns>
  std::string dump() {
    std::string text;
    const auto add = [&]<class Noun>(const Noun*) {
      for (Noun row : all<Noun>()) {
        if constexpr (requires { row.password_hash; }) row.password_hash.clear();   // salted
        text += codec::to_json(row) + "\n";
      }
    };
    (add(static_cast<const Nouns*>(nullptr)), ...);
    return text;
  }
  std::string rows() {
    return dump<programmes::Programme, programmes::Region, catalogue::Service, sla::Calendar, sla::Policy, workers::Skill, workers::Part, workers::Team, workers::Worker,
                workers::Absence, clients::Household, clients::Client, clients::ContactPoint, clients::WorkerWish, clients::Site, clients::Asset, people::Account>();
  }

  engine::ManualClock clock;
  std::filesystem::path folder;
  std::unique_ptr<db::Database> database;
  engine::Registry registry;
  api::Services services;
  std::shared_ptr<dispatch::Dispatcher> dispatcher;
  Crowd crowd{dispatcher, Behaviour{}, 5};
  std::unique_ptr<engine::Engine> engine;
  DemoCompany company;
  std::size_t most_events = 0;   // of one transaction
};

TEST(DemoCompany, HasTheSizeThatItsReadersArePromised) {
  DemoHouse house(1);
  EXPECT_EQ(house.all<programmes::Programme>().size(), 3U);
  EXPECT_EQ(house.all<programmes::Region>().size(), 8U);
  EXPECT_EQ(house.all<catalogue::Service>().size(), 40U);
  const auto workers = house.all<workers::Worker>();
  EXPECT_EQ(workers.size(), 120U);
  EXPECT_EQ(std::ranges::count(workers, workers::WorkerKind::contractor, &workers::Worker::kind), 30);
  EXPECT_EQ(house.all<clients::Client>().size(), 200U);
  EXPECT_EQ(house.all<clients::Site>().size(), 260U);
  EXPECT_GT(house.all<clients::Asset>().size(), 80U);
  EXPECT_EQ(std::ranges::count(house.company.workers, true, &DemoHand::has_account), 2);
  EXPECT_LE(house.most_events, 200U);
  std::set<std::string> areas, types;
  int forbidden = 0;
  for (const DemoService& service : house.company.services) {
    areas.insert(service.service.area);
    for (const auto& field : service.service.fields) types.insert(std::string(codec::enum_name(field.type)));
    forbidden += service.service.policy == catalogue::ServicePolicy::forbidden;
  }
  EXPECT_EQ(areas, (std::set<std::string>{"travel", "courier", "everyday", "business", "information", "field"}));
  EXPECT_EQ(types.size(), 8U) << "every type of field is shown";
  EXPECT_EQ(forbidden, 2);
}

TEST(DemoCompany, IsTheSameForTheSameSeedAndAnotherForAnother) {
  DemoHouse one(7), same(7), other(8);
  EXPECT_EQ(one.rows(), same.rows());
  EXPECT_NE(one.rows(), other.rows());
  for (std::size_t i = 0; i < one.company.accounts.size(); ++i) {
    EXPECT_EQ(one.company.accounts[i].password, same.company.accounts[i].password);
    EXPECT_NE(one.company.accounts[i].password, other.company.accounts[i].password);
  }
}

TEST(DemoCompany, ItsPeopleCanLogIn) {
  DemoHouse house(2);
  ASSERT_EQ(house.company.accounts.size(), 8U);
  std::set<std::string> roles;
  int narrow = 0;
  for (const DemoAccount& account : house.company.accounts) {
    const auto stored = people::find_account_by_login(house.engine->session(), account.login);
    ASSERT_TRUE(stored.has_value()) << account.login;
    EXPECT_TRUE(people::verify_password(stored->password_hash, account.password)) << account.login;
    EXPECT_EQ(codec::enum_name(stored->role), account.role);
    roles.insert(account.role);
    narrow += stored->role == people::Role::operator_ && !stored->all_programmes && stored->programmes.size() == 1;
    if (stored->role == people::Role::worker) {
      EXPECT_TRUE(std::ranges::any_of(house.company.workers, [&](const DemoHand& hand) { return hand.id == stored->worker_id && hand.has_account; }));
    }
  }
  EXPECT_EQ(roles.size(), 6U);
  EXPECT_EQ(narrow, 1) << "one operator sees one programme";
}

// Who could be sent, apart from being on shift and busy.
bool can_do(const workers::Worker& worker, const catalogue::Service& service, ProgrammeId programme, RegionId region, Instant at) {
  const auto holds = [](const auto& list, auto id) { return list.empty() || std::ranges::find(list, id) != list.end(); };
  if (!holds(worker.regions, region) || !holds(worker.programmes, programme) ) return false;
  for (const auto& need : service.skills)
    if (!workers::has_skill(worker, need.skill_id, need.level, at)) return false;
  return std::ranges::all_of(service.parts, [&](const catalogue::PartNeed& part) { return !part.must_have || workers::quantity_of(worker.stock, part.part_id) >= part.quantity; });
}

TEST(DemoCompany, EveryServiceThatIsDispatchedHasItsWorkersInEachRegion) {
  DemoHouse house(3);
  const auto workers = house.all<workers::Worker>();
  constexpr int step_hours = 3, steps = 7 * 24 / step_hours;
  // Whether each is on shift at each step of the week; asked once, because it takes a look at the zone.
  std::vector<std::vector<bool>> on_shift;
  for (const auto& worker : workers) {
    on_shift.emplace_back();
    for (int step = 0; step < steps; ++step) on_shift.back().push_back(workers::on_shift(worker, sunday_noon + 1h * step * step_hours));
  }
  for (const DemoService& one : house.company.services) {
    const catalogue::Service& service = one.service;
    if (service.policy == catalogue::ServicePolicy::forbidden || service.dispatch_mode == catalogue::DispatchMode::none) continue;
    const auto& programmes = service.programmes.empty() ? house.company.programmes : service.programmes;
    for (const RegionId region : service.regions.empty() ? house.company.regions : service.regions)
      for (const ProgrammeId programme : programmes) {
        int served = 0;
        for (int step = 0; step < steps; ++step) {
          bool somebody = false;
          for (std::size_t i = 0; i < workers.size() && !somebody; ++i)
            somebody = on_shift[i][static_cast<std::size_t>(step)] && can_do(workers[i], service, programme, region, sunday_noon + 1h * step * step_hours);
          served += somebody;
        }
        // What cannot wait is served at any hour.
        const int least = service.criticality >= sla::Criticality::high ? steps : 1;
        EXPECT_GE(served, least) << service.key << " in region " << region.value << " for programme " << programme.value;
      }
  }
}

TEST(DemoClients, EveryRequestIsAcceptedOrPolitelyRefused) {
  DemoHouse house(4);
  DemoClients clients(house.company, 4, {.mean_gap = 60s, .forbidden_share = 0.05});
  int filed = 0, refused = 0, followed = 0;
  std::set<ServiceId> services;
  std::set<std::string> languages;
  while (filed < 500) {
    const ClientAction action = clients.next(house.clock.now());
    ASSERT_GE(action.when, house.clock.now());
    house.clock.set(action.when);
    requests::Request request;
    const auto outcome = house.run([&](engine::Tx& tx) -> Result<> {
      TRY(made, perform(tx, action));
      request = made;
      return ok();
    }, action.actor);
    ASSERT_TRUE(outcome.has_value()) << outcome.error().text();
    clients.performed(action, request);
    const auto* files = std::get_if<ClientFiles>(&action.what);
    followed += files == nullptr;
    if (files == nullptr) continue;
    ++filed;
    services.insert(request.service_id);
    languages.insert(request.language);
    EXPECT_EQ(request.state == requests::RequestState::refused, files->forbidden);
    EXPECT_FALSE(request.description.empty()) << request.title;
    if (files->forbidden) {
      ++refused;
      EXPECT_GT(request.reason.size(), 20U) << "a sentence";
    } else {
      EXPECT_TRUE(request.solve_due) << request.title;
    }
  }
  EXPECT_GT(refused, 5);
  EXPECT_GT(followed, 50) << "visits are cancelled and moved, the desk serves";
  EXPECT_GT(services.size(), 36U);
  EXPECT_EQ(languages.size(), 7U);
}

TEST(DemoClients, AreTheSameForTheSameSeedAndBusierByDay) {
  DemoHouse house(5);
  DemoClients one(house.company, 9), same(house.company, 9), other(house.company, 10);
  Instant now = sunday_noon;
  const Zone zone = *Zone::find(house.company.zone);
  int by_night = 0, by_day = 0, differing = 0;
  for (int i = 0; i < 2000; ++i) {
    const ClientAction a = one.next(now), b = same.next(now), c = other.next(now);
    ASSERT_EQ(a.when, b.when);
    const auto &from_a = std::get<ClientFiles>(a.what).command, &from_b = std::get<ClientFiles>(b.what).command;
    ASSERT_EQ(codec::to_json(from_a), codec::to_json(from_b));
    differing += codec::to_json(from_a) != codec::to_json(std::get<ClientFiles>(c.what).command);
    const auto hour = zone.to_local(a.when).ms_of_day / 3'600'000;
    by_night += hour < 5;
    by_day += hour >= 8 && hour < 13;
    now = a.when;
  }
  EXPECT_GT(differing, 1900);
  EXPECT_GT(by_day, 4 * by_night);
  const double mean_s = static_cast<double>((now - sunday_noon).count()) / 1000 / 2000;
  EXPECT_NEAR(mean_s, 150, 15);
}

// Three hours of a working morning with everybody at work.
TEST(DemoClients, LiveWithTheCrowdAndNothingBreaks) {
  DemoHouse house(6, *parse_instant("2026-03-02T07:00:00Z"), true);
  for (const DemoHand& hand : house.company.workers)
    if (!hand.has_account) house.crowd.join(hand.id, hand.home);
  Driver driver(*house.engine, house.clock, house.crowd);
  DemoClients clients(house.company, 6);
  std::vector<RequestId> acknowledged;
  const Instant end = house.clock.now() + 3h;
  for (ClientAction action = clients.next(house.clock.now()); action.when < end; action = clients.next(house.clock.now())) {
    ASSERT_TRUE(driver.run_until(action.when).has_value());
    requests::Request request;
    const auto outcome = driver.act(action.actor, [&](engine::Tx& tx) -> Result<> {
      TRY(made, perform(tx, action));
      request = made;
      return ok();
    });
    ASSERT_TRUE(outcome.has_value()) << outcome.error().text();
    clients.performed(action, request);
    if (std::holds_alternative<ClientFiles>(action.what)) acknowledged.push_back(request.id);
  }
  const auto violations = checks::run(house.engine->session(), house.clock.now(), {.acknowledged = acknowledged});
  ASSERT_TRUE(violations.has_value());
  for (const auto& violation : *violations) ADD_FAILURE() << violation.code << " " << violation.id << ": " << violation.sentence;
  for (const std::string& surprise : house.crowd.surprises()) ADD_FAILURE() << surprise;
  std::map<std::string, int> states;
  int late = 0;
  for (const auto& request : house.all<requests::Request>()) {
    ++states[std::string(codec::enum_name(request.state))];
    late += request.late;
  }
  std::string seen;
  for (const auto& [state, count] : states) seen += fmt::format("{} {}, ", state, count);
  RecordProperty("states", seen);
  EXPECT_GT(house.crowd.counts().finished, 15) << seen;
  EXPECT_LT(late, static_cast<int>(acknowledged.size()) / 4) << seen;
}

}  // namespace
}  // namespace bellman::world
