#include "world.h"

#include "channels.h"
#include "db/typed.h"

namespace bellman::sim {

// What somebody asks the server to do. What is told to them may be less than what happened: answers get lost.
class Command final : public engine::UseCase {
 public:
  Command(World& around, std::string what, engine::Actor who, World::Body do_it, World::After tell)
      : UseCase(who), world(around), name(std::move(what)), body(std::move(do_it)), after(std::move(tell)) {}
  Result<> run(engine::Tx& tx) override { return body(tx); }
  void finish(const Result<>& outcome) override {
    world.trace.add(name);
    world.trace.add(outcome.has_error() ? std::string_view(outcome.error().code) : "ok");
    if (outcome.has_error() && outcome.error().kind == ErrorClass::internal) world.fail("command.internal", name + ": " + outcome.error().text());
    if (!after) return;
    const bool lost = world.with_faults && world.random.chance(0.06);
    after(lost ? Result<>(Error::unavailable("sim.no_answer", "The answer was lost on the way.")) : outcome);
  }

 private:
  World& world;
  std::string name;
  World::Body body;
  World::After after;
};

World::World(std::int64_t number, const SimOptions& wanted, std::filesystem::path folder)
    : random(static_cast<std::uint64_t>(number)), clock(*parse_instant("2026-03-27T06:00:00Z") + Milliseconds(random.between(0, 60 * 3'600'000))),
      house(std::move(folder), clock, wanted.processes, [this](engine::Registry& registry) { furnish(registry); }), seed(number), options(wanted) {
  for (const char* kind : {"push", "robot_call", "notify"}) channels[kind] = make_channel(*this, kind);
  constexpr Milliseconds gaps[] = {40s, 3min, 12min};
  mean_gap = gaps[random.below(3)];
}

void World::furnish(engine::Registry& registry) {
  registry.follow(journal_follower());
  for (const auto& [kind, channel] : channels) registry.channel(kind, channel);
  if (options.plant == Plant::send_before_commit)
    registry.on_event("request.offered", [this](engine::Tx& tx, const engine::Event&) -> Result<> {
      static const db::Select<engine::OutboxRow> fresh("sim.fresh_effects", "FROM outbox WHERE kind = 'push' AND id > $1 ORDER BY id");
      TRY(rows, fresh.all(tx.session(), last_planted_effect));
      for (const engine::OutboxRow& row : rows) {
        last_planted_effect = row.id.value;
        if (++planted % 3 == 0) (void)channels["push"]->send(row);
      }
      return ok();
    });
  if (options.plant == Plant::double_assign)
    registry.on_event("request.assigned", [this](engine::Tx& tx, const engine::Event& event) -> Result<> {
      static constexpr db::Query take_over{"sim.take_over", "UPDATE job SET worker_id = $2 WHERE request_id = $1 AND state = 'assigned' AND worker_id <> $2"};
      if (++planted % 3 == 0) TRY_DO(db::execute(tx.session(), take_over, event.subject_id, company.workers.front().id));
      return ok();
    });
  house.faults.forgotten_timer = options.plant == Plant::forget_timer ? "dispatch.answer" : "";
}

void World::fail(std::string_view code, std::string_view sentence) {
  failures.push_back(fmt::format("seed {}, step {}, {}: {}: {}", seed, steps_done, to_text(clock.now()), code, sentence));
}

void World::at(Milliseconds delay, std::function<void()> happening) { happenings.emplace(std::pair(clock.now() + delay, ++happening_count), std::move(happening)); }

void World::command(std::string name, engine::Actor actor, Body body, After after) {
  waiting.push_back(std::make_unique<Command>(*this, std::move(name), actor, std::move(body), std::move(after)));
}

void World::insist(std::string name, engine::Actor actor, Body body, After after, int times) {
  command(name, actor, body, [=, this](const Result<>& outcome) {
    if (outcome.has_error() && outcome.error().kind == ErrorClass::unavailable && times > 0)
      return at(seconds(3, 90), [=, this] { insist(name, actor, body, after, times - 1); });
    if (after) after(outcome);
  });
}

// ---- the loop ----

std::optional<Instant> World::next_moment() {
  static constexpr db::Query first_timer{"sim.first_timer", "SELECT due FROM timer ORDER BY due LIMIT 1"};
  static constexpr db::Query first_effect{"sim.first_effect", "SELECT CASE WHEN claimed_until > due THEN claimed_until ELSE due END AS ready FROM outbox WHERE state = 'waiting' ORDER BY ready LIMIT 1"};
  std::optional<Instant> next;
  if (!happenings.empty()) next = happenings.begin()->first.first;
  for (const db::Query& query : {first_timer, first_effect}) {
    const auto due = db::first<Instant>(house.witness(), query);
    if (due.has_error()) fail("sim.witness", due.error().text());
    else if (*due && **due != Instant::max() && (!next || **due < *next)) next = *due;
  }
  return next;
}

void World::take_happenings() {
  for (int i = 0; i < 12 && !happenings.empty() && happenings.begin()->first.first <= clock.now(); ++i) {
    const auto happening = std::move(happenings.begin()->second);
    happenings.erase(happenings.begin());
    happening();
  }
}

void World::run_commands() {
  if (waiting.empty()) return;
  auto now_running = std::exchange(waiting, {});
  std::vector<engine::UseCase*> group;
  for (const auto& one : now_running) group.push_back(one.get());
  engine::Committed committed = house.engine().commit_group(group);
  untold.push_back({house.process(), std::move(committed), std::move(now_running)});
  if (options.plant == Plant::tell_before_durable) tell_all();
}

// The disk takes its time: what it confirms may be several groups at once.
void World::confirm() {
  if (untold.empty() || (with_faults && chance(0.4))) return;
  const auto durable = house.engine().make_durable();
  trace.add(durable.has_error() ? std::string_view(durable.error().code) : "durable");
  if (durable.has_value()) tell_all();
}

// Of the process that acts.
void World::tell_all() {
  std::vector<Untold> others;
  for (Untold& one : std::exchange(untold, {})) {
    if (one.process == house.process()) house.engine().tell(one.committed);
    else others.push_back(std::move(one));
  }
  std::ranges::move(others, std::back_inserter(untold));
}

// Their connections are cut: nobody knows what became of it.
void World::tell_of_crash() {
  for (Untold& one : std::exchange(untold, {}))
    for (engine::UseCase* use_case : one.committed.use_cases) use_case->finish(Error::unavailable("sim.crashed", "The process was killed."));
}

// What an engine tells is told by us, when the disk has confirmed it.
void World::listen_to_all() {
  for (std::size_t i = 0; i < house.count(); ++i) {
    house.choose(i);
    listen();
  }
  house.choose(0);
}

void World::listen() {
  house.engine().on_committed([this](std::span<const engine::Event> events) { note_committed(events); });
  house.engine().after_commit([this](engine::Committed committed) {
    untold.push_back({house.process(), std::move(committed), {}});
    if (options.plant == Plant::tell_before_durable) tell_all();
  });
}

void World::fire_timers() {
  if (with_faults && chance(0.08)) return;  // the server is slow today
  const auto fired = house.engine().fire_timers(static_cast<std::size_t>(random.between(1, 40)));
  trace.add(fired.has_error() ? std::string_view(fired.error().code) : "fired");
  if (fired.has_error() && fired.error().kind != ErrorClass::unavailable) fail("timers", fired.error().text());
}

void World::deliver() {
  if (with_faults && chance(0.08)) return;
  const auto sent = house.engine().deliver(static_cast<std::size_t>(random.between(1, 20)));
  trace.add(sent.has_error() ? std::string_view(sent.error().code) : "delivered");
  if (sent.has_error() && sent.error().kind != ErrorClass::unavailable) fail("delivery", sent.error().text());
}

void World::maybe_break() {
  if (!with_faults || house.faults.is_armed() || !chance(0.07)) return;
  const auto kind = static_cast<FaultKind>(random.below(house.count() > 1 ? fault_kinds_of_many : fault_kinds));
  const bool by_statement = kind == FaultKind::process_dies || kind == FaultKind::crash_before_statement || kind == FaultKind::power_cut || kind == FaultKind::disk_full || kind == FaultKind::io_error;
  house.faults.arm(kind, static_cast<int>(random.below(by_statement ? 150 : 3)), random.uniform());
}

void World::after_crash() {
  crashes += 1;
  trace.add("crash");
  const bool unknown = house.faults.outcome_unknown() || !untold.empty() || std::exchange(lost_announcements, false);
  tell_of_crash();
  if (const auto opened = house.recover(); opened.has_error()) return fail("recover", opened.error().text());
  house.faults.forgotten_timer = options.plant == Plant::forget_timer ? "dispatch.answer" : "";
  paused_until.clear();
  listen_to_all();
  compare_journal(unknown);
  check(false);
}

// Which of several processes acts next; false when it stands still.
bool World::choose_process() {
  if (house.count() == 1) return true;
  house.choose(random.below(static_cast<std::uint32_t>(house.count())));
  const auto paused = paused_until.find(house.process());
  return paused == paused_until.end() || paused->second <= clock.now();
}

// Longer than any lease, now and then: it comes back and believes that it still has it.
void World::maybe_pause() {
  if (!with_faults || house.count() == 1 || !chance(0.02)) return;
  house.choose(random.below(static_cast<std::uint32_t>(house.count())));
  paused_until[house.process()] = clock.now() + seconds(1, 180);
  trace.add("paused");
}

// One process is gone; its callers' connections are cut, what it had claimed stays claimed for a while.
void World::after_death() {
  crashes += 1;
  trace.add("death");
  const int dead = house.process();
  std::vector<Untold> others;
  bool unknown = false;
  for (Untold& one : std::exchange(untold, {})) {
    if (one.process != dead) {
      others.push_back(std::move(one));
      continue;
    }
    unknown = true;
    for (engine::UseCase* use_case : one.committed.use_cases) use_case->finish(Error::unavailable("sim.crashed", "The process was killed."));
  }
  std::ranges::move(others, std::back_inserter(untold));
  if (const auto replaced = house.replace(); replaced.has_error()) {
    if (!house.faults.crashed()) fail("replace", replaced.error().text());
    return;
  }
  listen();
  lost_announcements = lost_announcements || unknown;
}

// False when nothing is left to come.
bool World::step() {
  steps_done += 1;
  maybe_break();
  const auto next = next_moment();
  if (!next && untold.empty()) return false;
  clock.set(std::max(clock.now(), next.value_or(clock.now())) + Milliseconds(chance(0.3) ? random.between(0, 2000) : 0));
  trace.add(clock.now());
  take_happenings();
  const std::uint32_t order = random.below(4);
  maybe_pause();
  for (std::uint32_t i = 0; i < 4; ++i) {
    if (!choose_process()) continue;
    switch ((order + i) % 4) {
      case 0: run_commands(); break;
      case 1: fire_timers(); break;
      case 2: confirm(); break;
      default: deliver();
    }
    if (house.faults.crashed()) after_crash();
    else if (house.faults.is_killed(house.process())) after_death();
    if (!failures.empty()) return false;
  }
  if (steps_done % (with_faults ? 25 : 200) == 0) check(false);
  return failures.empty();
}

void World::loop(std::int64_t steps, Instant until) {
  for (std::int64_t i = 0; i < steps; ++i) {
    if (clock.now() >= until || !step()) return;
  }
}

// Time passes without faults, until nobody but a person owes anything.
void World::settle_down() {
  constexpr std::int64_t most_steps = 30'000;
  with_faults = false;
  house.faults.disarm();
  paused_until.clear();
  const Instant people_go_home = clock.now() + 6h;
  loop(most_steps, people_go_home);
  quiet = true;
  loop(most_steps, people_go_home + 80h);
  static constexpr db::Query with_system{"sim.with_system", "SELECT count(*) FROM request WHERE owes = 'system'"};
  for (int hour = 0; hour < 48 && failures.empty(); ++hour) {
    const auto left = db::first<std::int64_t>(house.witness(), with_system);
    if (left.has_value() && left->value_or(0) == 0) break;
    loop(most_steps, clock.now() + 1h);
  }
  for (std::size_t i = 0; i < house.count(); ++i) {
    house.choose(i);
    confirm();
  }
  if (!failures.empty()) return;
  compare_journal(lost_announcements);
  check(true);
}

Result<SeedOutcome> World::run() {
  TRY_DO(house.build(clock.now()));
  TRY(founded, found_company(house.engine(), random));
  company = std::move(founded);
  // What the founding recorded was not announced to us.
  compare_journal(true);
  listen_to_all();
  somebody_files();
  worker_moods();
  dispatchers_look();
  operators_look();
  restart_journal_follower();
  for (const workers::Worker& worker : company.workers) at(minutes(1, 30), [this, id = worker.id] { worker_syncs(id); });
  loop(options.steps, Instant::max());
  if (failures.empty()) settle_down();
  return SeedOutcome{trace.value(), steps_done, crashes, static_cast<std::int64_t>(known_requests.size()), std::move(event_counts), std::move(failures)};
}

}  // namespace bellman::sim
