#include "checks/snapshot.h"

namespace bellman::checks {

namespace {

// A query whose column list is T's members, from another room's table.
template <class T>
Result<std::vector<T>> read_all(db::Session& session, const db::Select<T>& select) { return select.all(session); }

template <class Id, class Row, class IdOf>
void index(std::unordered_map<Id, std::size_t>& at, const std::vector<Row>& rows, IdOf id_of) {
  at.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) at.emplace(id_of(rows[i]), i);
}

Result<> read_pairs_and_sheets(db::Session& session, Snapshot& snapshot) {
  static constexpr db::Query wishes{"checks.refused_pairs", "SELECT client_id, worker_id FROM worker_wish WHERE kind = 'refused' ORDER BY client_id, worker_id"};
  TRY_DO(db::each(session, wishes, [&](const db::Row& row) -> Result<> {
    snapshot.refused_pairs.emplace(ClientId(row.integer(0)), WorkerId(row.integer(1)));
    return ok();
  }));
  static constexpr db::Query sheets{"checks.sheets", "SELECT job_id FROM service_sheet WHERE late = 0 ORDER BY job_id"};
  return db::each(session, sheets, [&](const db::Row& row) -> Result<> {
    snapshot.sheets.emplace(row.integer(0));
    return ok();
  });
}

template <class Row, class Id>
const Row* row_of(const std::vector<Row>& rows, const std::unordered_map<Id, std::size_t>& at, Id id) {
  const auto found = at.find(id);
  return found == at.end() ? nullptr : &rows[found->second];
}

}  // namespace

Result<Snapshot> take_snapshot(db::Session& session, Instant now) {
  static const db::Select<RequestRow> requests("checks.requests", "FROM request ORDER BY id");
  static const db::Select<JobRow> jobs("checks.jobs", "FROM job ORDER BY request_id, id");
  static const db::Select<OfferRow> offers("checks.offers", "FROM job_offer ORDER BY job_id, id");
  static const db::Select<DeadlineRow> deadlines("checks.deadlines", "FROM deadline ORDER BY request_id, kind");
  static const db::Select<TimerRow> timers("checks.timers", "FROM timer ORDER BY kind, subject_id");
  static const db::Select<workers::Worker> workers("checks.workers", "FROM worker ORDER BY id");
  static const db::Select<workers::Absence> absences("checks.absences", "FROM absence ORDER BY id");
  static const db::Select<LoadRow> loads("checks.loads", "FROM worker_state ORDER BY worker_id");

  Snapshot snapshot;
  snapshot.now = now;
  const auto fill = [&](auto& into, const auto& select) -> Result<> {
    TRY(rows, read_all(session, select));
    into = std::move(rows);
    return ok();
  };
  TRY_DO(fill(snapshot.requests, requests));
  TRY_DO(fill(snapshot.jobs, jobs));
  TRY_DO(fill(snapshot.offers, offers));
  TRY_DO(fill(snapshot.deadlines, deadlines));
  TRY_DO(fill(snapshot.workers, workers));
  TRY_DO(fill(snapshot.absences, absences));
  TRY_DO(fill(snapshot.loads, loads));
  TRY(timer_rows, read_all(session, timers));
  for (TimerRow& timer : timer_rows) {
    const auto key = std::pair(timer.kind, timer.subject_id);
    snapshot.timers.emplace_hint(snapshot.timers.end(), key, std::move(timer));
  }
  TRY_DO(read_pairs_and_sheets(session, snapshot));
  index(snapshot.request_at, snapshot.requests, [](const RequestRow& row) { return row.id; });
  index(snapshot.job_at, snapshot.jobs, [](const JobRow& row) { return row.id; });
  index(snapshot.worker_at, snapshot.workers, [](const workers::Worker& row) { return row.id; });
  return snapshot;
}

const TimerRow* Snapshot::timer(std::string_view kind, std::int64_t subject) const {
  const auto found = timers.find(std::pair(std::string(kind), subject));
  return found == timers.end() ? nullptr : &found->second;
}
const RequestRow* Snapshot::request(RequestId id) const { return row_of(requests, request_at, id); }
const JobRow* Snapshot::job(JobId id) const { return row_of(jobs, job_at, id); }
const workers::Worker* Snapshot::worker(WorkerId id) const { return row_of(workers, worker_at, id); }

}  // namespace bellman::checks
