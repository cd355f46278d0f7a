// The use cases of requests: load, decide (rules.h), save.
#pragma once
#include "engine/registry.h"
#include "engine/tx.h"
#include "people/model.h"
#include "requests/attachments.h"
#include "requests/model.h"
#include "requests/rules.h"

namespace bellman::requests {

// For whom and by whom a request is filed.
struct Filer {
  people::Scope scope;
  ClientId only_client;   // a client's account files for nobody else
};

Result<Request> file(engine::Tx& tx, const Filer& filer, const FileRequest& command, const LifeSettings& settings = {});

// A request of another system, complete with its state and times, as history: no deadlines, no dispatch, event "request.imported"; "request.import_updated" when a later file closes it.
// Who is there already under its external id, open and without a worker, is brought to the end that the other system tells of.
enum class TakenOver { fresh, updated, known };
Result<TakenOver> take_over(engine::Tx& tx, Request request);

// "request.unknown" when there is none.
Result<Request> load(db::Session& session, RequestId id);
Result<Request> load(engine::Tx& tx, RequestId id);  // without reading what this use case has just written

// Steps that the rooms above report: jobs and dispatch.
Result<Request> set_offered(engine::Tx& tx, RequestId id, WorkerId worker, Instant answer_by);
Result<Request> set_called(engine::Tx& tx, RequestId id, Instant answer_by);
Result<Request> set_offer_lapsed(engine::Tx& tx, RequestId id, std::string reason);
Result<Request> set_assigned(engine::Tx& tx, RequestId id, WorkerId worker);
Result<Request> set_unassigned(engine::Tx& tx, RequestId id, std::string reason);
Result<Request> set_nobody_left(engine::Tx& tx, RequestId id, std::string reason);
Result<Request> set_travelling(engine::Tx& tx, RequestId id);
Result<Request> set_started(engine::Tx& tx, RequestId id);
Result<Request> set_done(engine::Tx& tx, RequestId id, const LifeSettings& settings);
// A sheet by a worker who has the job no more, kept for the desk to see. Event "request.late_sheet", in any state.
Result<> note_late_sheet(engine::Tx& tx, RequestId id, std::string note);

// What people do.
Result<Request> close(engine::Tx& tx, const Request& request);
Result<Request> cancel(engine::Tx& tx, const Request& request, std::string reason);
Result<Request> reopen(engine::Tx& tx, const Request& request, std::string reason, const LifeSettings& settings = {});
// The same by the client itself: the use case of the step, when client_may() allows it. `reason` is the answer, or why; a confirmation has none.
// Whose request it is, is checked before. Errors: request.not_now, request.too_old.
Result<Request> client_step(engine::Tx& tx, const Request& request, ClientStep step, std::string reason, const LifeSettings& settings = {});
Result<Request> wait_for(engine::Tx& tx, const Request& request, Owing whom, std::string question, Instant until);
Result<Request> resume(engine::Tx& tx, const Request& request, std::string reason);
Result<Request> merge(engine::Tx& tx, const Request& request, RequestId into);
Result<Request> unmerge(engine::Tx& tx, const Request& request);
Result<Request> split(engine::Tx& tx, const Request& request, const SplitCommand& command);
Result<Request> change(engine::Tx& tx, const Request& request, const ChangeRequest& command, const LifeSettings& settings = {});

// ---- files (attachments.h keeps the bytes) ----
// Errors: request.not_now (it is closed), attachment.too_many.
Result<> may_attach(db::Session& session, const Request& request);
// The row of a file that is stored already. Event "request.attached" (Attached), for the client too. Errors: may_attach's.
Result<Attachment> add_attachment(engine::Tx& tx, RequestId id, const StoredFile& file, std::string name);
Result<std::vector<Attachment>> attachments_of(db::Session& session, RequestId id);
Result<std::optional<Attachment>> find_attachment(db::Session& session, AttachmentId id);

// One page, newest first, of what the scope allows. `search`, when not empty, is a code (then it is that request alone), the
// beginning of one, or words for the text index; what may be a beginning or a word is looked up as both.
struct ListQuery {
  ProgrammeId programme;                 // none: all of the scope
  std::optional<RequestState> state;
  bool late = false;
  ClientId client_id;
  WorkerId worker_id;
  ServiceId service_id;
  std::string phone;                     // of the client, or its last four digits and more
  std::optional<Instant> filed_from, filed_until;   // from inclusive, until exclusive
  std::string search;
  RequestId before;
  std::int64_t limit = 50;
};
Result<std::vector<Request>> list(db::Session& session, const people::Scope& scope, const ListQuery& query);

// The time line of a request as `audience` may see it, oldest first.
Result<std::vector<engine::Event>> time_line(db::Session& session, RequestId id, engine::Audience audience);

// Timers: closing, waits that run out, the text index; events: breaches.
void subscribe(engine::Registry& registry);
// At the start of a server: requests that are missing in the text index are added, a part at a time.
Result<> set_first_index_check(engine::Tx& tx);

}  // namespace bellman::requests
