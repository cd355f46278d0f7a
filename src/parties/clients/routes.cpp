#include "clients/routes.h"

#include "api/list.h"
#include "clients/service.h"
#include "clients/site_routes.h"
#include "clients/store.h"
#include "clients/views.h"

namespace bellman::clients {

namespace {

using api::Call;
using api::Nothing;
using api::Page;
using api::Permission;
using api::Read;
using api::Write;

Error no_client_of_path() { return Error::not_found("client.unknown", "There is no such client.", "id", "Search for the client."); }

bool is_self(const api::Identity& who, ClientId client) { return who.role == people::Role::client && who.client && who.client == client; }

// The client of the path, for the client's own account and for those who may see clients of its programme.
Result<Client> seen_client(const Call& call, db::Session& session) {
  TRY(id, call.id<ClientId>("id"));
  if (!is_self(call.who(), id) && !api::allowed(call.who().role, Permission::see_clients)) return no_client_of_path();
  TRY(client, find_client(session, id));
  if (!client) return no_client_of_path();
  if (!is_self(call.who(), id)) TRY_DO(call.check_scope(client->programme_id, "client"));
  return *std::move(client);
}

// A client is not shown what operators have noted about it, nor their words about its wishes.
Result<ClientView> view_of(const api::Identity& who, db::Session& session, Client client) {
  TRY(contacts, contacts_of(session, client.id));
  TRY(wishes, wishes_of(session, client.id));
  ClientView view{std::move(client), std::move(contacts), std::move(wishes)};
  if (!is_self(who, view.id)) return view;
  view.notes.clear();
  for (WorkerWish& wish : view.wishes) wish.reason.clear();
  return view;
}

Result<bool> only_active(const Call& call) {
  TRY(active, api::flag_query(call, "active"));
  return active.value_or(false);
}

Page<ClientLine> lines_of(const Page<Client>& clients) {
  Page<ClientLine> page{{}, clients.next};
  for (const Client& client : clients.items) page.items.push_back(line_of(client));
  return page;
}

// A cursor of a search is "ID.TERM.WORD": the last hit, and which of the terms drives the search, so that it stays the same one.
Result<std::size_t> driving_term(Read& call, store::SearchFilter& filter) {
  const auto text = call.query("after");
  if (!text || text->empty()) return store::rarest_term(call.session, filter.terms);
  std::int64_t id = 0;
  std::size_t term = 0;
  const char* const stop = text->data() + text->size();
  const auto first = std::from_chars(text->data(), stop, id);
  const auto second = first.ptr == stop ? first : std::from_chars(first.ptr + 1, stop, term);
  if (first.ec != std::errc() || second.ec != std::errc() || first.ptr == stop || second.ptr == stop || *first.ptr != '.' || *second.ptr != '.' || id < 1 ||
      term >= filter.terms.size())
    return Error::malformed("query.cursor", "That is no cursor of this search.", "after", "Send `next` of the page before.");
  filter.after_id = ClientId(id);
  filter.after_word.assign(second.ptr + 1, stop);
  return term;
}

Result<Page<ClientLine>> search(Read& call, const std::string& typed, ProgrammeId programme, std::int64_t limit) {
  store::SearchFilter filter;
  filter.terms = search_terms(typed);
  if (filter.terms.empty()) return Page<ClientLine>{};
  TRY(active, only_active(call));
  filter.only_active = active;
  TRY(term, driving_term(call, filter));
  std::swap(filter.terms[0], filter.terms[term]);
  const auto fetch = [&](ProgrammeId one, std::int64_t count) {
    filter.programme_id = one;
    return store::search(call.session, filter, count);
  };
  const auto less = [](const store::Hit& a, const store::Hit& b) { return std::tie(a.word, a.id) < std::tie(b.word, b.id); };
  TRY(hits, api::over_scope(call, programme, limit + 1, fetch, less));
  Page<ClientLine> page;
  for (const store::Hit& hit : hits) {
    if (static_cast<std::int64_t>(page.items.size()) == limit) {
      page.next = fmt::format("{}.{}.{}", page.items.back().id.value, term, page.items.back().found_by);
      break;
    }
    page.items.push_back(line_of(hit, hit.word));
  }
  return page;
}

// Those of one organisation or household; both stand in one programme.
Result<Page<ClientLine>> list_members(Read& call, ClientId organisation, HouseholdId household, ClientId after, std::int64_t limit) {
  if (organisation) {
    TRY(found, find_client(call.session, organisation));
    if (!found) return no_client_of_path();
    TRY_DO(call.check_scope(found->programme_id, "client"));
    TRY(rows, store::of_organisation(call.session, organisation, after, limit + 1));
    return lines_of(api::page_of(std::move(rows), limit));
  }
  TRY(found, find_household(call.session, household));
  if (!found) return Error::not_found("household.unknown", "There is no such household.");
  TRY_DO(call.check_scope(found->programme_id, "household"));
  TRY(rows, store::of_household(call.session, household, after, limit + 1));
  return lines_of(api::page_of(std::move(rows), limit));
}

Result<Page<ClientLine>> list_route(Read& call) {
  TRY(programme, api::id_query<ProgrammeId>(call, "programme"));
  TRY(limit, call.limit());
  TRY(typed, api::search_query(call));
  if (!typed.empty()) return search(call, typed, programme, limit);
  TRY(organisation, api::id_query<ClientId>(call, "organisation"));
  TRY(household, api::id_query<HouseholdId>(call, "household"));
  TRY(after, api::id_query<ClientId>(call, "after"));
  if (organisation || household) return list_members(call, organisation, household, after, limit);
  store::ListFilter filter;
  TRY(active, only_active(call));
  filter.only_active = active;
  TRY(kind, api::choice_query<ClientKind>(call, "kind"));
  filter.kind = kind;
  const auto fetch = [&](ProgrammeId one, std::int64_t count) {
    filter.programme_id = one;
    return store::list_clients(call.session, filter, after, count);
  };
  TRY(rows, api::over_scope(call, programme, limit + 1, fetch, api::by_id));
  return lines_of(api::page_of(std::move(rows), limit));
}

Result<ClientView> show_route(Read& call) {
  TRY(client, seen_client(call, call.session));
  return view_of(call.who(), call.session, std::move(client));
}

Result<ClientView> create_route(Write& call, const ClientInput& input) {
  TRY_DO(call.check_scope(input.programme_id, "programme"));
  TRY(client, create_client(call.tx, input));
  return view_of(call.who(), call.tx.session(), std::move(client));
}

// The client of the path in the version that the caller has seen.
Result<Client> client_to_change(Write& call) {
  TRY(before, seen_client(call, call.tx.session()));
  TRY_DO(call.expect_version(before.version));
  return std::move(before);
}

Result<ClientView> replace_route(Write& call, const ClientInput& input) {
  TRY(before, client_to_change(call));
  TRY(client, replace_client(call.tx, before.id, input));
  return view_of(call.who(), call.tx.session(), std::move(client));
}

Result<ClientView> retire_route(Write& call, const Nothing&) {
  TRY(before, client_to_change(call));
  TRY(client, retire_client(call.tx, before.id));
  return view_of(call.who(), call.tx.session(), std::move(client));
}

Result<ClientView> wish_route(Write& call, const WishInput& input) {
  TRY(before, client_to_change(call));
  TRY(worker, call.id<WorkerId>("worker"));
  TRY(client, set_wish(call.tx, {before.id, worker, input.kind, input.reason.value_or("")}));
  return view_of(call.who(), call.tx.session(), std::move(client));
}

Result<ClientView> forget_wish_route(Write& call, const Nothing&) {
  TRY(before, client_to_change(call));
  TRY(worker, call.id<WorkerId>("worker"));
  TRY(client, remove_wish(call.tx, before.id, worker));
  return view_of(call.who(), call.tx.session(), std::move(client));
}

// ---- households ----

Result<Household> seen_household(const Call& call, db::Session& session) {
  TRY(id, call.id<HouseholdId>("id"));
  TRY(household, find_household(session, id));
  if (!household) return Error::not_found("household.unknown", "There is no such household.");
  TRY_DO(call.check_scope(household->programme_id, "household"));
  return *std::move(household);
}

Result<Page<Household>> list_households_route(Read& call) {
  TRY(programme, api::id_query<ProgrammeId>(call, "programme"));
  TRY(after, api::id_query<HouseholdId>(call, "after"));
  TRY(limit, call.limit());
  const auto fetch = [&](ProgrammeId one, std::int64_t count) { return store::list_households(call.session, one, after, count); };
  TRY(rows, api::over_scope(call, programme, limit + 1, fetch, api::by_id));
  return api::page_of(std::move(rows), limit);
}

Result<Household> show_household_route(Read& call) { return seen_household(call, call.session); }

Result<Household> create_household_route(Write& call, const HouseholdInput& input) {
  TRY_DO(call.check_scope(input.programme_id, "programme"));
  return create_household(call.tx, {{}, input.programme_id, input.name, 1});
}

Result<Household> replace_household_route(Write& call, const HouseholdInput& input) {
  TRY(before, seen_household(call, call.tx.session()));
  TRY_DO(call.expect_version(before.version));
  return replace_household(call.tx, {before.id, input.programme_id, input.name, before.version});
}

}  // namespace

void routes(api::Routes& routes) {
  routes.get<Page<ClientLine>>("/api/v1/clients", Permission::see_clients, "Clients, in order of id; a search in order of the word met", list_route)
      .paged()
      .with_query("q", "Any part of the words of the name, of a telephone number (four digits and more), of an e-mail address or of an external id. Goes with programme and active only.")
      .with_query("programme", "Only clients of this programme.")
      .with_query("kind", "Only clients of this kind.")
      .with_query("active", "true: only those who are served.")
      .with_query("organisation", "Only persons of this organisation.")
      .with_query("household", "Only members of this household.");
  routes.get<ClientView>("/api/v1/clients/{id}", Permission::logged_in, "A client's file; a client sees its own", show_route);
  routes.post<ClientInput, ClientView>("/api/v1/clients", Permission::edit_clients, "Create a client", create_route);
  routes.put<ClientInput, ClientView>("/api/v1/clients/{id}", Permission::edit_clients, "Replace a client and its contact points", replace_route);
  routes.remove<ClientView>("/api/v1/clients/{id}", Permission::edit_clients, "Retire a client: it is served no more", retire_route);
  routes.put<WishInput, ClientView>("/api/v1/clients/{id}/wishes/{worker}", Permission::edit_clients, "The client wishes or refuses a worker", wish_route);
  routes.remove<ClientView>("/api/v1/clients/{id}/wishes/{worker}", Permission::edit_clients, "Forget a wish about a worker", forget_wish_route);
  routes.get<Page<Household>>("/api/v1/households", Permission::see_clients, "Households, in order of id", list_households_route)
      .paged()
      .with_query("programme", "Only households of this programme.");
  routes.get<Household>("/api/v1/households/{id}", Permission::see_clients, "One household", show_household_route);
  routes.post<HouseholdInput, Household>("/api/v1/households", Permission::edit_clients, "Create a household", create_household_route);
  routes.put<HouseholdInput, Household>("/api/v1/households/{id}", Permission::edit_clients, "Rename a household", replace_household_route);
  site_routes(routes);
}

}  // namespace bellman::clients
