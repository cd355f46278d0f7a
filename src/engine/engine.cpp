#include "engine/engine.h"

#include "db/typed.h"

#include <algorithm>
#include <deque>

namespace bellman::engine {

namespace {

const db::Select<Timer>& due_timers() {
  static const db::Select<Timer> select("timer.due", "FROM timer WHERE due <= $1 ORDER BY due, kind, subject_id LIMIT $2");
  return select;
}
const db::Select<OutboxRow>& due_rows() {
  static const db::Select<OutboxRow> select("outbox.due", "FROM outbox WHERE state = 'waiting' AND due <= $1 ORDER BY state, due, id LIMIT $2");
  return select;
}
const db::Select<OutboxRow>& due_rows_of_kind() {
  static const db::Select<OutboxRow> select("outbox.due_of_kind", "FROM outbox WHERE state = 'waiting' AND kind = $1 AND due <= $2 ORDER BY due, id LIMIT $3");
  return select;
}
constexpr db::Query first_effect_of_kind{"outbox.first_of_kind", "SELECT due FROM outbox WHERE state = 'waiting' AND kind = $1 AND due > $2 ORDER BY due, id LIMIT 1"};
constexpr db::Query next_kind{"outbox.next_kind", "SELECT kind FROM outbox WHERE state = 'waiting' AND kind > $1 ORDER BY kind LIMIT 1"};
constexpr db::Query first_timer{"timer.first", "SELECT due FROM timer ORDER BY due LIMIT 1"};
constexpr db::Query first_effect{"outbox.first", "SELECT due FROM outbox WHERE state = 'waiting' ORDER BY state, due LIMIT 1"};
constexpr db::Query unpark{"outbox.unpark", "UPDATE outbox SET state = 'waiting', due = $2, attempts = 0 WHERE state = 'parked' AND kind = $1 AND error LIKE 'outbox.no_channel%'"};

// One function as a use case.
class FunctionUseCase final : public UseCase {
 public:
  FunctionUseCase(Actor who, const std::function<Result<>(Tx&)>& body) : UseCase(who), function(body) {}
  Result<> run(Tx& tx) override { return function(tx); }
  void finish(const Result<>&) override {}

