// The tables of requests.
#pragma once
#include "db/migration.h"
#include "db/typed.h"
#include "requests/model.h"

namespace bellman::requests {

const db::Migrations& migrations();

}  // namespace bellman::requests

namespace bellman::requests::store {

Result<std::optional<Request>> find(db::Session& session, RequestId id);
Result<> insert(db::Session& session, const Request& request);
Result<> insert(db::Session& session, const Attachment& attachment);
Result<std::optional<Attachment>> find_attachment(db::Session& session, AttachmentId id);
// In the order they were added.
Result<std::vector<Attachment>> attachments_of(db::Session& session, RequestId request);
Result<> update(db::Session& session, const Request& request);
Result<std::optional<Request>> by_external(db::Session& session, ProgrammeId programme, const std::string& external_id);

// What a page begins below; none: above all.
inline RequestId below(RequestId before) { return before ? before : RequestId(std::numeric_limits<std::int64_t>::max()); }

// Newest first, below `before` (exclusive), at most `limit`. One programme, or all when it is none.
struct Filter {
  std::optional<RequestState> state;
  bool late = false;
  ClientId client_id;
  WorkerId worker_id;
  ServiceId service_id;
  std::optional<Instant> filed_from, filed_until;   // from inclusive, until exclusive
  // Whether a list that names neither client nor worker goes by the time of filing instead of the ids.
  bool by_filing() const { return service_id || filed_from || filed_until; }
};
bool fits(const Request& request, const std::vector<ProgrammeId>& programmes, const Filter& filter);
Result<std::vector<Request>> list(db::Session& session, ProgrammeId programme, const Filter& filter, RequestId before, std::int64_t limit);
// The newest requests in a state, of one programme or all.
Result<std::vector<RequestId>> newest_ids(db::Session& session, ProgrammeId programme, RequestState state, std::int64_t limit);
// By the deadline that is next to be met, the earliest first, ties by id; what has none comes last.
struct DueAt {
  RequestId id;
  Instant due;                           // the last instant there is: none
};
BOOST_DESCRIBE_STRUCT(DueAt, (), (id, due))
// In one of the states that wait for somebody: at the desk, for a worker or a worker's answer (then by the time to be there, or to solve),
// or for a client's or supplier's answer (then by when it is due). Of one programme or all.
Result<std::vector<DueAt>> most_urgent(db::Session& session, ProgrammeId programme, RequestState state, std::int64_t limit);
// Those open with a missed deadline: until work begins by the time to be there, after that by the time to solve.
Result<std::vector<DueAt>> most_overdue(db::Session& session, ProgrammeId programme, std::int64_t limit);
// Those done and not closed, what was done last first.
struct DoneAt {
  RequestId id;
  Instant done_at;
};
BOOST_DESCRIBE_STRUCT(DoneAt, (), (id, done_at))
Result<std::vector<DoneAt>> last_done(db::Session& session, ProgrammeId programme, std::int64_t limit);
Result<std::vector<Request>> merged_into(db::Session& session, RequestId id);

// Those whose codes begin with what was typed, as base/text.h reads it; newest first, as the filter leaves them, in one of the programmes;
// none named: in all.
Result<std::vector<Request>> by_code(db::Session& session, const std::vector<ProgrammeId>& programmes, std::string_view typed, const Filter& filter, RequestId before, std::int64_t limit);

// How many there are in a state, counted up to `most`: a board shows "1000+" rather than wait.
Result<std::int64_t> count(db::Session& session, ProgrammeId programme, RequestState state, std::int64_t most);
Result<std::int64_t> count_late_open(db::Session& session, ProgrammeId programme, std::int64_t most);

// All that was typed, in any part of the words of a request's texts, outside id, form fields and file names (base/fold.h); a part of less than
// three letters only at the beginning of a word. Newest first, of those that the filter leaves, in one of the programmes; none named: in all.
Result<std::vector<Request>> search(db::Session& session, const std::vector<ProgrammeId>& programmes, std::string_view text, const Filter& filter, RequestId before, std::int64_t limit);
// What the screens ask all day, for the test of their plans.
std::vector<db::Query> hot_queries();
// The newest requests of one of the clients, as the filter leaves them, below `before`.
Result<std::vector<Request>> of_clients(db::Session& session, const std::vector<ClientId>& clients, const std::vector<ProgrammeId>& programmes, const Filter& filter, RequestId before, std::int64_t limit);
// Brings the request's entry in the text index up to its row, whether it has one or not.
Result<> index_texts(db::Session& session, RequestId id);
// Requests with after < id <= until that have no entry in the text index, at most `limit`, in their order.
Result<std::vector<RequestId>> without_texts(db::Session& session, RequestId after, RequestId until, std::int64_t limit);
// None: there is no request.
Result<RequestId> newest_id(db::Session& session);

}  // namespace bellman::requests::store
