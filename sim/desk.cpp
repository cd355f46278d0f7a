// Dispatchers and operators: they do what the system handed to a person, and overrule it now and then.
#include "db/typed.h"
#include "requests/service.h"
#include "staff.h"
#include "world.h"

namespace bellman::sim {

namespace {


constexpr db::Query for_dispatchers{"sim.for_dispatchers", "SELECT id FROM request WHERE owes = 'dispatcher' ORDER BY id LIMIT 6"};
constexpr db::Query with_workers{"sim.with_workers", "SELECT id FROM request WHERE state IN ('offered', 'assigned', 'travelling', 'in_work') ORDER BY id DESC LIMIT 8"};
constexpr db::Query for_operators{"sim.for_operators", "SELECT id FROM request WHERE owes = 'operator' ORDER BY id LIMIT 8"};

// What an operator does with a request that waits for one.
Result<> serve(engine::Tx& tx, RequestId id, bool start_first, bool ask_client) {
  using requests::RequestState;
  TRY(request, requests::load(tx.session(), id));
  switch (request.state) {
    case RequestState::accepted:
      if (ask_client) return only_outcome(requests::wait_for(tx, request, requests::Owing::client, "For when?", tx.now() + 2h));
      if (start_first) return only_outcome(requests::set_started(tx, id));
      return only_outcome(requests::set_done(tx, id, {}));
    case RequestState::in_work: return only_outcome(requests::set_done(tx, id, {}));
    case RequestState::waiting_for_client:
    case RequestState::waiting_for_supplier: return only_outcome(requests::resume(tx, request, "We asked by phone."));
    default: return Error::conflict("sim.not_now", "Nothing to do for an operator.");
  }
}

}  // namespace

void World::dispatchers_look() {
  if (quiet) return;
  const auto left = db::all<RequestId>(house.witness(), for_dispatchers);
  const auto busy = db::all<RequestId>(house.witness(), with_workers);
  if (left.has_error() || busy.has_error()) return fail("sim.witness", "A dispatcher could not be served.");
  const auto assign = [this](RequestId id) {
    command("assign by hand", dispatcher_actor, [this, id, worker = random.pick(company.workers).id](engine::Tx& tx) {
      return only_outcome(house.dispatcher().assign_by_hand(tx, id, worker, "I know better."));
    });
  };
  for (const RequestId id : *left)
    if (chance(0.6)) assign(id);
  if (with_faults && !busy->empty() && chance(0.12)) assign(random.pick(*busy));
  if (with_faults && !busy->empty() && chance(0.08))
    command("release by hand", dispatcher_actor, [this, id = random.pick(*busy)](engine::Tx& tx) { return house.dispatcher().release_by_hand(tx, id, "Somebody else should go."); });
  at(minutes(4, 20), [this] { dispatchers_look(); });
}

void World::operators_look() {
  if (quiet) return;
  const auto left = db::all<RequestId>(house.witness(), for_operators);
  if (left.has_error()) return fail("sim.witness", "An operator could not be served.");
  for (const RequestId id : *left)
    if (chance(0.5))
      command("serve", operator_actor, [id, start = chance(0.3), ask = with_faults && chance(0.2)](engine::Tx& tx) { return serve(tx, id, start, ask); });
  at(minutes(5, 25), [this] { operators_look(); });
}

}  // namespace bellman::sim
