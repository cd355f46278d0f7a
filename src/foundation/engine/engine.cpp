#include "engine/engine.h"

#include "db/typed.h"
#include "engine/announcement.h"
#include "engine/followers.h"
#include "engine/lease.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <deque>

namespace bellman::engine {

namespace {

const db::Select<Timer>& due_timers() {
  static const db::Select<Timer> select("timer.due", "FROM timer WHERE due <= $1 AND kind <> $2 ORDER BY due, kind, subject_id LIMIT $3");
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
constexpr db::Query first_timer{"timer.first", "SELECT due FROM timer WHERE kind <> $1 ORDER BY due LIMIT 1"};
constexpr db::Query read_kept_version{"kept_version.read", "SELECT version, latest_at FROM kept_version WHERE id = 1"};
constexpr db::Query note_moment{"kept_version.moment", "UPDATE kept_version SET latest_at = $1 WHERE id = 1"};
constexpr std::string_view expired_code = "outbox.expired";
constexpr Milliseconds clocks_differ_most = 2s;   // among equal processes; more is a clock that is wrong, which nobody must follow
constexpr std::size_t announcement_bytes = 7900;  // what PostgreSQL lets a process say at once
constexpr db::Query first_effect{"outbox.first", "SELECT due FROM outbox WHERE state = 'waiting' ORDER BY state, due LIMIT 1"};
constexpr db::Query unpark{"outbox.unpark", "UPDATE outbox SET state = 'waiting', due = $2, attempts = 0 WHERE state = 'parked' AND kind = $1 AND error LIKE 'outbox.no_channel%'"};
// A parked one, too, is of no use any more, and not for a person to look at.
constexpr db::Query expire{"outbox.expire", "UPDATE outbox SET state = 'expired' WHERE state = 'parked' AND not_after < $1"};

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
  TRY_DO(load_followers());
  return run({}, [&](Tx& tx) -> Result<> {
    TRY_DO(start_followers(tx, rooms));
    TRY_DO(db::post(tx.session(), expire, tx.now()));
    for (const auto& [kind, channel] : rooms.channels) TRY_DO(db::post(tx.session(), unpark, kind, tx.now()));
    return ok();
  });
}

// Those of the table as well: a command that runs beside the server wakes the server's.
Result<> Engine::load_followers() {
  TRY(rows, follower_rows(*writer));
  follower_timers.clear();
  const auto add = [&](const std::string& kind, std::string timer) {
    auto& timers = follower_timers[kind];
    if (std::ranges::find(timers, timer) == timers.end()) timers.push_back(std::move(timer));
  };
  for (const FollowerRow& row : rows) {
    if (rooms.followers.contains(row.name)) continue;
    for (const std::string& kind : row.kinds) add(kind, follower_timer(row.name));
    if (row.kinds.empty()) add({}, follower_timer(row.name));
  }
  for (const auto& [name, follower] : rooms.followers) {
    for (const auto& [kind, handler] : follower->handlers)
      if (!follower->handler_of_others) add(kind, follower_timer(name));
    if (follower->handler_of_others) add({}, follower_timer(name));
  }
  return ok();
}

std::span<const std::string> Engine::followers_of(std::string_view kind) const {
  const auto found = follower_timers.find(kind);
  return found == follower_timers.end() ? std::span<const std::string>() : std::span<const std::string>(found->second);
}

Result<> Engine::run(Actor actor, const std::function<Result<>(Tx&)>& body) {
  FunctionUseCase use_case(actor, body);
  UseCase* group[] = {&use_case};
  Committed committed = commit_group(group);
  Result<> outcome = committed.outcomes.front();
  committed.use_cases.clear();  // it ends with this call
  if (const auto durable = complete(std::move(committed)); durable.has_error() && outcome.has_value()) return durable;
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

namespace {
// Nothing of the group was written, and it may go better at once: the connection is made anew, the other process has finished.
bool may_be_repeated(const Error& error) { return error.code == "db.again" || error.code == "db.connection"; }
}  // namespace

// Most groups have nobody who fails after having written, and need no savepoints, which cost as much as a good part of the work.
Committed Engine::commit_group(std::span<UseCase* const> group) {
  Committed committed{{group.begin(), group.end()}, {}, {}};
  const Instant now = time.now();
  Result<> whole = ok();
  Undo undo = Undo::all;
  for (int repeated = 0;;) {
    Attempt attempted{group, now, {}, {}};
    whole = attempt(attempted, undo);
    if (whole.has_value()) {
      note(attempted, committed);
      return committed;
    }
    writer->rollback();
    abandon(attempted);
    const Error& error = whole.error();
    // A write that was sent on without waiting may fail at the commit; with savepoints it fails where it belongs.
    const bool somebodys = error.code == undone_together().code || error.kind != ErrorClass::unavailable;
    if (undo == Undo::all && somebodys) undo = Undo::each;
    else if (!may_be_repeated(error) || ++repeated > settings.repeats) break;
  }
  committed.outcomes.assign(group.size(), whole);
  return committed;
}

Result<> Engine::attempt(Attempt& attempt, Undo undo) {
  woken.clear();
  TRY_DO(writer->begin(db::Access::write));
  TRY_DO(poll_peers(attempt));
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
  if (!alone()) TRY_DO(note_ids());
  if (shared()) TRY_DO(announce(attempt));
  return writer->commit();
}

// At the begin of a group: what is in memory must be what is in the store. On SQLite a command may have run beside the server.
Result<> Engine::poll_peers(Attempt& attempt) {
  if (!alone()) blocks.clear();
  if (shared()) return poll_shared(attempt);
  if (writer->foreign_commits() == foreign_commits) return ok();
  foreign_commits = writer->foreign_commits();
  blocks.clear();
  due_since.earliest_timer = std::min(due_since.earliest_timer, attempt.now);  // whatever it has set
  return forget_outdated(attempt);
}

Result<> Engine::poll_shared(Attempt& attempt) {
  if (writer->connections() != connections) {
    // The store may have lost what it had not confirmed, and we remember it.
    connections = writer->connections();
    memories.clear();
    for (const auto& forget : rooms.forget_hooks) forget();
  }
  // The others may have had the store for a while, and this process may have been stopped meanwhile.
  attempt.now = time.now();
  return forget_outdated(attempt);
}

// What another process has changed of what is kept in memory; and the moment of this group comes after what is in the store.
Result<> Engine::forget_outdated(Attempt& attempt) {
  std::int64_t version = 0;
  Instant latest{0};
  TRY_DO(db::each(*writer, read_kept_version, [&](const db::Row& row) -> Result<> {
    version = row.integer(0);
    latest = Instant{row.integer(1)};
    return ok();
  }));
  if (latest > attempt.now && latest < attempt.now + clocks_differ_most) attempt.now = latest;
  if (version == kept_version) return ok();
  memories.clear();
  kept_version = version;
  return ok();
}

Result<> Engine::note_ids() {
  static constexpr db::Query note{"id_sequence.note", "INSERT INTO id_sequence (name, next) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET next = excluded.next"};
  for (const auto& [sequence, block] : blocks) TRY_DO(db::post(*writer, note, sequence, block.next));
  return ok();
}

Result<> Engine::announce(Attempt& attempt) {
  Announcement announcement{settings.process, {}, std::nullopt, attempt.now};
  std::vector<std::int64_t> ids;
  Instant timer = Instant::max();
  for (std::size_t i = 0; i < attempt.transactions.size(); ++i) {
    if (attempt.outcomes[i].has_error()) continue;
    for (const Event& event : attempt.transactions[i].recorded) ids.push_back(event.id.value);
    timer = std::min(timer, attempt.transactions[i].earliest_timer);
  }
  announcement.events = rows_of_ids(std::move(ids));
  if (timer != Instant::max()) announcement.timer = timer;
  if (announcement.empty()) return ok();
  TRY_DO(db::post(*writer, note_moment, attempt.now));
  for (const std::string& text : to_texts(announcement, announcement_bytes)) TRY_DO(writer->notify(text));
  return ok();
}

Result<Due> Engine::on_notify(db::Session& session, std::string_view text) const {
  // The moment leads to the one month that holds them, where the journal is kept by months.
  static const db::Select<Event> select("event.announced", "FROM event WHERE id >= $1 AND id <= $2 AND at = $3 ORDER BY id");
  TRY(said, parse_announcement(text));
  Due due;
  if (said.process == settings.process) return due;
  for (const auto& [first, last] : said.events) {
    TRY(events, select.all(session, first, last, said.at));
    tell_listeners(events);
  }
  if (said.timer) due.earliest_timer = *said.timer;
  return due;
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
  tell_listeners(committed.events);
  for (std::size_t i = 0; i < committed.use_cases.size(); ++i) committed.use_cases[i]->finish(committed.outcomes[i]);
}

void Engine::tell_listeners(std::span<const Event> events) const {
  if (events.empty()) return;
  const std::lock_guard lock(listening);
  for (const auto& listener : listeners) listener(events);
}

// A group whose use cases have their outcomes already.
Result<> Engine::complete(Committed committed) {
  if (after_commit_handler) {
    after_commit_handler(std::move(committed));
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
  if (shared() && timer.kind == rooms.leaders_timer) {
    TRY(leading, leads(tx, timer.kind));
    if (!leading) return ok();  // it stays for the leader
  }
  TRY_DO(db::remove<Timer>(tx.session(), timer.kind, timer.subject_id));
  woken.erase({timer.kind, timer.subject_id});
  const auto handler = rooms.timer_handlers.find(timer.kind);
  if (handler == rooms.timer_handlers.end())
    return Error::internal("timer.no_handler", fmt::format("No room acts on timers of the kind \"{}\".", timer.kind));
  return handler->second(tx, *current);
}

// Inside the transaction of what only the leader may do.
Result<bool> Engine::leads(Tx& tx, const std::string& kind) {
  TRY(stored, db::find<Lease>(tx.session(), kind));
  const LeaseStep step = ask_for_lease(stored, kind, settings.process, tx.now(), settings.leaders_lease);
  if (step.write) TRY_DO(db::upsert(tx.session(), step.lease));
  if (step.held && (!stored || stored->token != step.lease.token)) spdlog::debug("this process leads {}, token {}", kind, step.lease.token);
  led_elsewhere = step.held ? Instant{0} : std::min(step.lease.until, tx.now() + settings.leaders_lease);
  return step.held;
}

// The kind of timer that is another process's to act on, for now.
std::string_view Engine::others_timer() const { return shared() && time.now() < led_elsewhere ? std::string_view(rooms.leaders_timer) : std::string_view(); }

Milliseconds Engine::timer_patience() const { return shared() && time.now() < led_elsewhere ? settings.leader_first : 0ms; }

Result<> Engine::note_failure(const Timer& timer, const Error& error) {
  const auto follower = is_follower_timer(timer.kind) ? rooms.followers.find(timer.kind.substr(follower_timer({}).size())) : rooms.followers.end();
  return run({}, [&](Tx& tx) -> Result<> {
    if (follower == rooms.followers.end()) return postpone(tx, timer, error);
    return note_follower_failure(tx, *follower->second, error, settings.follower_attempts, [this](std::int64_t attempts) { return backoff(attempts); });
  });
}

// As it was when it failed: whoever has cancelled or moved it since has decided otherwise.
Result<> Engine::postpone(Tx& tx, const Timer& timer, const Error& error) {
  static constexpr db::Query postpone{"timer.postpone", "UPDATE timer SET due = $4, attempts = $5, error = $6 WHERE kind = $1 AND subject_id = $2 AND due = $3"};
  const std::int64_t attempts = timer.attempts + 1;
  const Instant due = attempts >= settings.timer_attempts ? Instant::max() : tx.now() + backoff(attempts);
  TRY(changed, db::execute(tx.session(), postpone, timer.kind, timer.subject_id, timer.due, due, attempts, error.text()));
  if (changed > 0) tx.earliest_timer = std::min(tx.earliest_timer, due);
  return ok();
}

Result<std::size_t> Engine::fire_timers(std::size_t limit) {
  TRY(due, due_timers().all(*writer, time.now() - timer_patience(), others_timer(), limit));
  if (due.empty()) return std::size_t{0};
  // One follower's step is as much as one transaction may take: the others come with the next call, the oldest first.
  std::size_t followers = 0;
  std::erase_if(due, [&](const Timer& timer) { return is_follower_timer(timer.kind) && ++followers > 1; });
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
  TRY_DO(complete(std::move(committed)));
  for (std::size_t i = 0; i < due.size(); ++i) {
    const auto& outcome = outcomes[i];
    if (outcome.has_value()) continue;
    if (outcome.error().kind == ErrorClass::unavailable) return outcome.error();  // the store's trouble, not the timer's
    TRY_DO(note_failure(due[i], outcome.error()));
  }
  return due.size();
}

Result<std::optional<Instant>> Engine::next_timer() {
  TRY(first, db::first<Instant>(*writer, first_timer, others_timer()));
  if (others_timer().empty()) return first;
  const bool comes = first && *first < led_elsewhere;
  return std::optional(comes ? *first + timer_patience() : led_elsewhere);
}
Result<std::optional<Instant>> Engine::next_delivery() { return db::first<Instant>(*writer, first_effect); }

Result<std::vector<OutboxRow>> Engine::due_effects(db::Session& session, std::size_t limit) const {
  return due_rows().all(session, time.now(), limit);
}

Result<std::vector<OutboxRow>> Engine::due_effects(db::Session& session, std::string_view kind, Instant now, std::size_t limit) const {
  return due_rows_of_kind().all(session, kind, now, limit);
}

Result<std::vector<OutboxRow>> Engine::claim_effects(db::Session& session, std::string_view kind, Instant now, std::size_t limit) const {
  // SKIP LOCKED: what another process is taking this very moment is left to it, without waiting.
  static const std::string claim =
      "UPDATE outbox SET claimed_until = $4 WHERE id IN (SELECT id FROM outbox WHERE state = 'waiting' AND kind = $1 AND due <= $2 AND claimed_until <= $2"
      " ORDER BY due, id LIMIT $3";
  static const std::string returning = ") RETURNING " + db::column_list<OutboxRow>();
  // The claim's own commit waits for the disk, and so for the commits of what it has read: nothing is sent that a crash could still take.
  static const std::string durable = "WITH durable AS MATERIALIZED (SELECT set_config('synchronous_commit', 'on', true) AS setting) ";
  static const std::string for_one = claim + returning, for_many = durable + claim + " FOR UPDATE SKIP LOCKED) AND (SELECT setting FROM durable) = 'on'" + returning.substr(1);
  static const db::Query sqlite{"outbox.claim", for_one}, postgresql{"outbox.claim_unlocked", for_many};
  TRY(rows, db::all<OutboxRow>(session, session.engine() == db::Engine::postgresql ? postgresql : sqlite, kind, now, limit, now + settings.effects_lease));
  std::ranges::sort(rows, {}, [](const OutboxRow& row) { return std::pair(row.due, row.id); });
  return rows;
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

Result<> Engine::send(const OutboxRow& row) const { return send(row, channel(row.kind).get(), time.now()); }

Result<> Engine::send(const OutboxRow& row, Channel* channel, Instant now) {
  if (row.not_after < now)
    return Error::conflict(std::string(expired_code), fmt::format("It was to be sent until {} and is of no use any more.", to_text(row.not_after)));
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
  // At once, and not at the next attempt, which would come too late.
  if (outcome.error().code == expired_code || (!hopeless && changed.due > changed.not_after)) changed.state = OutboxState::expired;
  changed.claimed_until = Instant{0};
  if (changed.state == OutboxState::waiting) tx.earliest_effect = std::min(tx.earliest_effect, changed.due);
  // Not an update that must find its row: whoever claimed it when our claim was over may have delivered it.
  static constexpr db::Query keep{"outbox.settle", "UPDATE outbox SET due = $2, attempts = $3, state = $4, error = $5, claimed_until = 0 WHERE id = $1"};
  return db::post(tx.session(), keep, changed.id, changed.due, changed.attempts, changed.state, changed.error);
}

Result<std::size_t> Engine::deliver(std::size_t limit) {
  std::vector<OutboxRow> rows;
  if (shared()) {
    TRY(kinds, waiting_kinds(*writer));
    for (const std::string& kind : kinds) {
      TRY(claimed, claim_effects(*writer, kind, time.now(), limit - rows.size()));
      std::ranges::move(claimed, std::back_inserter(rows));
    }
  } else {
    TRY(due, due_effects(*writer, limit));
    rows = std::move(due);
  }
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
