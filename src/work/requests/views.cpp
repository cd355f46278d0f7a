#include "requests/views.h"

#include "base/text.h"
#include "catalogue/rules.h"
#include "catalogue/service.h"
#include "clients/service.h"
#include "people/service.h"
#include "requests/service.h"
#include "workers/service.h"

namespace bellman::requests {

bool may_see(const api::Identity& who, const Request& request) {
  switch (who.role) {
    case people::Role::client: return who.client && who.client == request.client_id;
    case people::Role::worker: return who.worker && who.worker == request.worker_id;
    default: return who.scope.allows(request.programme_id);
  }
}

Result<Request> request_of_path(const api::Call& call, db::Session& session) {
  const Error unknown = Error::not_found("request.unknown", "There is no request with this code.", "code", "Check the code; its last character guards against slips.");
  const auto id = parse_spoken_code(call.parameter("code"));
  if (!id) return unknown;
  auto request = load(session, RequestId(*id));
  if (request.has_error()) return request.error().code == "request.unknown" ? unknown : request.error();
  if (!may_see(call.who(), *request)) return unknown;
  return request;
}

Result<std::string> actor_name(db::Session& session, const engine::Actor& actor) {
  switch (actor.kind) {
    case engine::ActorKind::worker: {
      TRY(name, workers::worker_name(session, WorkerId(actor.id)));
      if (!name.empty()) return name;
      break;
    }
    case engine::ActorKind::client: {
      TRY(name, clients::client_name(session, ClientId(actor.id)));
      if (!name.empty()) return name;
      break;
    }
    case engine::ActorKind::account: {
      auto account = people::find_account(session, AccountId(actor.id));
      if (account.has_value()) return account->name;
      break;
    }
    default: break;
  }
  return std::string(codec::enum_name(actor.kind));
}

Result<RequestView> view_of(db::Session& session, const Request& request, std::string_view language) {
  RequestView view;
  static_cast<Request&>(view) = request;
  view.code = spoken_code(request.id.value);
  if (request.merged_into) view.merged_into_code = spoken_code(request.merged_into.value);
  if (request.split_from) view.split_from_code = spoken_code(request.split_from.value);
  TRY(client_name, clients::client_name(session, request.client_id));
  view.client_name = std::move(client_name);
  TRY(service, catalogue::find_service(session, request.service_id));
  if (service) view.service_name = catalogue::localised_name(*service, language);
  if (request.site_id) {
    TRY(site_name, clients::site_name(session, request.site_id));
    view.site_name = std::move(site_name);
  }
  if (request.worker_id) {
    TRY(worker_name, workers::worker_name(session, request.worker_id));
    view.worker_name = std::move(worker_name);
  }
  return view;
}

void hide_notes(RequestView& view, const api::Identity& who) {
  if (who.role != people::Role::client) return;
  const bool meant_for_clients = view.state == RequestState::refused || view.state == RequestState::cancelled || view.state == RequestState::waiting_for_client;
  if (!meant_for_clients) view.reason.clear();
}

Result<RequestView> view_for(db::Session& session, const Request& request, const api::Identity& who) {
  TRY(view, view_of(session, request, who.language));
  hide_notes(view, who);
  return view;
}

Result<std::vector<RequestView>> views_of(db::Session& session, const std::vector<Request>& requests, std::string_view language) {
  std::vector<RequestView> views;
  views.reserve(requests.size());
  for (const Request& request : requests) {
    TRY(view, view_of(session, request, language));
    views.push_back(std::move(view));
  }
  return views;
}

}  // namespace bellman::requests
