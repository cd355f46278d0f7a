#include "dispatch/worker_work.h"

#include "base/text.h"
#include "db/typed.h"

#include <fmt/format.h>

#include <cstdio>
#include <limits>

namespace bellman::dispatch {

namespace {

// Where a page ends: the last sheet and the last declined offer that were shown. Both tables are read by id, newest first.
struct Cursor {
  std::int64_t sheet = std::numeric_limits<std::int64_t>::max();
  std::int64_t offer = std::numeric_limits<std::int64_t>::max();
};

Result<Cursor> parse(std::string_view after) {
  Cursor cursor;
  if (after.empty()) return cursor;
  char rest = 0;
  if (std::sscanf(std::string(after).c_str(), "%ld-%ld%c", &cursor.sheet, &cursor.offer, &rest) != 2)
    return Error::invalid("query.after", "This is not the end of a page of this list.", "after", "Use `next` of the page before.");
  return cursor;
}

struct Found {
  WorkItem item;
  std::int64_t id = 0;  // of the sheet or the offer
  ProgrammeId programme;
};

WorkItem item_of(const db::Row& row) {
  WorkItem item;
  item.at = Instant(row.integer(2));
  item.request_id = RequestId(row.integer(3));
  item.job_id = JobId(row.integer(4));
  item.client_id = ClientId(row.integer(5));
  item.service_id = ServiceId(row.integer(6));
  item.code = spoken_code(item.request_id.value);
  item.title = row.text(7);
  return item;
}

constexpr std::int64_t minute_ms = 60'000;

Result<std::vector<Found>> sheets(db::Session& session, WorkerId worker, std::int64_t before, std::int64_t limit) {
  static constexpr db::Query query{
      "worker_work.sheets",
      "SELECT s.id, s.programme_id, s.filed_at, s.request_id, s.job_id, s.client_id, j.service_id, r.title, j.travelling_at, s.started_at, s.finished_at,"
      " (SELECT count(*) FROM service_sheet e WHERE e.request_id = s.request_id AND e.id <= s.id)"
      " FROM service_sheet s JOIN job j ON j.id = s.job_id JOIN request r ON r.id = s.request_id"
      " WHERE s.worker_id = $1 AND s.id < $2 ORDER BY s.id DESC LIMIT $3"};
  std::vector<Found> found;
  TRY_DO(db::each(session, query, [&](const db::Row& row) -> Result<> {
    WorkItem item = item_of(row);
    const std::int64_t started = row.integer(9);
    if (!row.is_null(8) && row.integer(8) <= started) item.travel_minutes = (started - row.integer(8)) / minute_ms;
    item.work_minutes = (row.integer(10) - started) / minute_ms;
    item.visit = row.integer(11);
    found.push_back({std::move(item), row.integer(0), ProgrammeId(row.integer(1))});
    return ok();
  }, worker, before, limit));
  return found;
}

Result<std::vector<Found>> declined(db::Session& session, WorkerId worker, std::int64_t before, std::int64_t limit) {
  static constexpr db::Query query{
      "worker_work.declined",
      "SELECT o.id, o.programme_id, coalesce(o.settled_at, o.made_at), o.request_id, o.job_id, j.client_id, j.service_id, r.title, o.state, o.reason"
      " FROM job_offer o JOIN job j ON j.id = o.job_id JOIN request r ON r.id = o.request_id"
      " WHERE o.worker_id = $1 AND o.state IN ('refused', 'silent') AND o.id < $2 ORDER BY o.id DESC LIMIT $3"};
  std::vector<Found> found;
  TRY_DO(db::each(session, query, [&](const db::Row& row) -> Result<> {
    WorkItem item = item_of(row);
    item.outcome = row.text(8) == "refused" ? WorkOutcome::refused : WorkOutcome::silent;
    item.reason = row.text(9);
    found.push_back({std::move(item), row.integer(0), ProgrammeId(row.integer(1))});
    return ok();
  }, worker, before, limit));
  return found;
}

}  // namespace

Result<WorkPage> work_of(db::Session& session, WorkerId worker, const people::Scope& scope, std::string_view after, std::int64_t limit) {
  TRY(cursor, parse(after));
  TRY(done, sheets(session, worker, cursor.sheet, limit));
  TRY(not_done, declined(session, worker, cursor.offer, limit));
  WorkPage page;
  std::size_t d = 0, n = 0;
  for (std::int64_t taken = 0; taken < limit && (d < done.size() || n < not_done.size()); ++taken) {
    const bool sheet = n == not_done.size() || (d < done.size() && done[d].item.at >= not_done[n].item.at);
    Found& one = sheet ? done[d++] : not_done[n++];
    (sheet ? cursor.sheet : cursor.offer) = one.id;
    if (scope.allows(one.programme)) page.items.push_back(std::move(one.item));
  }
  const bool more = static_cast<std::int64_t>(d + n) == limit;
  if (more) page.next = fmt::format("{}-{}", cursor.sheet, cursor.offer);
  return page;
}

}  // namespace bellman::dispatch
