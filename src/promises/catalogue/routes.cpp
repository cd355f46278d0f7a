#include "catalogue/routes.h"

#include "catalogue/views.h"

#include <algorithm>

namespace bellman::catalogue {

namespace {

using api::Call;
using api::Nothing;
using api::Page;
using api::Permission;
using api::Read;
using api::Write;

Error unknown_service() { return Error::not_found("service.unknown", "There is no such service.", "id", "Look it up in the catalogue."); }

bool is_outsider(const api::Identity& who) {
  return who.role == people::Role::client || who.role == people::Role::worker;
}

// A caller sees the services of its programmes; clients and workers only what can still be asked for.
bool is_visible(const api::Identity& who, const Service& service) {
  if (is_outsider(who) && !service.active) return false;
  return who.scope.all || service.programmes.empty() || std::ranges::any_of(service.programmes, [&](ProgrammeId one) { return who.scope.allows(one); });
}

// Who edits a service answers for all the programmes that have it; one of all programmes is for who may see them all.
Result<> check_editor(const api::Identity& who, const Service& service) {
  if (who.scope.all) return ok();
  if (!service.programmes.empty() && std::ranges::all_of(service.programmes, [&](ProgrammeId one) { return who.scope.allows(one); })) return ok();
  return Error::forbidden("service.out_of_scope", "The service belongs to programmes that are not yours.", "Name only programmes of yours, or ask an administrator.");
}

Result<ProgrammeId> programme_filter(const Call& call) {
  const auto text = call.query("programme");
  if (!text) return ProgrammeId{};
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (fault != std::errc() || end != text->data() + text->size() || number < 1)
    return Error::malformed("field.id", "That is not an id.", "programme", "An id is a whole number above 0.");
  TRY_DO(call.check_scope(ProgrammeId(number), "programme"));
  return ProgrammeId(number);
}

Result<std::optional<bool>> active_filter(const Call& call) {
  const auto text = call.query("active");
  if (!text) return std::optional<bool>();
  if (*text != "true" && *text != "false") return Error::malformed("field.choice", "That is neither true nor false.", "active", "Send true or false.");
  return std::optional<bool>(*text == "true");
}

// All of ?programme= ?area= ?kind= ?active= ?q= that the call has, and what the caller may see.
Result<ServiceFilter> filter_of(const Call& call) {
  TRY(programme, programme_filter(call));
  TRY(active, active_filter(call));
  std::optional<ServiceKind> kind;
  if (const auto text = call.query("kind")) {
    kind = codec::enum_value<ServiceKind>(*text);
    if (!kind) return Error::malformed("field.choice", "That is not one of the choices.", "kind", "Use one of: " + codec::enum_choices<ServiceKind>() + ".");
  }
  const std::string area = call.query("area").value_or(""), text = call.query("q").value_or("");
  if (text.size() > 200) return Error::malformed("field.too_long", "The search is longer than 200 bytes.", "q", "Search for fewer words.");
  return ServiceFilter([who = call.who(), programme, active, kind, area, text](const Service& service) {
    return is_visible(who, service) && (!programme || is_of_programme(service, programme)) && (!active || service.active == *active) &&
           (!kind || service.kind == *kind) && (area.empty() || service.area == area) && (text.empty() || matches(service, text));
  });
}

Result<Page<ServiceLine>> list_route(Read& call) {
  TRY(filter, filter_of(call));
  TRY(limit, call.limit());
  TRY(catalogue, current_catalogue(call.session));
  Page<ServiceLine> page{lines_of(*catalogue, filter, call.query("after").value_or(""), limit + 1, call.who().language), {}};
  if (static_cast<std::int64_t>(page.items.size()) > limit) {
    page.items.pop_back();
    page.next = page.items.back().key;
  }
  return page;
}

Result<ServiceTree> tree_route(Read& call) {
  TRY(filter, filter_of(call));
  TRY(catalogue, current_catalogue(call.session));
  return tree_of(*catalogue, filter, call.who().language);
}

Result<Service> visible_service(const Call& call, db::Session& session) {
  TRY(id, call.id<ServiceId>("id"));
  TRY(service, find_service(session, id));
  if (!service || !is_visible(call.who(), *service)) return unknown_service();
  return *service;
}

Result<Service> show_route(Read& call) {
  TRY(service, visible_service(call, call.session));
  if (is_outsider(call.who())) return for_outsiders(std::move(service));
  return std::move(service);
}

Result<Service> create_route(Write& call, const ServiceInput& input) {
  TRY_DO(check_editor(call.who(), service_of(input)));
  return create_service(call.tx, input);
}

Result<Service> editable_service(Write& call) {
  TRY(before, visible_service(call, call.tx.session()));
  TRY_DO(check_editor(call.who(), before));
  TRY_DO(call.expect_version(before.version));
  return std::move(before);
}

Result<Service> replace_route(Write& call, const ServiceInput& input) {
  TRY(before, editable_service(call));
  TRY_DO(check_editor(call.who(), service_of(input)));
  return replace_service(call.tx, before.id, input);
}

Result<Service> retire_route(Write& call, const Nothing&) {
  TRY(before, editable_service(call));
  return retire_service(call.tx, before.id);
}

void with_filters(api::Route& route) {
  route.with_query("programme", "Only services of this programme.")
      .with_query("area", "Only services of this area, such as travel.")
      .with_query("kind", "Only services of this kind.")
      .with_query("active", "true: only those that can be asked for; false: only those that cannot any more.")
      .with_query("q", "Beginnings of words of the key or of the name in any language.");
}

}  // namespace

void routes(api::Routes& routes) {
  auto& list = routes.get<Page<ServiceLine>>("/api/v1/services", Permission::see_catalogue, "Services, in order of key", list_route).paged();
  with_filters(list);
  with_filters(routes.get<ServiceTree>("/api/v1/services/tree", Permission::see_catalogue, "The service tree", tree_route));
  routes.get<Service>("/api/v1/services/{id}", Permission::see_catalogue, "One service with its form", show_route);
  routes.post<ServiceInput, Service>("/api/v1/services", Permission::edit_catalogue, "Create a service", create_route);
  routes.put<ServiceInput, Service>("/api/v1/services/{id}", Permission::edit_catalogue, "Replace a service", replace_route);
  routes.remove<Service>("/api/v1/services/{id}", Permission::edit_catalogue, "Retire a service: it cannot be asked for any more", retire_route);
}

}  // namespace bellman::catalogue
