// What happens to requests by themselves.
#include "codec/json_read.h"
#include "requests/service.h"
#include "requests/store.h"
#include "sla/service.h"

namespace bellman::requests {

namespace {

// The row and the events of a decision that nobody asked for; a state that has moved on meanwhile is no error.
Result<> save_unless_moved(engine::Tx& tx, Result<Decision> decided) {
  if (decided.has_error()) return decided.error().code == "request.not_now" ? ok() : Result<>(decided.error());
  TRY_DO(store::update(tx.session(), decided->state));
  tx.remember(decided->state.id.value, decided->state);
  return tx.apply(std::move(*decided));
}

Result<> close_by_itself(engine::Tx& tx, const engine::Timer& timer) {
  TRY(request, load(tx.session(), RequestId(timer.subject_id)));
  return save_unless_moved(tx, close(request, tx.now()));
}

Result<> wait_ran_out(engine::Tx& tx, const engine::Timer& timer) {
  TRY(request, load(tx.session(), RequestId(timer.subject_id)));
  // From here on the delay is ours: the next step is the desk's, so the promise's clock runs again.
  if (request.state == RequestState::waiting_for_client) {
    TRY(dues, sla::resume_deadlines(tx, request.id));
    request.reach_due = dues.reach;
    request.solve_due = dues.solve;
  }
  return save_unless_moved(tx, wait_overdue(request, tx.now()));
}

// Events in one transaction: a few milliseconds, for which those who file have to wait.
constexpr std::int64_t index_at_once = 500;

Result<> index_texts(engine::Tx& tx, const engine::Timer&) {
  TRY(caught_up, store::index_more(tx.session(), index_at_once));
  if (caught_up) return ok();
  return tx.apply(engine::Consequences{}.wake_by("request.index", 0, tx.now()));
}

Result<> mark_late(engine::Tx& tx, const engine::Event& event) {
  TRY(data, codec::from_json<sla::DeadlineEvent>(event.data.text, codec::Mode::stored));
  TRY(request, load(tx.session(), RequestId(event.subject_id)));
  if (!is_open(request.state)) return ok();
  return save_unless_moved(tx, breached(request, std::string(codec::enum_name(data.deadline)), tx.now()));
}

}  // namespace

void subscribe(engine::Registry& registry) {
  registry.on_timer("request.close", close_by_itself);
  registry.on_timer("request.wait", wait_ran_out);
  registry.on_timer("request.index", index_texts);
  registry.on_event("sla.breached", mark_late);
}

}  // namespace bellman::requests