 private:
  const std::function<Result<>(Tx&)>& function;
};

}  // namespace

Engine::Engine(db::Database& database, const Registry& registry, const Clock& clock, EngineSettings wanted)
    : store(database), rooms(registry), time(clock), settings(wanted) {}

Result<> Engine::start() {
  TRY(session, store.open(db::Access::write));
  writer = std::move(session);
  return run({}, [&](Tx& tx) -> Result<> {
    for (const auto& [kind, channel] : rooms.channels) TRY_DO(db::execute(tx.session(), unpark, kind, tx.now()));
    return ok();
  });
}

Result<> Engine::run(Actor actor, const std::function<Result<>(Tx&)>& body) {
  FunctionUseCase use_case(actor, body);
  UseCase* group[] = {&use_case};
  Committed committed = commit_group(group);
  Result<> outcome = committed.outcomes.front();
  committed.use_cases.clear();  // it ends with this call
  if (const auto durable = pass_on(std::move(committed)); durable.has_error() && outcome.has_value()) return durable;
  return outcome;
}

void Engine::run_group(std::span<UseCase* const> group) {
  Committed committed = commit_group(group);
  if (const auto durable = make_durable(); durable.has_error()) {
    for (Result<>& outcome : committed.outcomes) outcome = durable;
    committed.events.clear();
  }
  tell(committed);
}

// One attempt at a group: a transaction, its use cases, and what became of them.
struct Engine::Attempt {
  std::span<UseCase* const> group;
  Instant now;
  std::deque<Tx> transactions;
  std::vector<Result<>> outcomes;
};

namespace {
const Error& undone_together() {
  static const Error error = Error::unavailable("engine.again", "A neighbour in the same transaction failed; the group is run again.");
  return error;
}
}  // namespace

// Most groups have nobody who fails after having written, and need no savepoints, which cost as much as a good part of the work.
Committed Engine::commit_group(std::span<UseCase* const> group) {
  Committed committed{{group.begin(), group.end()}, {}, {}};
  const Instant now = time.now();
  Result<> whole = ok();
  for (const Undo undo : {Undo::all, Undo::each}) {
    Attempt attempted{group, now, {}, {}};
    whole = attempt(attempted, undo);
    if (whole.has_value()) {
      note(attempted, committed);
      return committed;
    }
    writer->rollback();
    abandon(attempted);
    if (whole.error().code != undone_together().code) break;
  }
  committed.outcomes.assign(group.size(), whole);
  return committed;
}

Result<> Engine::attempt(Attempt& attempt, Undo undo) {
  woken.clear();
  TRY_DO(writer->begin(db::Access::write));
  attempt.outcomes.reserve(attempt.group.size());
  for (UseCase* use_case : attempt.group) {
    Tx& tx = attempt.transactions.emplace_back(*this, *writer, attempt.now, use_case->actor);
    const auto written = writer->writes();
    attempt.outcomes.push_back(run_one(*use_case, tx, undo));
    const Result<>& outcome = attempt.outcomes.back();
    // The store ended the transaction under us (full disk): what earlier members wrote is gone too.
    if (!writer->in_transaction()) return outcome.has_error() ? outcome : Result<>(Error::unavailable("db.aborted", "The store ended the transaction."));
    if (outcome.has_error() && undo == Undo::all && writer->writes() != written) return undone_together();
  }
  return writer->commit();
}

// Afterwards either all of it is in the transaction or nothing; with Undo::all what it left is undone with the whole group.
Result<> Engine::run_one(UseCase& use_case, Tx& tx, Undo undo) {
  if (undo == Undo::each) TRY_DO(writer->savepoint());
  auto outcome = use_case.run(tx);
  if (outcome.has_value()) outcome = tx.run_subscribers();
  if (outcome.has_value() && undo == Undo::each) outcome = writer->release_savepoint();
  if (outcome.has_value()) return outcome;
  abandon(tx);
  if (undo == Undo::each && writer->in_transaction()) {
    if (auto undone = writer->rollback_to_savepoint(); undone.has_error()) writer->rollback();
  }
  return outcome;
}

void Engine::abandon(Tx& tx) {
  woken.clear();
  for (const std::string& sequence : tx.reserved) blocks.erase(sequence);
  for (const auto& undo : tx.abandon_hooks) undo();
}

// Those that failed have been abandoned already.
void Engine::abandon(Attempt& attempt) {
  for (std::size_t i = 0; i < attempt.outcomes.size(); ++i)
    if (attempt.outcomes[i].has_value()) abandon(attempt.transactions[i]);
  blocks.clear();
}

// Right after the commit: the hints of the use cases, what became due, what there is to tell.
void Engine::note(Attempt& attempt, Committed& committed) {
  committed.outcomes = std::move(attempt.outcomes);
  for (std::size_t i = 0; i < attempt.transactions.size(); ++i) {
    if (committed.outcomes[i].has_error()) continue;
    Tx& tx = attempt.transactions[i];
    for (const auto& hint : tx.commit_hints) hint();
    due_since.earliest_timer = std::min(due_since.earliest_timer, tx.earliest_timer);
    due_since.earliest_effect = std::min(due_since.earliest_effect, tx.earliest_effect);
    if (!listeners.empty()) std::move(tx.recorded.begin(), tx.recorded.end(), std::back_inserter(committed.events));
  }
}

void Engine::tell(Committed& committed) const {
  if (!committed.events.empty())
    for (const auto& listener : listeners) listener(committed.events);
  for (std::size_t i = 0; i < committed.use_cases.size(); ++i) committed.use_cases[i]->finish(committed.outcomes[i]);
}

// Of a group whose use cases have their outcomes already.
Result<> Engine::pass_on(Committed committed) {
  if (told_later) {
    told_later(std::move(committed));
    return ok();
  }
  TRY_DO(make_durable());
  tell(committed);
  return ok();
}

Milliseconds Engine::backoff(std::int64_t attempts) const {
  Milliseconds wait = settings.retry_first;
  for (std::int64_t i = 1; i < attempts && wait < settings.retry_longest; ++i) wait *= 2;
  return std::min(wait, settings.retry_longest);
}

Result<> Engine::fire(Tx& tx, const Timer& timer) {
  // Another use case of this group may have moved or cancelled it since it was read.
  TRY(current, db::find<Timer>(tx.session(), timer.kind, timer.subject_id));
  if (!current || current->due > tx.now()) return ok();
  TRY_DO(db::remove<Timer>(tx.session(), timer.kind, timer.subject_id));
  woken.erase({timer.kind, timer.subject_id});
  const auto handler = rooms.timer_handlers.find(timer.kind);
  if (handler == rooms.timer_handlers.end())
    return Error::internal("timer.no_handler", fmt::format("No room acts on timers of the kind \"{}\".", timer.kind));
  return handler->second(tx, *current);
}

Result<> Engine::postpone(Tx& tx, Timer timer, const Error& error) {
  timer.attempts += 1;
  timer.error = error.text();
  timer.due = timer.attempts >= settings.timer_attempts ? Instant::max() : tx.now() + backoff(timer.attempts);
  return db::upsert(tx.session(), timer);
}

Result<std::size_t> Engine::fire_timers(std::size_t limit) {
  TRY(due, due_timers().all(*writer, time.now(), limit));
  if (due.empty()) return std::size_t{0};
  std::vector<std::function<Result<>(Tx&)>> bodies;
  bodies.reserve(due.size());
  std::deque<FunctionUseCase> use_cases;
  std::vector<UseCase*> group;
  for (const Timer& timer : due) {
    bodies.push_back([this, &timer](Tx& tx) { return fire(tx, timer); });
    group.push_back(&use_cases.emplace_back(Actor{}, bodies.back()));
  }
  Committed committed = commit_group(group);
  const std::vector<Result<>> outcomes = committed.outcomes;
  committed.use_cases.clear();  // they end with this call
  TRY_DO(pass_on(std::move(committed)));
  for (std::size_t i = 0; i < due.size(); ++i) {
    const auto& outcome = outcomes[i];
    if (outcome.has_value()) continue;
    if (outcome.error().kind == ErrorClass::unavailable) return outcome.error();  // the store's trouble, not the timer's
    TRY_DO(run({}, [&](Tx& tx) { return postpone(tx, due[i], outcome.error()); }));
  }
  return due.size();
}

Result<std::optional<Instant>> Engine::next_timer() { return db::first<Instant>(*writer, first_timer); }
Result<std::optional<Instant>> Engine::next_delivery() { return db::first<Instant>(*writer, first_effect); }

Result<std::vector<OutboxRow>> Engine::due_effects(db::Session& session, std::size_t limit) const {
  return due_rows().all(session, time.now(), limit);
}

Result<std::vector<OutboxRow>> Engine::due_effects(db::Session& session, std::string_view kind, Instant now, std::size_t limit) const {
  return due_rows_of_kind().all(session, kind, now, limit);
}

Result<std::optional<Instant>> Engine::next_delivery(db::Session& session, std::string_view kind, Instant after) const {
  return db::first<Instant>(session, first_effect_of_kind, kind, after);
}

Result<std::vector<std::string>> Engine::waiting_kinds(db::Session& session) const {
  std::vector<std::string> kinds;
  std::string last;
  for (;;) {
    TRY(kind, db::first<std::string>(session, next_kind, last));
    if (!kind) return kinds;
    last = *kind;
    kinds.push_back(*std::move(kind));
  }
}

std::shared_ptr<Channel> Engine::channel(std::string_view kind) const {
  const auto found = rooms.channels.find(kind);
  return found == rooms.channels.end() ? nullptr : found->second;
}

Result<> Engine::send(const OutboxRow& row) const { return send(row, channel(row.kind).get()); }

Result<> Engine::send(const OutboxRow& row, Channel* channel) {
  if (channel == nullptr)
    return Error::internal("outbox.no_channel", fmt::format("No channel \"{}\" is set up on this server.", row.kind),
                           "Set the channel up; what waits for it is sent at the next start.");
  return channel->send(row);
}

Result<> Engine::settle(Tx& tx, const OutboxRow& row, const Result<>& outcome) const {
  if (outcome.has_value()) {
    TRY_DO(db::remove<OutboxRow>(tx.session(), row.id));
    return ok();
  }
  OutboxRow changed = row;
  changed.attempts += 1;
  changed.error = outcome.error().text();
  const bool hopeless = outcome.error().kind != ErrorClass::unavailable || changed.attempts >= settings.outbox_attempts;
  changed.state = hopeless ? OutboxState::parked : OutboxState::waiting;
  changed.due = tx.now() + backoff(changed.attempts);
  if (!hopeless) tx.earliest_effect = std::min(tx.earliest_effect, changed.due);
  return db::update(tx.session(), changed);
}

Result<std::size_t> Engine::deliver(std::size_t limit) {
  TRY(rows, due_effects(*writer, limit));
  if (rows.empty()) return std::size_t{0};
  TRY_DO(make_durable());
  std::vector<Result<>> outcomes;
  outcomes.reserve(rows.size());
  for (const OutboxRow& row : rows) outcomes.push_back(send(row));
  TRY_DO(run({}, [&](Tx& tx) -> Result<> {
    for (std::size_t i = 0; i < rows.size(); ++i) TRY_DO(settle(tx, rows[i], outcomes[i]));
    return ok();
  }));
  return rows.size();
}

}  // namespace bellman::engine
