#include "dispatch/routes.h"

#include "base/text.h"
#include "dispatch/reasons.h"
#include "dispatch/told.h"
#include "dispatch/worker_work.h"
#include "jobs/service.h"
#include "jobs/views.h"
#include "requests/service.h"
#include "requests/views.h"
#include "workers/service.h"

namespace bellman::dispatch {

namespace {

using api::Permission;

struct OfferView : JobOffer {
  std::string code;
  std::string title;
  std::string address;
  std::string client_name;
  std::string service_name;
  std::optional<Place> place;
  std::optional<Instant> reach_due;
  std::int64_t duration_minutes = 0;
  sla::Criticality criticality = sla::Criticality::normal;
};
BOOST_DESCRIBE_STRUCT(OfferView, (JobOffer), (code, title, address, client_name, service_name, place, reach_due, duration_minutes, criticality))

struct OfferList {
  std::vector<OfferView> items;
};
BOOST_DESCRIBE_STRUCT(OfferList, (), (items))

struct DecisionList {
  std::vector<DecisionView> items;
  std::vector<JobOffer> offers;
};
BOOST_DESCRIBE_STRUCT(DecisionList, (), (items, offers))

struct AssignCommand {
  WorkerId worker_id;
  codec::Text<500, 1> reason;
};
BOOST_DESCRIBE_STRUCT(AssignCommand, (), (worker_id, reason))

Result<WorkerId> own_worker(const api::Call& call) {
  if (!call.who().worker) return Error::forbidden("job.no_worker", "This account belongs to no worker.", "Log in with a worker's account.");
  return call.who().worker;
}

Result<OfferView> view_of_offer(db::Session& session, const JobOffer& offer, std::string_view language) {
  OfferView view;
  static_cast<JobOffer&>(view) = offer;
  TRY(job, jobs::load(session, offer.job_id));
  TRY(shown, jobs::view_of(session, job, language));
  view.code = shown.code;
  view.title = shown.title;
  view.address = shown.address;
  view.client_name = shown.client_name;
  view.service_name = shown.service_name;
  view.place = job.place;
  view.reach_due = job.reach_due;
  view.duration_minutes = job.duration_minutes;
  view.criticality = job.criticality;
  return view;
}

Result<OfferList> my_offers(api::Read& call) {
  TRY(worker, own_worker(call));
  TRY(offers, open_offers(call.session, worker));
  OfferList list;
  for (const JobOffer& offer : offers) {
    TRY(view, view_of_offer(call.session, offer, call.who().language));
    list.items.push_back(std::move(view));
  }
  return list;
}

Result<DecisionList> decisions_route(api::Read& call) {
  TRY(request, requests::request_of_path(call, call.session));
  TRY(decisions, decisions_of(call.session, request.id));
  DecisionList list;
  for (const StoredDecision& decision : decisions) {
    TRY(view, view_of(call.session, decision));
    tell_in(view, call.who().language);
    list.items.push_back(std::move(view));
  }
  TRY(job, jobs::of_request(call.session, request.id));
  if (job) {
    TRY(offers, offers_of_job(call.session, job->id));
    list.offers = std::move(offers);
  }
  return list;
}

Result<WhyNot> why_not_route(api::Read& call) {
  TRY(request, requests::request_of_path(call, call.session));
  TRY(worker, call.id<WorkerId>("worker"));
  TRY(decisions, decisions_of(call.session, request.id));
  if (decisions.empty()) return Error::not_found("dispatch.no_decision", "No decision has been made on this request yet.");
  TRY(why, why_not(call.session, decisions.back(), worker));
  tell_in(why, call.who().language);
  return why;
}

Result<api::Page<WorkItem>> work_route(api::Read& call) {
  TRY(worker, call.id<WorkerId>("id"));
  TRY_DO(workers::load_worker(call.session, worker));
  TRY(limit, call.limit());
  TRY(found, work_of(call.session, worker, call.who().scope, call.query("after").value_or(""), limit));
  api::Page<WorkItem> page;
  page.items = std::move(found.items);
  page.next = std::move(found.next);
  return page;
}

Result<requests::RequestView> shown(api::Write& call, RequestId id) {
  TRY(request, requests::load(call.tx.session(), id));
  return requests::view_of(call.tx.session(), request, call.who().language);
}

}  // namespace

void routes(api::Routes& routes, std::shared_ptr<Dispatcher> dispatcher) {
  routes.get<OfferList>("/api/v1/my/offers", Permission::work, "What I am asked now", my_offers);
  routes.post<api::Nothing, jobs::JobView>("/api/v1/offers/{id}/accept", Permission::work, "Accept a job offer",
                                           [dispatcher](api::Write& call, const api::Nothing&) -> Result<jobs::JobView> {
                                             TRY(worker, own_worker(call));
                                             TRY(id, call.id<JobOfferId>("id"));
                                             TRY(job, dispatcher->accept(call.tx, id, worker));
                                             return jobs::view_of(call.tx.session(), job, call.who().language);
                                           });
  routes.post<requests::ReasonCommand, api::Nothing>("/api/v1/offers/{id}/refuse", Permission::work, "Refuse a job offer",
                                                     [dispatcher](api::Write& call, const requests::ReasonCommand& in) -> Result<api::Nothing> {
                                                       TRY(worker, own_worker(call));
                                                       TRY(id, call.id<JobOfferId>("id"));
                                                       TRY_DO(dispatcher->refuse(call.tx, id, worker, in.reason));
                                                       return api::Nothing{};
                                                     });
  routes.post<requests::ReasonCommand, api::Nothing>("/api/v1/jobs/{id}/give-back", Permission::work, "Give an accepted job back",
                                                     [dispatcher](api::Write& call, const requests::ReasonCommand& in) -> Result<api::Nothing> {
                                                       TRY(worker, own_worker(call));
                                                       TRY(id, call.id<JobId>("id"));
                                                       TRY_DO(dispatcher->give_back(call.tx, id, worker, in.reason));
                                                       return api::Nothing{};
                                                     });
  routes.get<DecisionList>("/api/v1/requests/{code}/dispatch", Permission::dispatch, "Why this worker, why nobody", decisions_route);
  routes.get<WhyNot>("/api/v1/requests/{code}/dispatch/why-not/{worker}", Permission::dispatch, "Why not this worker", why_not_route);
  routes.get<api::Page<WorkItem>>("/api/v1/workers/{id}/work", Permission::see_reports, "A worker's work per request, newest first", work_route).paged();
  routes.post<AssignCommand, requests::RequestView>("/api/v1/requests/{code}/assign", Permission::dispatch, "Give the job to a worker by hand",
                                                    [dispatcher](api::Write& call, const AssignCommand& in) -> Result<requests::RequestView> {
                                                      TRY(request, requests::request_of_path(call, call.tx.session()));
                                                      TRY_DO(dispatcher->assign_by_hand(call.tx, request.id, in.worker_id, in.reason));
                                                      return shown(call, request.id);
                                                    });
  routes.post<requests::ReasonCommand, requests::RequestView>("/api/v1/requests/{code}/release", Permission::dispatch, "Take the job from its worker",
                                                              [dispatcher](api::Write& call, const requests::ReasonCommand& in) -> Result<requests::RequestView> {
                                                                TRY(request, requests::request_of_path(call, call.tx.session()));
                                                                TRY_DO(dispatcher->release_by_hand(call.tx, request.id, in.reason));
                                                                return shown(call, request.id);
                                                              });
}

}  // namespace bellman::dispatch
