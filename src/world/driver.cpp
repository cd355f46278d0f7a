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

Result<> Driver::settle() {
  for (;;) {
    auto actions = crowd.take_due(clock.now());
    const bool acted = !actions.empty();
    TRY_DO(run_actions(std::move(actions)));
    TRY(fired, engine.fire_timers());
    TRY(sent, engine.deliver());
    if (!acted && fired == 0 && sent == 0) return ok();
  }
}

Result<std::optional<Instant>> Driver::next() {
  std::optional<Instant> first = crowd.next();
  TRY(timer, engine.next_timer());
  if (timer && (!first || *timer < *first)) first = timer;
  TRY(delivery, engine.next_delivery());
  if (delivery && (!first || *delivery < *first)) first = delivery;
  return first;
}

Result<> Driver::run_until(Instant until) {
  for (;;) {
    TRY(moment, next());
    if (!moment || *moment > until) break;
    if (*moment > clock.now()) clock.set(*moment);
    TRY_DO(settle());
  }
  if (until > clock.now()) clock.set(until);
  return ok();
}

Result<> Driver::act(engine::Actor actor, const std::function<Result<>(engine::Tx&)>& body) {
  TRY_DO(engine.run(actor, body));
  return settle();
}

}  // namespace bellman::world
