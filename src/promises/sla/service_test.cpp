#include "sla/service.h"

#include "api/rooms.h"
#include "codec/json_read.h"
#include "db/fresh_database.h"
#include "db/typed.h"
#include "engine/engine.h"
#include "sla/rules.h"
#include "sla/store.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>

#include <unistd.h>

namespace bellman::sla {
namespace {

const Instant monday_nine = *parse_instant("2026-11-23T09:00:00Z");

Instant at(std::string_view text) { return *parse_instant(text); }

Calendar office() {
  Calendar calendar;
  calendar.name = "office";
  calendar.zone = "UTC";
  for (std::size_t day = 0; day < 5; ++day) calendar.weekly_hours[day] = {{540, 1020}};
  return calendar;
}

Policy house(CalendarId calendar) {
  Policy policy;
  policy.name = "house";
  policy.calendar_id = calendar;
  policy.rules = {{std::nullopt, "", "", 120, 480, Clock::business}, {Criticality::critical, "", "", 0, 60, Clock::clock}};
  policy.warning_percents = {50, 80};
  policy.escalation = {{1, "dispatcher", {}, 0}, {2, "", AccountId(9), 60}};
  return policy;
}

// A store with one calendar and one policy, and an engine on it whose time the test moves.
class World {
 public:
  World() : clock(monday_nine) {
    static int count = 0;
    folder = std::filesystem::temp_directory_path() / fmt::format("bellman_sla_test_{}_{}", getpid(), ++count);
    std::filesystem::create_directories(folder);
    database = db::fresh_database(folder);
    auto session = *database->open(db::Access::write);
    BELLMAN_ASSERT(db::migrate(*session, api::migrations_of(api::rooms()), clock.now()).has_value(), "migrations");
    subscribe(registry);
    restart();
    calendar = run([&](engine::Tx& tx) { return create_calendar(tx, office()); })->id;
    policy = run([&](engine::Tx& tx) { return create_policy(tx, house(calendar)); })->id;
  }
  ~World() {
    engine.reset();
    database.reset();
    std::filesystem::remove_all(folder);
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  void restart() {
    engine = std::make_unique<engine::Engine>(*database, registry, clock);
    BELLMAN_ASSERT(engine->start().has_value(), "start");
  }

  // Runs one use case and gives back what it returned.
  template <class Body>
  auto run(Body&& body) -> decltype(body(std::declval<engine::Tx&>())) {
    std::optional<decltype(body(std::declval<engine::Tx&>()))> kept;
    const auto outcome = engine->run({}, [&](engine::Tx& tx) -> Result<> {
      kept = body(tx);
      return kept->has_error() ? Result<>(kept->error()) : ok();
    });
    if (outcome.has_error()) return outcome.error();
    return *std::move(kept);
  }

  DeadlineFacts facts(RequestId request) const { return {request, ProgrammeId(3), policy, {}, Criticality::normal, "standard", "lift"}; }
  Dues open(RequestId request) {
    return *run([&](engine::Tx& tx) { return open_deadlines(tx, facts(request), clock.now()); });
  }
  void fire() {
    for (;;) {
      const auto fired = engine->fire_timers();
      BELLMAN_ASSERT(fired.has_value(), "timers");
      if (*fired == 0) return;
    }
  }
  void set(std::string_view moment) {
    clock.set(at(moment));
    fire();
  }
  std::optional<Instant> timer(RequestId request, DeadlineKind kind) {
    const auto found = *db::find<engine::Timer>(engine->session(), kind == DeadlineKind::reach ? "sla.reach" : "sla.solve", request.value);
    return found ? std::optional(found->due) : std::nullopt;
  }
  Deadline stored(RequestId request, DeadlineKind kind) { return **store::find_deadline(engine->session(), request, kind); }
  // "warned reach 50; breached reach; …" in order.
  std::string told(RequestId request) {
    static const db::Select<engine::Event> select("test.events", "FROM event WHERE subject = 'request' AND subject_id = $1 ORDER BY id");
    std::string all;
    for (const engine::Event& event : *select.all(engine->session(), request)) {
      const auto data = *codec::from_json<DeadlineEvent>(event.data.text, codec::Mode::stored);
      all += fmt::format("{}{} {}", all.empty() ? "" : "; ", event.kind.substr(4), codec::enum_name(data.deadline));
      if (data.percent > 0) all += fmt::format(" {}", data.percent);
      if (data.level > 0) all += fmt::format(" {}{}", data.level, data.role.empty() ? "" : " " + data.role);
      EXPECT_EQ(event.programme_id, ProgrammeId(3));
      EXPECT_EQ(event.audience, engine::Audience::operator_);
    }
    return all;
  }
  std::vector<engine::OutboxRow> notices() {
    static const db::Select<engine::OutboxRow> select("test.notices", "FROM outbox ORDER BY id");
    return *select.all(engine->session());
  }

  std::filesystem::path folder;
  engine::ManualClock clock;
  std::unique_ptr<db::Database> database;
  engine::Registry registry;
  std::unique_ptr<engine::Engine> engine;
  CalendarId calendar;
  PolicyId policy;
};

const RequestId request(7);

TEST(SlaService, OpensTheDeadlinesOfTheRuleWithTheirTimers) {
  World world;
  const Dues dues = world.open(request);
  EXPECT_EQ(*dues.reach, at("2026-11-23T11:00:00Z"));
  EXPECT_EQ(*dues.solve, at("2026-11-23T17:00:00Z"));
  EXPECT_EQ(world.timer(request, DeadlineKind::reach), at("2026-11-23T10:00:00Z"));  // half of the time
  EXPECT_EQ(world.timer(request, DeadlineKind::solve), at("2026-11-23T13:00:00Z"));
  const auto both = *deadlines_of(world.engine->session(), request);
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[0].kind, DeadlineKind::reach);
  EXPECT_EQ(both[1].policy_id, world.policy);
  EXPECT_EQ(both[1].calendar_id, world.calendar);
  EXPECT_EQ(both[1].calendar_version, 1);
}

TEST(SlaService, AReopenedRequestHasOnlyTheDeadlinesOfItsNewRule) {
  World world;
  world.open(request);
  world.clock.advance(10min);
  DeadlineFacts urgent = world.facts(request);
  urgent.criticality = Criticality::critical;
  const auto dues = world.run([&](engine::Tx& tx) { return open_deadlines(tx, urgent, tx.now()); });
  EXPECT_FALSE(dues->reach);
  EXPECT_EQ(*dues->solve, at("2026-11-23T10:10:00Z"));
  EXPECT_FALSE(world.timer(request, DeadlineKind::reach));
  EXPECT_EQ(deadlines_of(world.engine->session(), request)->size(), 1U);
}

TEST(SlaService, APolicyWithoutARuleForTheRequestPromisesNothing) {
  World world;
  const auto other = world.run([&](engine::Tx& tx) {
    Policy policy = house(world.calendar);
    policy.name = "gold only";
    policy.rules = {{std::nullopt, "gold", "", 60, 0, Clock::business}};
    return create_policy(tx, policy);
  });
  world.open(request);
  DeadlineFacts facts = world.facts(request);
  facts.policy_id = other->id;
  const auto dues = world.run([&](engine::Tx& tx) { return open_deadlines(tx, facts, tx.now()); });
  ASSERT_TRUE(dues.has_value());
  EXPECT_FALSE(dues->reach || dues->solve);
  EXPECT_TRUE(deadlines_of(world.engine->session(), request)->empty());
  facts.policy_id = PolicyId(99);
  EXPECT_EQ(world.run([&](engine::Tx& tx) { return open_deadlines(tx, facts, tx.now()); }).error().code, "sla.unknown_policy");
  facts.policy_id = world.policy;
  facts.calendar_id = CalendarId(99);
  EXPECT_EQ(world.run([&](engine::Tx& tx) { return open_deadlines(tx, facts, tx.now()); }).error().code, "sla.unknown_calendar");
}

TEST(SlaService, TheSitesCalendarGoesBeforeThePolicys) {
  World world;
  const auto night = world.run([](engine::Tx& tx) {
    Calendar calendar = office();
    calendar.name = "round the clock";
    calendar.always_open = true;
    return create_calendar(tx, calendar);
  });
  DeadlineFacts facts = world.facts(request);
  facts.calendar_id = night->id;
  const auto dues = world.run([&](engine::Tx& tx) { return open_deadlines(tx, facts, at("2026-11-22T02:00:00Z")); });
  EXPECT_EQ(*dues->reach, at("2026-11-22T04:00:00Z"));
}

TEST(SlaService, ClockTimeNeedsNoCalendar) {
  World world;
  const auto policy = world.run([](engine::Tx& tx) {
    Policy wanted = house({});
    wanted.name = "clock";
    wanted.rules = {{std::nullopt, "", "", 0, 60, Clock::clock}};
    return create_policy(tx, wanted);
  });
  ASSERT_TRUE(policy.has_value());
  DeadlineFacts facts = world.facts(request);
  facts.policy_id = policy->id;
  ASSERT_TRUE(world.run([&](engine::Tx& tx) { return open_deadlines(tx, facts, tx.now()); }).has_value());
  world.restart();
  world.set("2026-11-23T11:00:00Z");
  EXPECT_EQ(world.told(request), "breached solve; escalated solve 1 dispatcher; escalated solve 2");
}

TEST(SlaService, WarnsBreachesOnceAndEscalatesThroughRestarts) {
  World world;
  world.open(request);
  world.set("2026-11-23T09:59:59.999Z");
  EXPECT_EQ(world.told(request), "");
  world.set("2026-11-23T10:00:00Z");
  EXPECT_EQ(world.told(request), "warned reach 50");
  EXPECT_EQ(world.timer(request, DeadlineKind::reach), at("2026-11-23T10:36:00Z"));
  world.restart();
  world.set("2026-11-23T10:36:00Z");
  EXPECT_EQ(world.told(request), "warned reach 50; warned reach 80");
  world.set("2026-11-23T10:59:59.999Z");
  EXPECT_EQ(world.told(request), "warned reach 50; warned reach 80");
  world.restart();
  world.set("2026-11-23T11:00:00Z");
  EXPECT_EQ(world.told(request), "warned reach 50; warned reach 80; breached reach; escalated reach 1 dispatcher");
  EXPECT_EQ(world.timer(request, DeadlineKind::reach), at("2026-11-23T12:00:00Z"));
  world.set("2026-11-23T12:00:00Z");
  EXPECT_EQ(world.told(request), "warned reach 50; warned reach 80; breached reach; escalated reach 1 dispatcher; escalated reach 2");
  EXPECT_FALSE(world.timer(request, DeadlineKind::reach));

  const auto notices = world.notices();
  ASSERT_EQ(notices.size(), 2U);
  EXPECT_EQ(notices[0].kind, "notify");
  EXPECT_EQ(notices[0].key, fmt::format("sla:7:reach:{}:1", monday_nine.ms));
  const auto second = *codec::from_json<EscalationNotice>(notices[1].data.text, codec::Mode::stored);
  EXPECT_EQ(second.account_id, AccountId(9));
  EXPECT_EQ(second.role, "");
  EXPECT_EQ(second.level, 2);
  EXPECT_EQ(second.request_id, request);
}

TEST(SlaService, AStoppedServerReportsAtItsStartWhatBecameTrueMeanwhile) {
  World world;
  world.open(request);
  world.set("2026-11-23T20:00:00Z");
  // No warning of a time that is over; the close at 17:00 is the breach of the eight hours, and its second level waits for Tuesday.
  EXPECT_EQ(world.told(request), "breached reach; escalated reach 1 dispatcher; escalated reach 2; breached solve; escalated solve 1 dispatcher");
  EXPECT_EQ(world.stored(request, DeadlineKind::reach).breached_at, at("2026-11-23T11:00:00Z"));
  EXPECT_EQ(world.timer(request, DeadlineKind::solve), at("2026-11-24T10:00:00Z"));
}

TEST(SlaService, APauseStopsTheTimersAndMovesTheDues) {
  World world;
  world.open(request);
  world.clock.set(at("2026-11-23T09:30:00Z"));
  const auto paused = world.run([](engine::Tx& tx) { return pause_deadlines(tx, request); });
  EXPECT_EQ(*paused->reach, at("2026-11-23T11:00:00Z"));
  EXPECT_FALSE(world.timer(request, DeadlineKind::reach));
  EXPECT_FALSE(world.timer(request, DeadlineKind::solve));
  world.restart();
  world.set("2026-11-23T14:30:00Z");
  EXPECT_EQ(world.told(request), "");
  const auto resumed = world.run([](engine::Tx& tx) { return resume_deadlines(tx, request); });
  EXPECT_EQ(*resumed->reach, at("2026-11-23T16:00:00Z"));
  EXPECT_EQ(*resumed->solve, at("2026-11-24T14:00:00Z"));
  EXPECT_EQ(world.timer(request, DeadlineKind::reach), at("2026-11-23T15:00:00Z"));
  EXPECT_EQ(world.stored(request, DeadlineKind::reach).pauses.size(), 1U);
  // Both are harmless when there is nothing to do.
  EXPECT_TRUE(world.run([](engine::Tx& tx) { return resume_deadlines(tx, request); }).has_value());
  EXPECT_TRUE(world.run([](engine::Tx& tx) { return pause_deadlines(tx, RequestId(404)); }).has_value());
}

TEST(SlaService, WhatIsDoneInTimeIsMetAndTellsNobody) {
  World world;
  world.open(request);
  world.clock.set(at("2026-11-23T10:59:59.999Z"));
  for (int twice = 0; twice < 2; ++twice) ASSERT_TRUE(world.run([](engine::Tx& tx) { return meet_deadline(tx, request, DeadlineKind::reach); }).has_value());
  EXPECT_EQ(world.stored(request, DeadlineKind::reach).state, DeadlineState::met);
  EXPECT_FALSE(world.timer(request, DeadlineKind::reach));
  EXPECT_TRUE(world.timer(request, DeadlineKind::solve));
  ASSERT_TRUE(world.run([](engine::Tx& tx) { return cancel_deadlines(tx, request); }).has_value());
  EXPECT_FALSE(world.timer(request, DeadlineKind::solve));
  EXPECT_EQ(world.stored(request, DeadlineKind::solve).state, DeadlineState::cancelled);
  world.set("2026-12-01T10:00:00Z");
  EXPECT_EQ(world.told(request), "");
}

TEST(SlaService, WhatIsDoneTooLateIsABreachEvenBeforeItsTimerCame) {
  World world;
  world.open(request);
  world.clock.set(at("2026-11-23T11:00:00Z"));
  ASSERT_TRUE(world.run([](engine::Tx& tx) { return meet_deadline(tx, request, DeadlineKind::reach); }).has_value());
  world.fire();
  EXPECT_EQ(world.told(request), "breached reach");
  const Deadline late = world.stored(request, DeadlineKind::reach);
  EXPECT_EQ(late.state, DeadlineState::breached);
  EXPECT_EQ(late.met_at, late.breached_at);
}

TEST(SlaService, AChangeHoldsForWhatIsOpenedAfterwards) {
  World world;
  world.open(request);
  Calendar changed = **find_calendar(world.engine->session(), world.calendar);
  for (auto& day : changed.weekly_hours) day = {{540, 600}};
  ASSERT_EQ(world.run([&](engine::Tx& tx) { return replace_calendar(tx, changed); })->version, 2);
  Policy looser = **find_policy(world.engine->session(), world.policy);
  looser.warning_percents = {99};
  looser.escalation.clear();
  ASSERT_TRUE(world.run([&](engine::Tx& tx) { return replace_policy(tx, looser); }).has_value());

  const Dues later = world.open(RequestId(8));
  EXPECT_EQ(*later.reach, at("2026-11-24T10:00:00Z"));
  world.restart();
  world.set("2026-11-23T10:00:00Z");
  EXPECT_EQ(world.told(request), "warned reach 50");
  ASSERT_TRUE(world.run([](engine::Tx& tx) { return pause_deadlines(tx, request); }).has_value());
  world.set("2026-11-23T11:00:00Z");
  EXPECT_EQ(*world.run([](engine::Tx& tx) { return resume_deadlines(tx, request); })->reach, at("2026-11-23T12:00:00Z"));
  world.set("2026-11-23T12:00:00Z");
  EXPECT_EQ(world.told(request), "warned reach 50; breached reach; escalated reach 1 dispatcher");
}

TEST(SlaService, AnUndoneChangeDoesNotStayInMemory) {
  World world;
  const auto reach_of_sunday = [&] {
    return *world.run([&](engine::Tx& tx) { return open_deadlines(tx, world.facts(RequestId(8)), at("2026-11-22T02:00:00Z")); })->reach;
  };
  Calendar changed = **find_calendar(world.engine->session(), world.calendar);
  changed.always_open = true;
  const auto change_and_fail = [&](engine::Tx& tx) -> Result<Dues> {
    TRY_DO(replace_calendar(tx, changed));
    TRY(dues, open_deadlines(tx, world.facts(RequestId(8)), at("2026-11-22T02:00:00Z")));
    EXPECT_EQ(*dues.reach, at("2026-11-22T04:00:00Z")) << "a use case sees its own change";
    return Error::conflict("test.no", "No.");
  };
  ASSERT_EQ(world.run(change_and_fail).error().code, "test.no");
  EXPECT_EQ(reach_of_sunday(), at("2026-11-23T11:00:00Z"));
  ASSERT_EQ(world.run(change_and_fail).error().code, "test.no");
  // The same numbers of version again, with another content.
  changed.always_open = false;
  changed.weekly_hours[6] = {{180, 1440}};
  ASSERT_TRUE(world.run([&](engine::Tx& tx) { return replace_calendar(tx, changed); }).has_value());
  EXPECT_EQ(reach_of_sunday(), at("2026-11-22T05:00:00Z"));
}

TEST(SlaService, AChangeByAnotherProcessIsSeen) {
  World world;
  world.open(request);
  engine::Engine other(*world.database, world.registry, world.clock);
  ASSERT_TRUE(other.start().has_value());
  Calendar changed = **find_calendar(world.engine->session(), world.calendar);
  changed.always_open = true;
  ASSERT_TRUE(other.run({}, [&](engine::Tx& tx) -> Result<> {
    TRY_DO(replace_calendar(tx, changed));
    return ok();
  }).has_value());
  EXPECT_EQ(*world.run([&](engine::Tx& tx) { return open_deadlines(tx, world.facts(request), at("2026-11-22T02:00:00Z")); })->reach,
            at("2026-11-22T04:00:00Z"));
}

// Whatever happens in whatever order: what is stored and told is what the pure rules say when they are asked at every step.
TEST(SlaService, FollowsTheRulesThroughRandomLives) {
  World world;
  const Policy policy = **find_policy(world.engine->session(), world.policy);
  const CompiledCalendar calendar = *CompiledCalendar::compile(**find_calendar(world.engine->session(), world.calendar));
  std::int64_t last_request = 1000;
  EXPECT_TRUE(rc::check("stored deadlines follow the rules", [&](const std::vector<std::pair<std::uint8_t, std::uint16_t>>& steps) {
    const RequestId one(++last_request);
    std::vector<Deadline> expected;
    std::map<std::string, int> expected_events;
    const auto change = [&](auto&& decide) {
      for (Deadline& deadline : expected) {
        const bool breached = deadline.breached_at.has_value();
        deadline = decide(deadline);
        if (!breached && deadline.breached_at) ++expected_events["sla.breached"];
      }
    };
    const auto reopen = [&] {
      world.open(one);
      expected = *open_deadlines(one, policy.rules[0], world.calendar, calendar, world.clock.now());
      for (Deadline& deadline : expected) {
        deadline.programme_id = ProgrammeId(3);
        deadline.policy_id = world.policy;
        deadline.policy_version = deadline.calendar_version = 1;
      }
    };
    reopen();
    for (const auto& [action, minutes] : steps) {
      world.clock.advance(Milliseconds(minutes % 700 * 60'000 + minutes % 7));
      const Instant now = world.clock.now();
      const auto do_it = [&](auto&& use_case) { RC_ASSERT(world.run(use_case).has_value()); };
      switch (action % 16) {
        case 0: case 1: case 2:
          do_it([&](engine::Tx& tx) { return pause_deadlines(tx, one); });
          change([&](const Deadline& deadline) { return pause(deadline, now); });
          break;
        case 3: case 4: case 5:
          do_it([&](engine::Tx& tx) { return resume_deadlines(tx, one); });
          change([&](const Deadline& deadline) { return *resume(deadline, calendar, now); });
          break;
        case 6:
          do_it([&](engine::Tx& tx) { return meet_deadline(tx, one, DeadlineKind::reach); });
          change([&](const Deadline& deadline) { return deadline.kind == DeadlineKind::reach ? meet(deadline, now) : deadline; });
          break;
        case 7:
          do_it([&](engine::Tx& tx) { return cancel_deadlines(tx, one); });
          change([&](const Deadline& deadline) { return cancel(deadline); });
          break;
        case 8: world.restart(); break;
        case 9: reopen(); break;
        default:
          world.fire();
          for (Deadline& deadline : expected) {
            const TimerOutcome outcome = *on_timer(deadline, policy, calendar, now);
            deadline = outcome.deadline;
            expected_events["sla.warned"] += static_cast<int>(outcome.warnings.size());
            expected_events["sla.breached"] += outcome.breached;
            expected_events["sla.escalated"] += static_cast<int>(outcome.escalations.size());
          }
      }
      RC_ASSERT(codec::to_json(*deadlines_of(world.engine->session(), one)) == codec::to_json(expected));
      for (const Deadline& deadline : expected) RC_ASSERT(world.timer(one, deadline.kind) == *next_timer(deadline, policy, calendar));
    }
    static constexpr db::Query count{"test.count", "SELECT count(*) FROM event WHERE subject = 'request' AND subject_id = $1 AND kind = $2"};
    for (const char* kind : {"sla.warned", "sla.breached", "sla.escalated"})
      RC_ASSERT(**db::first<std::int64_t>(world.engine->session(), count, one, kind) == expected_events[kind]);
  }));
}

// ---- calendars and policies ----

TEST(Definitions, AreCheckedAndTheirNamesUnique) {
  World world;
  const auto code = [&](auto&& change) {
    Calendar calendar = office();
    calendar.name = "another";
    change(calendar);
    const auto made = world.run([&](engine::Tx& tx) { return create_calendar(tx, calendar); });
    return made.has_error() ? made.error().code + " " + made.error().field : "fine";
  };
  EXPECT_EQ(code([](Calendar& c) { c.name = "office"; }), "sla.name_taken name");
  EXPECT_EQ(code([](Calendar& c) { c.weekly_hours.pop_back(); }), "sla.interval weekly_hours");
  EXPECT_EQ(code([](Calendar& c) { c.weekly_hours[0] = {{600, 500}}; }), "sla.interval weekly_hours[0][0]");
  EXPECT_EQ(code([](Calendar& c) { c.weekly_hours = WeeklyHours(7); c.shifts = {{local_day(2026, 11, 23), {{540, 600}}}}; }), "sla.no_weekly_hours weekly_hours");
  EXPECT_EQ(code([](Calendar& c) { c.zone = "Mars/Base"; }).substr(0, 12), "zone.unknown");
  EXPECT_EQ(code([](Calendar&) {}), "fine");

  Policy policy = house({});
  policy.name = "no calendar";
  EXPECT_EQ(world.run([&](engine::Tx& tx) { return create_policy(tx, policy); }).error().code, "sla.no_calendar");
  ASSERT_TRUE(world.run([&](engine::Tx& tx) { return retire_calendar(tx, world.calendar); })->retired);
  policy.calendar_id = world.calendar;
  EXPECT_EQ(world.run([&](engine::Tx& tx) { return create_policy(tx, policy); }).error().code, "sla.retired_calendar");
  EXPECT_TRUE(world.open(request).reach) << "what uses a retired calendar keeps it";
}

TEST(Definitions, KeepEveryVersionAndGoIntoTheJournal) {
  World world;
  const auto input = *codec::from_json<CalendarInput>(R"({"name":"office","zone":"Europe/Berlin","holidays":[{"day":"2026-12-25","name":"Christmas"}]})");
  const auto second = world.run([&](engine::Tx& tx) { return replace_calendar(tx, world.calendar, input); });
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->version, 2);
  EXPECT_EQ(codec::to_json(second->weekly_hours), codec::to_json(office().weekly_hours)) << "left out: as they are";
  db::Session& session = world.engine->session();
  EXPECT_EQ(codec::to_json(**store::find_calendar(session, world.calendar, 2)), codec::to_json(**find_calendar(session, world.calendar)));
  EXPECT_EQ((*store::find_calendar(session, world.calendar, 1))->zone, "UTC");
  EXPECT_EQ((*find_calendar(session, "office"))->id, world.calendar);
  EXPECT_EQ((*find_policy(session, "house"))->escalation[1].account, AccountId(9));
  const auto policy = *codec::from_json<PolicyInput>(R"({"name":"house","calendar_id":1,"rules":[{"reach_minutes":30}],"escalation":[{"level":1,"role":"manager","after_minutes":5}]})");
  EXPECT_EQ(world.run([&](engine::Tx& tx) { return replace_policy(tx, world.policy, policy); })->rules[0].reach_minutes, 30);
  EXPECT_TRUE(world.run([&](engine::Tx& tx) { return retire_policy(tx, world.policy); })->retired);
  static const db::Select<engine::Event> select("test.definitions", "FROM event WHERE subject <> 'request' ORDER BY id");
  std::string kinds;
  for (const auto& event : *select.all(session)) kinds += event.kind + " ";
  EXPECT_EQ(kinds, "calendar.created sla_policy.created calendar.changed sla_policy.changed sla_policy.retired ");
}

TEST(Definitions, HolidaysAreImportedWithAReport) {
  World world;
  HolidayImport import;
  import.format = HolidayFormat::holidays_json;
  import.text = "{\"2026-12-25\": \"Christmas\",\n\"1990-12-25\": \"long ago\",\n\"2026-13-01\": \"no such day\"}";
  const auto report = world.run([&](engine::Tx& tx) { return import_holidays(tx, world.calendar, import); });
  ASSERT_TRUE(report.has_value()) << report.error().text();
  EXPECT_EQ(report->version, 2);
  EXPECT_EQ(report->rows, 3);
  EXPECT_EQ(report->taken, 1);
  EXPECT_EQ(report->passed_over, 1);
  EXPECT_EQ(report->unusable, 1);
  EXPECT_EQ(report->holidays_added, 1);
  ASSERT_EQ(report->dirt.size(), 1U);
  EXPECT_EQ(report->dirt[0].line, 3U);
  EXPECT_EQ((*find_calendar(world.engine->session(), world.calendar))->holidays[0].name, "Christmas");

  import.format = HolidayFormat::xmlcalendar;
  import.text = "<calendar year=\"2027\">\n<days><day d=\"01.01\" t=\"1\"/><day d=\"02.20\" t=\"3\"/></days></calendar>";
  const auto xml = world.run([&](engine::Tx& tx) { return import_holidays(tx, world.calendar, import); });
  EXPECT_EQ(xml->holidays_added, 1);
  EXPECT_EQ(xml->shifts_added, 1);
  import.first = local_day(2030, 1, 1);
  EXPECT_EQ(world.run([&](engine::Tx& tx) { return import_holidays(tx, world.calendar, import); })->outside_days, 2);
  import.format = HolidayFormat::date_holidays_csv;
  EXPECT_EQ(world.run([&](engine::Tx& tx) { return import_holidays(tx, world.calendar, import); }).error().code, "sla.country_missing");
  import.last = local_day(2029, 1, 1);
  EXPECT_EQ(world.run([&](engine::Tx& tx) { return import_holidays(tx, world.calendar, import); }).error().code, "sla.days_reversed");
  EXPECT_EQ(world.run([&](engine::Tx& tx) { return import_holidays(tx, CalendarId(99), import); }).error().code, "sla.unknown_calendar");
}

TEST(Store, ReadsByIndexOnly) {
  if (db::tests_use_postgresql()) GTEST_SKIP() << "asks SQLite's planner";
  World world;
  for (const db::Query& query : store::hot_queries()) {
    std::string sql = "EXPLAIN QUERY PLAN " + std::string(query.sql);
    for (char& letter : sql)
      if (letter == '$') letter = '?';
    const db::Query explain{query.name, sql};
    const std::vector<db::Value> values(static_cast<std::size_t>(std::count(sql.begin(), sql.end(), '?')), std::int64_t{1});
    // A fresh session: its statement cache keys on the address of this text.
    auto session = *world.database->open(db::Access::read);
    ASSERT_TRUE(session->query(explain, values, [&](const db::Row& row) -> Result<> {
      const std::string step(row.text(3));
      EXPECT_TRUE(step.starts_with("SEARCH")) << query.name << ": " << step;
      return ok();
    }).has_value());
  }
}

}  // namespace
}  // namespace bellman::sla
