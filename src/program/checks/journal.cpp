#include "checks/journal.h"

#include "codec/json_read.h"
#include "requests/rules.h"
#include "sla/service.h"
#include "workers/service.h"

#include <fmt/format.h>

namespace bellman::checks {

namespace {

using requests::RequestState;

struct EventRow {
  EventId id;
  Instant at;
  std::string kind;
  std::int64_t subject_id = 0;
  codec::RawJson data;
};
BOOST_DESCRIBE_STRUCT(EventRow, (), (id, at, kind, subject_id, data))

bool is_change(std::string_view kind) { return kind.starts_with("request."); }

// One request's events in their order.
class Replay {
 public:
  Replay(const Snapshot& of, History& into, Findings& report) : snapshot(of), history(into), findings(report) {}

  Result<> take(const EventRow& event) {
    const RequestId id(event.subject_id);
    if (id != current) {
      finish();
      begin(id);
    }
    return is_change(event.kind) ? change(event) : deadline(event);
  }

  void finish() {
    if (!current) return;
    const RequestRow* row = snapshot.request(current);
    if (row == nullptr) {
      findings.add("journal.no_row", "request", current, "The journal tells of a request that is not there.");
      return;
    }
    seen.insert(current);
    if (!begun) {
      findings.add("journal.no_beginning", "request", current, "The journal does not tell how the request came in.");
      return;
    }
    const bool same = state.state == row->state && state.owes == row->owes && state.step == row->step && state.owed_by == row->owed_by &&
                      state.worker_id == row->worker_id;
    if (!same)
      findings.add("journal.differs", "request", current,
                   fmt::format("Events replay to {} \"{}\" owed by {} until {} worker {}, the row says {} \"{}\" owed by {} until {} worker {}.",
                               codec::enum_name(state.state), state.step, codec::enum_name(state.owes), moment(state.owed_by), state.worker_id.value,
                               codec::enum_name(row->state), row->step, codec::enum_name(row->owes), moment(row->owed_by), row->worker_id.value));
  }

  bool has_seen(RequestId id) const { return seen.contains(id); }

 private:
  static std::string moment(const std::optional<Instant>& at) { return at ? to_text(*at) : "no time"; }

  void begin(RequestId id) {
    current = id;
    state = {};
    begun = false;
    holder = {};
  }

  Result<> change(const EventRow& event) {
    TRY(data, codec::from_json<requests::Changed>(event.data.text, codec::Mode::stored));
    const bool first = event.kind == "request.filed" || event.kind == "request.refused" || event.kind == "request.imported";
    if (first == begun)
      findings.add("journal.order", "request", current, first ? "The request was filed twice." : "Something happened to the request before it was filed.");
    if (begun && data.from != state.state)
      findings.add("journal.gap", "request", current,
                   fmt::format("Event {} ({}) leaves from {}, but the request was {}.", event.id.value, event.kind, codec::enum_name(data.from), codec::enum_name(state.state)));
    begun = true;
    if (event.kind == "request.assigned" && holder)
      findings.add("assignment.over_another", "request", current,
                   fmt::format("Worker {} was assigned while worker {} had it.", data.worker_id.value, holder.value));
    requests::replay(state, data);
    follow_load(event, data);
    if (event.kind == "request.moved") history.moves[current].push_back(event.at);
    if (event.kind == "request.reopened")
      for (const auto kind : {sla::DeadlineKind::reach, sla::DeadlineKind::solve}) history.breaches.erase({current, kind});
    return ok();
  }

  void follow_load(const EventRow& event, const requests::Changed& data) {
    using enum LoadStep::Kind;
    if (event.kind == "request.offered") history.loads.push_back({event.id, event.at, data.worker_id, current, offered});
    const bool still_held = data.worker_id == holder && requests::is_open(data.to) && data.to != RequestState::done;
    if (holder && !still_held) {
      history.loads.push_back({event.id, event.at, holder, current, ended});
      holder = {};
    }
    if (event.kind == "request.assigned") {
      holder = data.worker_id;
      history.loads.push_back({event.id, event.at, holder, current, assigned});
    }
  }

  Result<> deadline(const EventRow& event) {
    const bool breach = event.kind == "sla.breached";
    if (!breach && event.kind != "sla.escalated") return ok();
    TRY(data, codec::from_json<sla::DeadlineEvent>(event.data.text, codec::Mode::stored));
    if (event.at < data.due)
      findings.add("deadline.early", "request", current, fmt::format("{} of {} at {}, due only {}.", event.kind, codec::enum_name(data.deadline), to_text(event.at), to_text(data.due)));
    if (breach && ++history.breaches[{current, data.deadline}] > 1)
      findings.add("deadline.twice", "request", current, fmt::format("The breach of {} was reported twice.", codec::enum_name(data.deadline)));
    return ok();
  }

  const Snapshot& snapshot;
  History& history;
  Findings& findings;
  RequestId current;
  requests::Request state;
  bool begun = false;
  WorkerId holder;  // who has accepted
  std::unordered_set<RequestId> seen;
};

// Events of workers and clients, in the order of the subject: when what we compare with was last true.
Result<> read_circumstances(db::Session& session, History& history) {
  static const db::Select<EventRow> workers("checks.worker_events", "FROM event WHERE subject = 'worker' ORDER BY subject_id, id");
  static const db::Select<EventRow> clients("checks.client_events", "FROM event WHERE subject = 'client' ORDER BY subject_id, id");
  TRY_DO(db::each(session, workers.query(), [&](const db::Row& raw) -> Result<> {
    TRY(event, db::read_row<EventRow>(raw));
    const WorkerId worker(event.subject_id);
    auto& pauses = history.pauses[worker];
    if (event.kind == "worker.changed") history.worker_defined[worker] = event.at;
    else if (event.kind == "worker.paused") pauses.emplace_back(event.at, Instant::max());
    else if ((event.kind == "worker.resumed" || event.kind == "worker.available") && !pauses.empty() && pauses.back().second == Instant::max()) pauses.back().second = event.at;
    else if (event.kind == "worker.absent") {
      TRY(notice, codec::from_json<workers::AbsenceNotice>(event.data.text, codec::Mode::stored));
      history.absence_known.emplace(notice.absence_id, event.at);
    }
    return ok();
  }));
  return db::each(session, clients.query(), [&](const db::Row& raw) -> Result<> {
    TRY(event, db::read_row<EventRow>(raw));
    if (event.kind == "client.changed") history.client_changed[ClientId(event.subject_id)] = event.at;
    return ok();
  });
}

}  // namespace

Result<History> read_journal(db::Session& session, const Snapshot& snapshot, Findings& findings) {
  static const db::Select<EventRow> events("checks.request_events", "FROM event WHERE subject = 'request' ORDER BY subject_id, id");
  History history;
  Replay replay(snapshot, history, findings);
  TRY_DO(db::each(session, events.query(), [&](const db::Row& raw) -> Result<> {
    TRY(event, db::read_row<EventRow>(raw));
    return replay.take(event);
  }));
  replay.finish();
  static constexpr db::Query twice{"checks.event_twice", "SELECT id FROM event GROUP BY id HAVING count(*) > 1 ORDER BY id LIMIT 20"};
  TRY(doubled, db::all<EventId>(session, twice));
  for (const EventId id : doubled) findings.add("journal.id_twice", "event", id, "Two events have this number.");
  for (const RequestRow& row : snapshot.requests)
    if (!replay.has_seen(row.id)) findings.add("journal.silent", "request", row.id, "The journal does not tell of this request at all.");
  TRY_DO(read_circumstances(session, history));
  return history;
}

}  // namespace bellman::checks
