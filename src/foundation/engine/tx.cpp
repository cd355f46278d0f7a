#include "engine/tx.h"

#include "db/typed.h"
#include "engine/engine.h"

namespace bellman::engine {

namespace {
constexpr db::Query reserve_ids{"id_sequence.reserve",
                                "INSERT INTO id_sequence (name, next) VALUES ($1, 1 + $2)"
                                " ON CONFLICT (name) DO UPDATE SET next = id_sequence.next + $2 RETURNING next"};
constexpr db::Query insert_effect{"outbox.insert",
                                  "INSERT INTO outbox (id, kind, key, data, created_at, due, attempts, state, error, not_after)"
                                  " VALUES ($1, $2, $3, $4, $5, $6, 0, 'waiting', '', $7) ON CONFLICT (kind, key) DO NOTHING"};
constexpr db::Query wake_by{"timer.wake_by",
                            "INSERT INTO timer (kind, subject_id, due, data, attempts, error) VALUES ($1, $2, $3, $4, 0, '')"
                            " ON CONFLICT (kind, subject_id) DO UPDATE SET due = excluded.due WHERE excluded.due < timer.due"};
constexpr std::size_t most_events = 1000;  // of one use case; more is a circle among subscribers
}  // namespace

std::shared_ptr<void>& Tx::memory_slot(std::type_index type) { return engine.memories[type]; }

Result<> Tx::memory_changed() {
  static constexpr db::Query grow{"kept_version.grow", "UPDATE kept_version SET version = version + 1 WHERE id = 1"};
  return db::post(db_session, grow);
}

// Ids must rise in the order of the commits, as everything that is read in their order relies on. Where other processes write to the store, the
// writers' lock is ours until the commit, so the group counts in memory and notes its last number before it commits.
Result<std::int64_t> Tx::take_shared_id(std::string_view sequence) {
  static constexpr db::Query read{"id_sequence.read", "SELECT next FROM id_sequence WHERE name = $1"};
  auto found = engine.blocks.find(sequence);
  if (found == engine.blocks.end()) {
    TRY(next, db::first<std::int64_t>(db_session, read, sequence));
    found = engine.blocks.emplace(sequence, Engine::Block{next.value_or(1), std::numeric_limits<std::int64_t>::max()}).first;
  }
  return found->second.next++;
}

// A block is good for many groups, as long as nobody else commits in between: Engine::poll_peers() gives it up then, because whoever it was
// has taken higher ids than are left in it.
Result<std::int64_t> Tx::take_id(std::string_view sequence) {
  if (!engine.alone()) return take_shared_id(sequence);
  auto found = engine.blocks.find(sequence);
  if (found == engine.blocks.end()) found = engine.blocks.emplace(sequence, Engine::Block{}).first;
  auto& block = found->second;
  if (block.next == block.end) {
    TRY(next, db::first<std::int64_t>(db_session, reserve_ids, sequence, engine.settings.id_block));
    BELLMAN_ASSERT(next.has_value(), "RETURNING gave no row");
    block = {*next - engine.settings.id_block, *next};
    reserved.emplace_back(sequence);
  }
  return block.next++;
}

Result<> Tx::apply(Consequences consequences) {
  for (Event& event : consequences.events) TRY_DO(record(std::move(event)));
  for (const TimerChange& change : consequences.timers) TRY_DO(change_timer(change));
  for (const Effect& effect : consequences.effects) TRY_DO(send(effect));
  return ok();
}

Result<> Tx::record(Event event) {
  TRY(id, next_id<Event>());
  event.id = id;
  event.at = moment;
  event.actor_kind = who.kind;
  event.actor_id = who.id;
  TRY_DO(db::insert(db_session, event));
  for (const std::string_view kind : {std::string_view(event.kind), std::string_view()})
    for (const std::string& timer : engine.followers_of(kind)) TRY_DO(change_timer({timer, 0, moment + engine.settings.follower_pace, {}, true}));
  recorded.push_back(std::move(event));
  return ok();
}

Result<> Tx::change_timer(const TimerChange& change) {
  if (!change.only_earlier) engine.woken.erase({change.kind, change.subject_id});
  if (!change.due) {
    TRY_DO(db::remove<Timer>(db_session, change.kind, change.subject_id));
    return ok();
  }
  earliest_timer = std::min(earliest_timer, *change.due);
  if (change.only_earlier) {
    // Many use cases of one group wake the same timer, e.g. the next round.
    const auto woken = engine.woken.find({change.kind, change.subject_id});
    if (woken != engine.woken.end() && woken->second <= *change.due) return ok();
    engine.woken[{change.kind, change.subject_id}] = *change.due;
    TRY_DO(db::post(db_session, wake_by, change.kind, change.subject_id, *change.due, change.data));
    return ok();
  }
  return db::upsert(db_session, Timer{change.kind, change.subject_id, *change.due, change.data, 0, {}});
}

Result<> Tx::send(const Effect& effect) {
  TRY(id, next_id<OutboxRow>());
  TRY_DO(db::post(db_session, insert_effect, id, effect.kind, effect.key, effect.data, moment, effect.not_before.value_or(moment),
                  effect.not_after.value_or(Instant::max())));
  earliest_effect = std::min(earliest_effect, effect.not_before.value_or(moment));
  return ok();
}

Result<> Tx::run_subscribers() {
  while (announced < recorded.size()) {
    BELLMAN_ASSERT(recorded.size() < most_events, "subscribers record events in a circle");
    const Event event = recorded[announced++];  // a copy: handlers add to `recorded`
    const auto handlers = engine.rooms.event_handlers.find(event.kind);
    if (handlers == engine.rooms.event_handlers.end()) continue;
    for (const EventHandler& handler : handlers->second) TRY_DO(handler(*this, event));
  }
  return ok();
}

}  // namespace bellman::engine
