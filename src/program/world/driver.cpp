#include "world/driver.h"

namespace bellman::world {

namespace {

class ActionUseCase final : public engine::UseCase {
 public:
  explicit ActionUseCase(Action wanted) : UseCase(wanted.actor), action(std::move(wanted)) {}
  Result<> run(engine::Tx& tx) override { return action.run(tx); }
  void finish(const Result<>& outcome) override {
    if (action.then) action.then(outcome);
  }

 private:
  Action action;
};

constexpr std::size_t actions_at_once = 64;

}  // namespace

Result<> Driver::run_actions(std::vector<Action> actions) {
  std::vector<std::unique_ptr<ActionUseCase>> use_cases;
  std::vector<engine::UseCase*> group;
  for (Action& action : actions) {
    if (!action.run) {
      if (action.then) action.then(ok());
      continue;
    }
    use_cases.push_back(std::make_unique<ActionUseCase>(std::move(action)));
    group.push_back(use_cases.back().get());
    if (group.size() == actions_at_once) {
      engine.run_group(group);
      group.clear();
    }
  }
  if (!group.empty()) engine.run_group(group);
  return ok();
}

void Driver::note_due() {
  const engine::Due due = engine.take_due();
  next_timer = std::min(next_timer, due.earliest_timer);
  next_effect = std::min(next_effect, due.earliest_effect);
}

Result<> Driver::settle() {
  for (;;) {
    auto actions = crowd.take_due(clock.now());
    bool acted = !actions.empty();
    TRY_DO(run_actions(std::move(actions)));
    note_due();
    if (next_timer <= clock.now()) {
      TRY(fired, engine.fire_timers());
      TRY(after, engine.next_timer());
      engine.take_due();  // seen by the look just now …
      next_timer = after.value_or(Instant::max());
      next_effect = Instant::min();  // … but effects may have been added
      acted |= fired > 0;
    }
    if (next_effect <= clock.now()) {
      TRY(sent, engine.deliver());
      TRY(after, engine.next_delivery());
      next_effect = after.value_or(Instant::max());
      acted |= sent > 0;
    }
    if (!acted) return ok();
  }
}

Instant Driver::next() const { return std::min({crowd.next().value_or(Instant::max()), next_timer, next_effect}); }

Result<> Driver::run_until(Instant until) {
  for (;;) {
    const Instant moment = next();
    if (moment == Instant::max() || moment > until) break;
    if (moment > clock.now()) clock.set(moment);
    TRY_DO(settle());
  }
  if (until > clock.now()) clock.set(until);
  return ok();
}

Result<> Driver::act(engine::Actor actor, const std::function<Result<>(engine::Tx&)>& body) {
  TRY_DO(engine.run(actor, body));
  note_due();
  return settle();
}

}  // namespace bellman::world
