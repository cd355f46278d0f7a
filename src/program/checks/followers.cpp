// Whoever follows the journal: none stands still, and the text index has every request that it is done with.
#include "checks/parts.h"
#include "db/typed.h"
#include "engine/followers.h"
#include "requests/store.h"

namespace bellman::checks {

namespace {

constexpr std::string_view text_index = "requests.text";
constexpr std::int64_t reported_most = 1000;

Result<> check_texts(db::Session& session, std::int64_t cursor, Findings& findings) {
  static constexpr db::Query to_come{"checks.texts_to_come", "SELECT 1 FROM event WHERE subject = 'request' AND subject_id = $1 AND id > $2 LIMIT 1"};
  TRY(newest, requests::store::newest_id(session));
  TRY(missing, requests::store::without_texts(session, RequestId(0), newest, reported_most));
  for (const RequestId id : missing) {
    TRY(waits, db::first<std::int64_t>(session, to_come, id, cursor));
    if (!waits) findings.add("index.missing", "request", id, "No search finds this request: it has no entry in the text index. The next start of a server adds it.");
  }
  return ok();
}

}  // namespace

Result<> check_followers(db::Session& session, Findings& findings) {
  TRY(rows, engine::follower_rows(session));
  std::int64_t cursor = 0;
  for (const engine::FollowerRow& row : rows) {
    if (row.name == text_index) cursor = row.cursor;
    if (row.state == engine::FollowerState::parked)
      findings.add_numbered("follower.parked", "event", row.failing_event, fmt::format("The follower {} is parked at this event: {}", row.name, row.error));
  }
  return check_texts(session, cursor, findings);
}

}  // namespace bellman::checks
