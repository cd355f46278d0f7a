#include "requests/store.h"

#include "base/text.h"
#include "requests/text_index.h"

#include <fmt/format.h>

#include <algorithm>

namespace bellman::requests::store {

using Select = db::Select<Request>;

Result<std::optional<Request>> find(db::Session& session, RequestId id) { return db::find<Request>(session, id); }
Result<> insert(db::Session& session, const Request& request) { return db::insert(session, request); }
Result<> update(db::Session& session, const Request& request) { return db::update(session, request); }

Result<> insert(db::Session& session, const Attachment& attachment) { return db::insert(session, attachment); }
Result<std::optional<Attachment>> find_attachment(db::Session& session, AttachmentId id) { return db::find<Attachment>(session, id); }

Result<std::vector<Attachment>> attachments_of(db::Session& session, RequestId request) {
  static const db::Select<Attachment> select("attachment.of_request", "FROM attachment WHERE request_id = $1 ORDER BY id");
  return select.all(session, request);
}

Result<std::optional<Request>> by_external(db::Session& session, ProgrammeId programme, const std::string& external_id) {
  static const Select select("request.by_external", "FROM request WHERE programme_id = $1 AND external_id = $2 AND external_id <> ''");
  return select.first(session, programme, external_id);
}

namespace {

std::string of_one(std::string_view whose) {
  return fmt::format("FROM request WHERE {} = $1 AND id < $2 AND (programme_id = $3 OR $3 IS NULL) AND (state = $4 OR $4 IS NULL)"
                     " AND late >= $5 AND (service_id = $6 OR $6 IS NULL) AND filed_at >= $7 AND filed_at < $8 AND (worker_id = $9 OR $9 IS NULL) ORDER BY id DESC LIMIT $10", whose);
}
std::string filed_in(std::string_view which) {
  return fmt::format("FROM request WHERE {}filed_at >= $1 AND filed_at <= $2 AND (filed_at < $2 OR id < $3) AND (programme_id = $4 OR $4 IS NULL)"
                     " AND (state = $5 OR $5 IS NULL) AND late >= $6 ORDER BY filed_at DESC, id DESC LIMIT $7", which);
}

// What the lists read, by what they are asked for.
struct Lists {
  // Of a client's or worker's own list the index knows state and lateness, so that what is passed over costs little.
  Select of_client{"request.list_of_client",
                   "FROM request WHERE client_id = $1 AND id < $2 AND (programme_id = $3 OR $3 IS NULL) AND (state = $4 OR $4 IS NULL)"
                   " AND late >= $5 ORDER BY id DESC LIMIT $6"};
  Select of_worker{"request.list_of_worker",
                   "FROM request WHERE worker_id = $1 AND id < $2 AND (programme_id = $3 OR $3 IS NULL) AND (state = $4 OR $4 IS NULL)"
                   " AND late >= $5 ORDER BY id DESC LIMIT $6"};
  Select of_client_chosen{"request.list_of_client_chosen", of_one("client_id")};
  Select of_worker_chosen{"request.list_of_worker_chosen", of_one("worker_id")};
  // Of a period or a service: by the time of filing, which the ids of imported requests do not follow.
  Select filed{"request.list_filed", filed_in("")};
  Select filed_of_service{"request.list_filed_of_service", filed_in("service_id = $8 AND ")};
  Select late_of_programme{"request.list_late", "FROM request WHERE late = 1 AND programme_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3"};
  Select late_of_programme_state{"request.list_late_state",
                                 "FROM request WHERE late = 1 AND programme_id = $1 AND state = $2 AND id < $3 ORDER BY id DESC LIMIT $4"};
  Select late{"request.list_late_all", "FROM request WHERE late = 1 AND id < $1 ORDER BY id DESC LIMIT $2"};
  Select late_of_state{"request.list_late_all_state", "FROM request WHERE late = 1 AND state = $1 AND id < $2 ORDER BY id DESC LIMIT $3"};
  Select of_programme_state{"request.list_programme_state",
                            "FROM request WHERE programme_id = $1 AND state = $2 AND id < $3 ORDER BY id DESC LIMIT $4"};
  Select of_state{"request.list_state", "FROM request WHERE state = $1 AND id < $2 ORDER BY id DESC LIMIT $3"};
  Select of_programme{"request.list_programme", "FROM request WHERE programme_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3"};
  db::Select<DoneAt> done_of_programme{"request.list_done_programme", "FROM request WHERE state = 'done' AND programme_id = $1 ORDER BY done_at DESC, id DESC LIMIT $2"};
  db::Select<DoneAt> done{"request.list_done", "FROM request WHERE state = 'done' ORDER BY done_at DESC, id DESC LIMIT $1"};
  Select everything{"request.list_all", "FROM request WHERE id < $1 ORDER BY id DESC LIMIT $2"};
};

const Lists& lists() {
  static const Lists all;
  return all;
}

}  // namespace

namespace {

// The cursor is the last request of the page before, at its own time of filing.
Result<std::vector<Request>> list_filed(db::Session& session, ProgrammeId programme, const Filter& filter, RequestId before, std::int64_t limit) {
  static constexpr db::Query read_filed_at{"request.filed_at", "SELECT filed_at FROM request WHERE id = $1"};
  Instant last = filter.filed_until ? Instant{filter.filed_until->ms - 1} : Instant::max();
  RequestId upper = below({});
  if (before) {
    TRY(filed_at, db::first<Instant>(session, read_filed_at, before));
    if (filed_at && *filed_at <= last) last = *filed_at, upper = before;
  }
  const Instant from = filter.filed_from.value_or(Instant::min());
  if (!filter.service_id) return lists().filed.all(session, from, last, upper, programme, filter.state, filter.late, limit);
  return lists().filed_of_service.all(session, from, last, upper, programme, filter.state, filter.late, limit, filter.service_id);
}

}  // namespace

Result<std::vector<Request>> list(db::Session& session, ProgrammeId programme, const Filter& filter, RequestId before, std::int64_t limit) {
  const RequestId upper = below(before);
  const Lists& by = lists();
  if ((filter.client_id && filter.worker_id) || (filter.by_filing() && (filter.client_id || filter.worker_id))) {
    const Select& chosen = filter.client_id ? by.of_client_chosen : by.of_worker_chosen;
    return chosen.all(session, filter.client_id ? filter.client_id.value : filter.worker_id.value, upper, programme, filter.state, filter.late, filter.service_id,
                      filter.filed_from.value_or(Instant::min()), filter.filed_until.value_or(Instant::max()), filter.worker_id, limit);
  }
  if (filter.by_filing()) return list_filed(session, programme, filter, before, limit);
  if (filter.client_id) return by.of_client.all(session, filter.client_id, upper, programme, filter.state, filter.late, limit);
  if (filter.worker_id) return by.of_worker.all(session, filter.worker_id, upper, programme, filter.state, filter.late, limit);
  if (filter.late && programme && filter.state) return by.late_of_programme_state.all(session, programme, *filter.state, upper, limit);
  if (filter.late && programme) return by.late_of_programme.all(session, programme, upper, limit);
  if (filter.late && filter.state) return by.late_of_state.all(session, *filter.state, upper, limit);
  if (filter.late) return by.late.all(session, upper, limit);
  if (programme && filter.state) return by.of_programme_state.all(session, programme, *filter.state, upper, limit);
  if (filter.state) return by.of_state.all(session, *filter.state, upper, limit);
  if (programme) return by.of_programme.all(session, programme, upper, limit);
  return by.everything.all(session, upper, limit);
}

namespace {
constexpr db::Query ids_of_state{"request.ids_of_state", "SELECT id FROM request WHERE state = $1 ORDER BY id DESC LIMIT $2"};
constexpr db::Query ids_of_programme_state{"request.ids_of_programme_state", "SELECT id FROM request WHERE programme_id = $1 AND state = $2 ORDER BY id DESC LIMIT $3"};

// By the deadline, as the indexes of 0009_request_urgency have it: their expressions and conditions, word for word.
struct ByDue {
  std::string sql;
  db::Query query;
  ByDue(std::string_view name, std::string_view due, std::string_view rows, std::string_view order)
      : sql(fmt::format("SELECT id, {0} FROM request WHERE {1} ORDER BY {0}, id {2}", due, rows, order)), query{name, sql} {}
  ByDue(const ByDue&) = delete;
  ByDue& operator=(const ByDue&) = delete;
};

constexpr std::string_view next_due =
    "coalesce(CASE WHEN state IN ('waiting_for_client', 'waiting_for_supplier') THEN owed_by ELSE coalesce(reach_due, solve_due) END, 9223372036854775807)";
constexpr std::string_view missed_due =
    "coalesce(CASE CASE WHEN state IN ('waiting_for_client', 'waiting_for_supplier') THEN resume_state ELSE state END"
    " WHEN 'in_work' THEN solve_due ELSE coalesce(reach_due, solve_due) END, 9223372036854775807)";
constexpr std::string_view waits = "state IN ('accepted', 'waiting_for_dispatch', 'offered', 'waiting_for_client', 'waiting_for_supplier')";
constexpr std::string_view late_and_open =
    "late = 1 AND state IN ('accepted', 'waiting_for_dispatch', 'offered', 'assigned', 'travelling', 'in_work', 'waiting_for_client', 'waiting_for_supplier')";

struct Urgencies {
  ByDue urgent{"request.urgent_ids", next_due, fmt::format("{} AND state = $1", waits), "LIMIT $2"};
  ByDue urgent_of_programme{"request.urgent_ids_of_programme", next_due, fmt::format("{} AND programme_id = $1 AND state = $2", waits), "LIMIT $3"};
  ByDue overdue{"request.overdue_ids", missed_due, late_and_open, "LIMIT $1"};
  ByDue overdue_of_programme{"request.overdue_ids_of_programme", missed_due, fmt::format("{} AND programme_id = $1", late_and_open), "LIMIT $2"};
};

const Urgencies& urgencies() {
  static const Urgencies all;
  return all;
}

}  // namespace

Result<std::vector<RequestId>> newest_ids(db::Session& session, ProgrammeId programme, RequestState state, std::int64_t limit) {
  if (programme) return db::all<RequestId>(session, ids_of_programme_state, programme, state, limit);
  return db::all<RequestId>(session, ids_of_state, state, limit);
}

Result<std::vector<DueAt>> most_urgent(db::Session& session, ProgrammeId programme, RequestState state, std::int64_t limit) {
  const Urgencies& by = urgencies();
  return programme ? db::all<DueAt>(session, by.urgent_of_programme.query, programme, state, limit) : db::all<DueAt>(session, by.urgent.query, state, limit);
}

Result<std::vector<DueAt>> most_overdue(db::Session& session, ProgrammeId programme, std::int64_t limit) {
  const Urgencies& by = urgencies();
  return programme ? db::all<DueAt>(session, by.overdue_of_programme.query, programme, limit) : db::all<DueAt>(session, by.overdue.query, limit);
}

Result<std::vector<DoneAt>> last_done(db::Session& session, ProgrammeId programme, std::int64_t limit) {
  return programme ? lists().done_of_programme.all(session, programme, limit) : lists().done.all(session, limit);
}

bool fits(const Request& request, const std::vector<ProgrammeId>& programmes, const Filter& filter) {
  return (programmes.empty() || std::ranges::count(programmes, request.programme_id) > 0) && (!filter.state || request.state == *filter.state) &&
         (!filter.late || request.late) && (!filter.client_id || request.client_id == filter.client_id) && (!filter.worker_id || request.worker_id == filter.worker_id) &&
         (!filter.service_id || request.service_id == filter.service_id) && (!filter.filed_from || request.filed_at >= *filter.filed_from) &&
         (!filter.filed_until || request.filed_at < *filter.filed_until);
}

namespace {

constexpr db::Query highest_id{"request.highest", "SELECT max(id) FROM request"};

}  // namespace

Result<RequestId> newest_id(db::Session& session) {
  TRY(highest, db::first<std::optional<std::int64_t>>(session, highest_id));
  return RequestId(highest.value_or(std::nullopt).value_or(0));
}

Result<std::vector<Request>> by_code(db::Session& session, const std::vector<ProgrammeId>& programmes, std::string_view typed, const Filter& filter, RequestId before, std::int64_t limit) {
  // Codes are scattered over the ids: of a million requests some thirty begin with the same three characters. The bound is for stores
  // of so many that nobody would look through them.
  constexpr int most_looked_at = 2000;
  TRY(highest, newest_id(session));
  std::vector<Request> found;
  int looked_at = 0;
  for (const std::int64_t id : spoken_codes_beginning(typed, highest.value)) {
    if (before && id >= before.value) continue;
    if (static_cast<std::int64_t>(found.size()) >= limit || ++looked_at > most_looked_at) break;
    TRY(request, find(session, RequestId(id)));
    if (request && fits(*request, programmes, filter)) found.push_back(*std::move(request));
  }
  return found;
}

Result<std::vector<Request>> of_clients(db::Session& session, const std::vector<ClientId>& clients, const std::vector<ProgrammeId>& programmes, const Filter& filter, RequestId before, std::int64_t limit) {
  std::vector<Request> found;
  Filter one = filter;
  for (const ClientId client : clients) {
    if (filter.client_id && filter.client_id != client) continue;
    one.client_id = client;
    TRY(page, list(session, {}, one, before, limit));
    std::ranges::copy_if(page, std::back_inserter(found), [&](const Request& request) { return fits(request, programmes, filter); });
  }
  std::ranges::sort(found, std::greater<>(), &Request::id);
  if (found.size() > static_cast<std::size_t>(limit)) found.resize(static_cast<std::size_t>(limit));
  return found;
}

Result<std::vector<Request>> merged_into(db::Session& session, RequestId id) {
  static const Select select("request.merged_into", "FROM request WHERE merged_into = $1 ORDER BY id");
  return select.all(session, id);
}

namespace {

constexpr db::Query count_all{"request.count_all", "SELECT count(*) FROM (SELECT 1 FROM request WHERE state = $1 LIMIT $2) AS counted"};
constexpr db::Query count_one{"request.count_one", "SELECT count(*) FROM (SELECT 1 FROM request WHERE programme_id = $1 AND state = $2 LIMIT $3) AS counted"};
constexpr db::Query count_late_all{"request.count_late_all", "SELECT count(*) FROM (SELECT 1 FROM request WHERE late = 1 AND state = $1 LIMIT $2) AS counted"};
constexpr db::Query count_late_one{"request.count_late_one",
                                   "SELECT count(*) FROM (SELECT 1 FROM request WHERE late = 1 AND programme_id = $1 AND state = $2 LIMIT $3) AS counted"};

}  // namespace

Result<std::int64_t> count(db::Session& session, ProgrammeId programme, RequestState state, std::int64_t most) {
  TRY(number, programme ? db::first<std::int64_t>(session, count_one, programme, state, most) : db::first<std::int64_t>(session, count_all, state, most));
  return number.value_or(0);
}

Result<std::int64_t> count_late_open(db::Session& session, ProgrammeId programme, std::int64_t most) {
  using enum RequestState;
  // One state after the other: given a list of them, the planner goes through all that was ever late, most of which is closed.
  std::int64_t sum = 0;
  for (const RequestState state : {accepted, waiting_for_dispatch, offered, assigned, travelling, in_work, waiting_for_client, waiting_for_supplier}) {
    if (sum >= most) return most;
    TRY(number, programme ? db::first<std::int64_t>(session, count_late_one, programme, state, most) : db::first<std::int64_t>(session, count_late_all, state, most));
    sum += number.value_or(0);
  }
  return std::min(sum, most);
}

std::vector<db::Query> hot_queries() {
  const Lists& by = lists();
  const Urgencies& due = urgencies();
  return {by.of_client_chosen.query(), by.of_worker_chosen.query(), by.filed.query(), by.filed_of_service.query(), by.of_client.query(), by.of_worker.query(), by.late_of_programme.query(), by.late_of_programme_state.query(), by.late.query(),
          by.late_of_state.query(), by.of_programme_state.query(), by.of_state.query(), by.of_programme.query(), by.everything.query(),
          by.done_of_programme.query(), by.done.query(), count_all, count_one, count_late_all, count_late_one,
          ids_of_state, ids_of_programme_state, due.urgent.query, due.urgent_of_programme.query, due.overdue.query, due.overdue_of_programme.query, highest_id, search_query(db::Engine::sqlite)};
}

}  // namespace bellman::requests::store
