// Requests as screens and programs see them: with the names that belong to their ids.
#pragma once
#include "api/call.h"
#include "engine/consequences.h"
#include "requests/model.h"

namespace bellman::requests {

struct RequestView : Request {
  std::string code;          // the spoken number
  std::string client_name;
  std::string service_name;
  std::string site_name;
  std::string worker_name;
  std::string merged_into_code;  // the spoken numbers of what it was merged into and split from; empty: neither
  std::string split_from_code;
};
BOOST_DESCRIBE_STRUCT(RequestView, (Request), (code, client_name, service_name, site_name, worker_name, merged_into_code, split_from_code))

struct TimelineEntry {
  EventId id;
  Instant at;
  std::string kind;
  engine::ActorKind actor_kind = engine::ActorKind::system;
  std::string actor_name;
  engine::Audience audience = engine::Audience::client;
  codec::RawJson data;
};
BOOST_DESCRIBE_STRUCT(TimelineEntry, (), (id, at, kind, actor_kind, actor_name, audience, data))

struct Timeline {
  std::vector<TimelineEntry> items;
};
BOOST_DESCRIBE_STRUCT(Timeline, (), (items))

// May this caller see this request? A client only its own, a worker only what it has or had; others within their programmes.
bool may_see(const api::Identity& who, const Request& request);
// The request that a code in the path names; "request.unknown" also when the caller may not see it.
Result<Request> request_of_path(const api::Call& call, db::Session& session);

// How an actor of an event is called on the screen: "system", or the name of the account, client or worker.
Result<std::string> actor_name(db::Session& session, const engine::Actor& actor);

Result<RequestView> view_of(db::Session& session, const Request& request, std::string_view language);
// The same for one who looks: a client is not told what the desk noted for itself.
Result<RequestView> view_for(db::Session& session, const Request& request, const api::Identity& who);
void hide_notes(RequestView& view, const api::Identity& who);
Result<std::vector<RequestView>> views_of(db::Session& session, const std::vector<Request>& requests, std::string_view language);

}  // namespace bellman::requests
