// What happens to requests by themselves.
#include "requests/service.h"
#include "requests/store.h"
#include "sla/service.h"

#include <spdlog/spdlog.h>

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
  return save_unless_moved(tx, wait_overdue(request, tx.now()));
}

// The text index follows the journal, so that filing does not wait for it. Each event brings the entry up to the row as it is now, so an event
// may be seen twice.
engine::Follower text_index() {
  engine::Follower follower;
  follower.name = "requests.text";
  follower.batch = 500;
  for (const char* kind : {"request.filed", "request.refused", "request.imported", "request.changed", "request.moved", "request.attached"})
    follower.on(kind, [](engine::Tx& tx, const engine::Event& event) { return store::index_texts(tx.session(), RequestId(event.subject_id)); });
  return follower;
}

// The timer that looks through all requests, a part at a time: its subject is the last one that it has seen.
constexpr std::string_view index_check_kind = "request.index_check";
constexpr std::int64_t checked_at_once = 2000, mended_at_once = 200;

Result<> check_index(engine::Tx& tx, const engine::Timer& timer) {
  const RequestId after(timer.subject_id), until(timer.subject_id + checked_at_once);
  TRY(newest, store::newest_id(tx.session()));
  TRY(missing, store::without_texts(tx.session(), after, until, mended_at_once));
  for (const RequestId id : missing) TRY_DO(store::index_texts(tx.session(), id));
  if (!missing.empty()) spdlog::info("{} requests from {} on were missing in the text index and have been added", missing.size(), missing.front().value);
  const RequestId seen = missing.size() == mended_at_once ? missing.back() : until;
  if (seen >= newest) return ok();
  return tx.apply(engine::Consequences{}.set_timer(std::string(index_check_kind), seen.value, tx.now()));
}

Result<> mark_late(engine::Tx& tx, const engine::Typed<sla::DeadlineBreached>& breach) {
  TRY(request, load(tx.session(), RequestId(breach.event.subject_id)));
  if (!is_open(request.state)) return ok();
  return save_unless_moved(tx, breached(request, std::string(codec::enum_name(breach.data.deadline)), tx.now()));
}

}  // namespace

void subscribe(engine::Registry& registry) {
  registry.on_timer("request.close", close_by_itself);
  registry.on_timer("request.wait", wait_ran_out);
  registry.on_timer("request.index", [](engine::Tx&, const engine::Timer&) { return ok(); });  // left by a version before the follower
  registry.on_timer(std::string(index_check_kind), check_index);
  registry.follow(text_index());
  registry.on_event<sla::DeadlineBreached>(mark_late);
}

Result<> set_first_index_check(engine::Tx& tx) { return tx.apply(engine::Consequences{}.set_timer(std::string(index_check_kind), 0, tx.now())); }

}  // namespace bellman::requests
