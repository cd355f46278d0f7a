#include "engine/followers.h"

#include "db/typed.h"
#include "engine/tx.h"

#include <spdlog/spdlog.h>

namespace bellman::engine {

namespace {

constexpr std::string_view timer_prefix = "follower.";
constexpr db::Query newest_event{"follower.newest", "SELECT coalesce(max(id), 0) FROM event"};

const db::Select<Event>& events_behind() {
  static const db::Select<Event> select("follower.events", "FROM event WHERE id > $1 ORDER BY id LIMIT $2");
  return select;
}

std::vector<std::string> kinds_of(const Follower& follower) {
  std::vector<std::string> kinds;
  if (follower.handler_of_others) return kinds;
  for (const auto& [kind, handler] : follower.handlers) kinds.push_back(kind);
  return kinds;
}

Result<FollowerRow> load(db::Session& session, std::string_view name) {
  TRY(found, db::find<FollowerRow>(session, name));
  if (!found) return Error::not_found("follower.unknown", fmt::format("There is no follower \"{}\".", name), "name", "`bellman follower list` shows all.");
  return *std::move(found);
}

Result<> wake(Tx& tx, std::string_view name, Instant at) { return tx.apply(Consequences{}.wake_by(follower_timer(name), 0, at)); }

void forget_failure(FollowerRow& row) {
  row.state = FollowerState::running;
  row.attempts = row.failing_event = 0;
  row.error.clear();
  row.retry_at = row.parked_at = Instant{0};
}

}  // namespace

void Registry::follow(Follower follower) {
  BELLMAN_ASSERT(!follower.name.empty() && follower.batch > 0, "a follower has a name and takes at least one event at a time");
  const auto kept = std::make_shared<const Follower>(std::move(follower));
  on_timer(follower_timer(kept->name), [kept](Tx& tx, const Timer&) { return run_follower(tx, *kept); });
  const bool is_new = followers.emplace(kept->name, kept).second;
  BELLMAN_ASSERT(is_new, "each follower has a name of its own");
}

std::string follower_timer(std::string_view name) { return fmt::format("{}{}", timer_prefix, name); }
bool is_follower_timer(std::string_view kind) { return kind.starts_with(timer_prefix); }

Result<std::vector<FollowerRow>> follower_rows(db::Session& session) {
  static const db::Select<FollowerRow> select("follower.all", "FROM follower ORDER BY name");
  return select.all(session);
}

Result<std::vector<FollowerLag>> follower_lags(db::Session& session, Instant now) {
  static constexpr db::Query next{"follower.next", "SELECT at FROM event WHERE id > $1 ORDER BY id LIMIT 1"};
  TRY(rows, follower_rows(session));
  TRY(newest, db::first<std::int64_t>(session, newest_event));
  std::vector<FollowerLag> lags;
  for (FollowerRow& row : rows) {
    TRY(waiting, db::first<Instant>(session, next, row.cursor));
    FollowerLag lag{std::move(row), 0, 0ms};
    if (waiting) lag.events = *newest - lag.row.cursor, lag.age = std::max(0ms, now - *waiting);
    lags.push_back(std::move(lag));
  }
  return lags;
}

Result<> start_followers(Tx& tx, const Registry& registry) {
  TRY(newest, db::first<std::int64_t>(tx.session(), newest_event));
  for (const auto& [name, follower] : registry.followers) {
    TRY(found, db::find<FollowerRow>(tx.session(), name));
    if (!found) {
      found = FollowerRow{.name = name, .kinds = kinds_of(*follower)};
      if (follower->start == Follower::Start::now) found->cursor = *newest;
      TRY_DO(db::insert(tx.session(), *found));
    } else if (found->kinds != kinds_of(*follower)) {
      found->kinds = kinds_of(*follower);
      TRY_DO(db::update(tx.session(), *found));
    }
    if (found->cursor < *newest) TRY_DO(wake(tx, name, tx.now()));
  }
  return ok();
}

Result<> run_follower(Tx& tx, const Follower& follower) {
  TRY(found, db::find<FollowerRow>(tx.session(), follower.name));
  if (!found || found->state == FollowerState::parked) return ok();
  FollowerRow row = *std::move(found);
  if (row.retry_at > tx.now()) return wake(tx, follower.name, row.retry_at);  // an event that came meanwhile has woken it
  TRY(events, events_behind().all(tx.session(), row.cursor, follower.batch));
  if (events.empty()) return ok();
  const bool singly = row.cursor < row.single_until;
  bool more = events.size() == follower.batch;
  for (const Event& event : events) {
    BELLMAN_ASSERT(event.id.value > row.cursor, "a follower's cursor only grows");
    row.cursor = event.id.value;
    const EventHandler* handler = follower.handler_of(event.kind);
    if (handler == nullptr) continue;
    TRY_DO((*handler)(tx, event));
    if (!singly) continue;
    more = more || event.id != events.back().id;
    break;
  }
  forget_failure(row);
  TRY_DO(db::update(tx.session(), row));
  return more ? wake(tx, follower.name, tx.now()) : ok();
}

Result<> note_follower_failure(Tx& tx, const Follower& follower, const Error& error, std::int64_t attempts_most,
                               const std::function<Milliseconds(std::int64_t)>& backoff) {
  TRY(found, db::find<FollowerRow>(tx.session(), follower.name));
  if (!found || found->state == FollowerState::parked) return ok();
  FollowerRow row = *std::move(found);
  TRY(events, events_behind().all(tx.session(), row.cursor, follower.batch));
  if (events.empty()) return ok();
  row.error = error.text();
  const auto wanted = std::ranges::find_if(events, [&](const Event& event) { return follower.handler_of(event.kind) != nullptr; });
  if (row.cursor >= row.single_until) {
    row.single_until = events.back().id.value;  // not an attempt yet: nobody knows at which of them
  } else {
    row.failing_event = wanted == events.end() ? 0 : wanted->id.value;
    row.attempts += 1;
    row.retry_at = tx.now() + backoff(row.attempts);
  }
  if (row.attempts >= attempts_most) {
    row.state = FollowerState::parked;
    row.parked_at = tx.now();
    spdlog::error("the follower {} is parked at event {} ({}): {}", row.name, row.failing_event, wanted == events.end() ? "" : wanted->kind, row.error);
  }
  TRY_DO(db::update(tx.session(), row));
  Consequences consequences;
  if (row.state == FollowerState::parked) consequences.cancel_timer(follower_timer(row.name), 0);
  else consequences.set_timer(follower_timer(row.name), 0, std::max(tx.now(), row.retry_at));
  return tx.apply(std::move(consequences));
}

Result<> resume_follower(Tx& tx, std::string_view name, bool skip) {
  TRY(row, load(tx.session(), name));
  if (row.state != FollowerState::parked)
    return Error::conflict("follower.not_parked", fmt::format("The follower \"{}\" is not parked.", name), "`bellman follower list` shows how far each has come.");
  if (skip) row.cursor = std::max(row.cursor, row.failing_event);
  forget_failure(row);
  TRY_DO(db::update(tx.session(), row));
  return wake(tx, name, tx.now());
}

Result<> restart_follower(Tx& tx, const Registry& registry, std::string_view name) {
  TRY(row, load(tx.session(), name));
  const auto known = registry.followers.find(name);
  if (known != registry.followers.end() && known->second->on_restart) TRY_DO(known->second->on_restart(tx));
  forget_failure(row);
  row.cursor = row.single_until = 0;
  TRY_DO(db::update(tx.session(), row));
  return wake(tx, name, tx.now());
}

}  // namespace bellman::engine
