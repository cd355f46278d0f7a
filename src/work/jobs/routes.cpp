#include "jobs/routes.h"

#include "api/list.h"

#include "jobs/service.h"
#include "jobs/sheet_paper.h"
#include "jobs/store.h"
#include "jobs/views.h"

#include <algorithm>

namespace bellman::jobs {

namespace {

using api::Permission;

struct JobList {
  std::vector<JobView> items;
};
BOOST_DESCRIBE_STRUCT(JobList, (), (items))

struct SheetList {
  std::vector<SheetView> items;
};
BOOST_DESCRIBE_STRUCT(SheetList, (), (items))

Result<WorkerId> own_worker(const api::Call& call) {
  if (!call.who().worker)
    return Error::forbidden("job.no_worker", "This account belongs to no worker.", "Log in with a worker's account.");
  return call.who().worker;
}

Result<JobList> my_jobs(api::Read& call) {
  TRY(worker, own_worker(call));
  TRY(jobs, of_worker(call.session, worker));
  JobList list;
  for (const Job& job : jobs) {
    TRY(view, view_of(call.session, job, call.who().language));
    list.items.push_back(std::move(view));
  }
  return list;
}

template <class Step>
auto step(Step take) {
  return [take](api::Write& call, const api::Nothing&) -> Result<JobView> {
    TRY(worker, own_worker(call));
    TRY(id, call.id<JobId>("id"));
    TRY(job, take(call.tx, id, worker));
    return view_of(call.tx.session(), job, call.who().language);
  };
}

// The sheets of the request in the path, as far as the caller may see them: the same for the list and the paper.
// The desk sees those of its programmes, a client what was done for it, a worker what he wrote himself: signatures and words of others are not his.
bool may_see(const api::Identity& who, const ServiceSheet& sheet) {
  switch (who.role) {
    case people::Role::client: return who.client && who.client == sheet.client_id;
    case people::Role::worker: return who.worker && who.worker == sheet.worker_id;
    default: return who.scope.allows(sheet.programme_id);
  }
}

Result<std::vector<ServiceSheet>> visible_sheets(const api::Call& call, db::Session& session) {
  TRY(request, requests::request_of_path(call, session));
  TRY(sheets, store::sheets_of_request(session, request.id));
  std::erase_if(sheets, [&](const ServiceSheet& sheet) { return !may_see(call.who(), sheet); });
  return std::move(sheets);
}

Result<SheetList> sheets_of_request_route(api::Read& call) {
  TRY(sheets, visible_sheets(call, call.session));
  SheetList list;
  for (const ServiceSheet& sheet : sheets) {
    TRY(view, view_of(call.session, sheet));
    list.items.push_back(std::move(view));
  }
  return list;
}

// The client's finished work, newest first: what used to be a pile of papers.
Result<api::Page<SheetView>> sheets_route(api::Read& call) {
  ClientId client = call.who().client;
  if (call.who().role != people::Role::client) {
    TRY(wanted, api::id_query<ClientId>(call, "client"));
    if (!wanted) return Error::malformed("field.id", "Of which client?", "client", "Give the client's id.");
    client = wanted;
  }
  TRY(limit, call.limit());
  TRY(after, api::id_query<SheetId>(call, "after"));
  TRY(sheets, store::sheets_of_client(call.session, client, after, limit));
  api::Page<SheetView> page;
  for (const ServiceSheet& sheet : sheets) {
    if (!may_see(call.who(), sheet)) continue;
    TRY(view, view_of(call.session, sheet));
    page.items.push_back(std::move(view));
  }
  if (static_cast<std::int64_t>(sheets.size()) == limit) page.next = std::to_string(sheets.back().id.value);
  return page;
}

Result<api::Answer> sheet_pdf(api::Work& call) {
  SheetOnPaper paper;
  TRY_DO(call.read([&](db::Session& session) -> Result<> {
    TRY(id, call.id<SheetId>("sheet"));
    TRY(sheets, visible_sheets(call, session));
    const auto found = std::ranges::find(sheets, id, &ServiceSheet::id);
    if (found == sheets.end()) return Error::not_found("sheet.unknown", "The request has no such service sheet.", "sheet", "Choose one of its sheets.");
    TRY(looked_up, sheet_on_paper(session, *found, call.who().language));
    paper = std::move(looked_up);
    return ok();
  }));
  TRY(bytes, documents::pdf(sheet_document(paper, call.who().language)));
  api::Answer answer;
  answer.body = std::move(bytes);
  answer.content_type = "application/pdf";
  answer.headers = {{"Content-Disposition", fmt::format("inline; filename=\"{}-{}.pdf\"", paper.sheet.code, paper.sheet.id.value)},
                    {"Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"},
                    {"Cache-Control", "private, no-cache"}};
  return answer;
}

}  // namespace

void paper_routes(api::Routes& routes) {
  routes.download("/api/v1/requests/{code}/sheets/{sheet}/pdf", Permission::see_requests, "A service sheet as PDF, in the reader's language", sheet_pdf);
}

void routes(api::Routes& routes, const requests::LifeSettings& settings) {
  routes.get<JobList>("/api/v1/my/jobs", Permission::work, "The jobs I have accepted", my_jobs);
  routes.post<api::Nothing, JobView>("/api/v1/jobs/{id}/travel", Permission::work, "I set out", step(travel));
  routes.post<api::Nothing, JobView>("/api/v1/jobs/{id}/start", Permission::work, "I have arrived and begin", step(start));
  routes.post<FinishCommand, SheetView>("/api/v1/jobs/{id}/finish", Permission::work, "Finish with the service sheet",
                                        [settings](api::Write& call, const FinishCommand& in) -> Result<SheetView> {
                                          TRY(worker, own_worker(call));
                                          TRY(id, call.id<JobId>("id"));
                                          TRY(sheet, finish(call.tx, id, worker, in, settings));
                                          return view_of(call.tx.session(), sheet);
                                        });
  routes.get<SheetList>("/api/v1/requests/{code}/sheets", Permission::see_requests, "Service sheets of a request", sheets_of_request_route);
  paper_routes(routes);
  api::Route& sheets = routes.get<api::Page<SheetView>>("/api/v1/sheets", Permission::see_requests, "Finished work of a client, newest first", sheets_route);
  sheets.query_parameters = {{"client", "of which client; a client's account sees its own"}, {"after", "the `next` of the page before"}, {"limit", "1..200"}};
}

}  // namespace bellman::jobs
