#include "requests/routes.h"

#include "base/text.h"
#include "requests/board.h"
#include "requests/service.h"
#include "requests/store.h"
#include "requests/views.h"

namespace bellman::requests {

namespace {

using api::Permission;

Result<RequestView> shown(api::Write& call, Result<Request> request) {
  TRY(changed, std::move(request));
  return view_for(call.tx.session(), changed, call.who());
}

// A client's account files only for itself; its requests come by the portal.
Filer filer_of(const api::Identity& who) {
  Filer filer{who.scope, {}};
  if (who.role == people::Role::client) filer.only_client = who.client;
  return filer;
}

std::string default_channel_of(people::Role role) { return role == people::Role::machine ? "api" : role == people::Role::client ? "portal" : "desk"; }

template <class IdType>
Result<IdType> id_query(const api::Call& call, std::string_view name) {
  const auto text = call.query(name);
  if (!text) return IdType{};
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (failure != std::errc() || end != text->data() + text->size() || number < 1)
    return Error::invalid("query.id", "That is not an id.", std::string(name), "Give a whole number above 0, or leave it out.");
  return IdType(number);
}

Result<ListQuery> list_query(const api::Call& call) {
  ListQuery query;
  if (const auto state = call.query("state")) {
    query.state = codec::enum_value<RequestState>(*state);
    if (!query.state)
      return Error::invalid("query.state", "There is no such state.", "state", "Use one of: " + codec::enum_choices<RequestState>() + ".");
  }
  const std::string late = call.query("late").value_or("false");
  if (late != "true" && late != "false") return Error::invalid("query.late", "That is neither true nor false.", "late", "Use true or false, or leave it out.");
  query.late = late == "true";
  TRY(programme, id_query<ProgrammeId>(call, "programme"));
  TRY(client, id_query<ClientId>(call, "client"));
  TRY(worker, id_query<WorkerId>(call, "worker"));
  TRY(after, id_query<RequestId>(call, "after"));
  TRY(limit, call.limit());
  query.programme = programme;
  query.client_id = client;
  query.worker_id = worker;
  query.before = after;
  query.limit = limit;
  query.search = call.query("q").value_or("");
  if (query.search.size() > 200) return Error::invalid("query.too_long", "The search is longer than 200 bytes.", "q", "Search for fewer words.");
  // Clients and workers see their own only, whatever they ask for.
  if (call.who().role == people::Role::client) query.client_id = call.who().client;
  if (call.who().role == people::Role::worker) query.worker_id = call.who().worker;
  return query;
}

Result<api::Page<RequestView>> list_route(api::Read& call) {
  TRY(query, list_query(call));
  TRY(requests, list(call.session, call.who().scope, query));
  // The text index knows nothing of clients and workers.
  std::erase_if(requests, [&](const Request& request) { return !may_see(call.who(), request); });
  TRY(views, views_of(call.session, requests, call.who().language));
  for (RequestView& view : views) hide_notes(view, call.who());
  api::Page<RequestView> page;
  if (static_cast<std::int64_t>(views.size()) == query.limit) page.next = std::to_string(views.back().id.value);
  page.items = std::move(views);
  return page;
}

engine::Audience audience_of(people::Role role) {
  switch (role) {
    case people::Role::client: return engine::Audience::client;
    case people::Role::administrator:
    case people::Role::manager: return engine::Audience::auditor;
    default: return engine::Audience::operator_;
  }
}

Result<Timeline> time_line_route(api::Read& call) {
  TRY(request, request_of_path(call, call.session));
  TRY(events, time_line(call.session, request.id, audience_of(call.who().role)));
  Timeline line;
  for (engine::Event& event : events) {
    TRY(name, actor_name(call.session, {event.actor_kind, event.actor_id}));
    line.items.push_back({event.id, event.at, std::move(event.kind), event.actor_kind, std::move(name), event.audience, std::move(event.data)});
  }
  return line;
}

// The request of the path, at the version the caller has seen.
Result<Request> current(api::Write& call) {
  TRY(request, request_of_path(call, call.tx.session()));
  TRY_DO(call.expect_version(request.version));
  return std::move(request);
}

// The request of the path for a step of its life, which the state decides on; who names a version is heeded.
Result<Request> addressed(api::Write& call) {
  TRY(request, request_of_path(call, call.tx.session()));
  if (call.if_match) TRY_DO(call.expect_version(request.version));
  return std::move(request);
}

}  // namespace

void routes(api::Routes& routes, LifeSettings settings) {
  routes.post<FileRequest, RequestView>("/api/v1/requests", Permission::file_request, "File a request", [settings](api::Write& call, const FileRequest& in) {
    FileRequest command = in;
    if (!command.channel || call.who().role == people::Role::client) command.channel = codec::enum_value<Channel>(default_channel_of(call.who().role));
    return shown(call, file(call.tx, filer_of(call.who()), command, settings));
  });

  api::Route& listing = routes.get<api::Page<RequestView>>("/api/v1/requests", Permission::see_requests, "Requests, newest first", list_route);
  listing.query_parameters = {{"state", "only this state"},        {"late", "true: only those that missed a deadline"}, {"client", "only of this client"},
                              {"worker", "only of this worker"},   {"programme", "only of this programme"},
                              {"q", "a request's code or its beginning, or words to search for in title, description and address"},
                              {"after", "the `next` of the page before"}, {"limit", "1..200, 50 when not given"}};

  api::Route& board_route = routes.get<Board>("/api/v1/board", Permission::handle_requests, "The board", [](api::Read& call) -> Result<Board> {
    TRY(programme, id_query<ProgrammeId>(call, "programme"));
    return board(call.session, call.who().scope, programme, call.who().language);
  });
  board_route.query_parameters = {{"programme", "only of this programme"}};

  routes.get<RequestView>("/api/v1/requests/{code}", Permission::see_requests, "One request", [](api::Read& call) -> Result<RequestView> {
    TRY(request, request_of_path(call, call.session));
    return view_for(call.session, request, call.who());
  });
  routes.get<Timeline>("/api/v1/requests/{code}/timeline", Permission::see_requests, "What happened to a request", time_line_route);

  routes.patch<ChangeRequest, RequestView>("/api/v1/requests/{code}", Permission::handle_requests, "Change a request", [settings](api::Write& call, const ChangeRequest& in) -> Result<RequestView> {
    TRY(request, current(call));
    return shown(call, change(call.tx, request, in, settings));
  });

  // The desk may do these in every state that allows them, a client only with its own request and as client_may() says.
  const auto settling = [settings](ClientStep step, auto by_desk) {
    return [settings, step, by_desk](api::Write& call, std::string reason) -> Result<RequestView> {
      TRY(request, addressed(call));
      if (call.who().role == people::Role::client) return shown(call, client_step(call.tx, request, step, std::move(reason), settings));
      return shown(call, by_desk(call.tx, request, std::move(reason)));
    };
  };
  const auto with_reason = [&](std::string action, std::string summary, ClientStep step, auto by_desk) {
    routes.post<ReasonCommand, RequestView>("/api/v1/requests/{code}/" + action, Permission::settle_requests, std::move(summary),
                                            [settle = settling(step, by_desk)](api::Write& call, const ReasonCommand& in) { return settle(call, std::string(in.reason)); });
  };
  with_reason("cancel", "Cancel a request; its client until work begins", ClientStep::cancel,
              [](engine::Tx& tx, const Request& request, std::string reason) { return cancel(tx, request, std::move(reason)); });
  with_reason("reopen", "Reopen a request; its client when it is done or closed", ClientStep::reopen,
              [settings](engine::Tx& tx, const Request& request, std::string reason) { return reopen(tx, request, std::move(reason), settings); });
  with_reason("resume", "End a wait: the answer has come, or the client itself gives it", ClientStep::answer,
              [](engine::Tx& tx, const Request& request, std::string reason) { return resume(tx, request, std::move(reason)); });
  routes.post<api::Nothing, RequestView>("/api/v1/requests/{code}/close", Permission::settle_requests, "Close a finished request; for its client: confirm the work",
                                         [settle = settling(ClientStep::confirm, [](engine::Tx& tx, const Request& request, const std::string&) { return close(tx, request); })](
                                             api::Write& call, const api::Nothing&) { return settle(call, {}); });

  const auto plain = [&](std::string action, std::string summary, auto handler) {
    routes.post<api::Nothing, RequestView>("/api/v1/requests/{code}/" + action, Permission::handle_requests, std::move(summary),
                                           [handler](api::Write& call, const api::Nothing&) -> Result<RequestView> {
                                             TRY(request, addressed(call));
                                             return shown(call, handler(call.tx, request));
                                           });
  };
  plain("unmerge", "Undo a merge", [](engine::Tx& tx, const Request& request) { return unmerge(tx, request); });
  // What an operator serves at the desk, without a worker.
  plain("start", "Begin to serve a request at the desk", [](engine::Tx& tx, const Request& request) -> Result<Request> {
    if (request.state != RequestState::accepted) return Error::conflict("request.not_now", "Only a request that is served at the desk is started here.", "A worker starts the others.");
    return set_started(tx, request.id);
  });
  plain("finish", "Finish a request served at the desk", [settings](engine::Tx& tx, const Request& request) -> Result<Request> {
    if (request.worker_id) return Error::conflict("request.not_now", "A worker has this request.", "The worker finishes it with the service sheet.");
    return set_done(tx, request.id, settings);
  });

  const auto waiting = [&](std::string action, std::string summary, Owing whom) {
    routes.post<WaitCommand, RequestView>("/api/v1/requests/{code}/" + action, Permission::handle_requests, std::move(summary),
                                          [whom](api::Write& call, const WaitCommand& in) -> Result<RequestView> {
                                            TRY(request, addressed(call));
                                            return shown(call, wait_for(call.tx, request, whom, std::string(in.question), in.until));
                                          });
  };
  waiting("wait-for-client", "Ask the client and wait", Owing::client);
  waiting("wait-for-supplier", "Wait for a supplier", Owing::supplier);

  routes.post<MergeCommand, RequestView>("/api/v1/requests/{code}/merge", Permission::handle_requests, "Merge a request into another",
                                         [](api::Write& call, const MergeCommand& in) -> Result<RequestView> {
                                           TRY(request, addressed(call));
                                           TRY(into, load(call.tx.session(), in.into));
                                           if (!may_see(call.who(), into)) return Error::not_found("request.unknown", "There is no such request.", "into");
                                           return shown(call, merge(call.tx, request, in.into));
                                         });
  routes.post<SplitCommand, RequestView>("/api/v1/requests/{code}/split", Permission::handle_requests, "Split off a part as a request of its own",
                                         [](api::Write& call, const SplitCommand& in) -> Result<RequestView> {
                                           TRY(request, addressed(call));
                                           return shown(call, split(call.tx, request, in));
                                         });
}

}  // namespace bellman::requests
