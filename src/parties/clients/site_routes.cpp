#include "clients/site_routes.h"

#include "api/list.h"
#include "clients/service.h"
#include "clients/store.h"

namespace bellman::clients {

namespace {

using api::Call;
using api::Nothing;
using api::Page;
using api::Permission;
using api::Read;
using api::Write;

bool is_own(const api::Identity& who, ClientId client) { return who.role == people::Role::client && who.client && who.client == client; }

Error unknown_site() { return Error::not_found("site.unknown", "There is no such site."); }

// For the client's own account and for those who may see clients of the programme.
Result<Site> seen_site(const Call& call, db::Session& session, SiteId id) {
  TRY(site, find_site(session, id));
  if (!site) return unknown_site();
  if (is_own(call.who(), site->client_id)) return *std::move(site);
  if (!api::allowed(call.who().role, Permission::see_clients)) return unknown_site();
  TRY_DO(call.check_scope(site->programme_id, "site"));
  return *std::move(site);
}

Result<Site> site_of_path(const Call& call, db::Session& session) {
  TRY(id, call.id<SiteId>("id"));
  return seen_site(call, session, id);
}

Result<Page<Site>> sites_of_client(Read& call, ClientId id, SiteId after, std::int64_t limit) {
  TRY(client, find_client(call.session, id));
  const Error unknown = Error::not_found("client.unknown", "There is no such client.");
  if (!client) return unknown;
  if (!is_own(call.who(), id)) TRY_DO(call.check_scope(client->programme_id, "client"));
  TRY(rows, store::sites_of(call.session, id, after, limit + 1));
  return api::page_of(std::move(rows), limit);
}

Result<Page<Site>> list_site_route(Read& call) {
  TRY(client, api::id_query<ClientId>(call, "client"));
  TRY(programme, api::id_query<ProgrammeId>(call, "programme"));
  TRY(after, api::id_query<SiteId>(call, "after"));
  TRY(limit, call.limit());
  TRY(active, api::flag_query(call, "active"));
  // A client has its own sites only, whatever it asks for; workers have none.
  if (call.who().role == people::Role::client) return sites_of_client(call, call.who().client, after, limit);
  if (!api::allowed(call.who().role, Permission::see_clients)) return Page<Site>{};
  if (client) return sites_of_client(call, client, after, limit);
  const auto fetch = [&](ProgrammeId one, std::int64_t count) { return store::list_sites(call.session, one, active.value_or(false), after, count); };
  TRY(rows, api::over_scope(call, programme, limit + 1, fetch, api::by_id));
  return api::page_of(std::move(rows), limit);
}

Result<Site> show_site_route(Read& call) { return site_of_path(call, call.session); }

Result<Site> create_site_route(Write& call, const SiteInput& input) {
  TRY_DO(call.check_scope(input.programme_id, "programme"));
  return create_site(call.tx, input);
}

Result<Site> replace_site_route(Write& call, const SiteInput& input) {
  TRY(before, site_of_path(call, call.tx.session()));
  TRY_DO(call.expect_version(before.version));
  return replace_site(call.tx, before.id, input);
}

Result<Site> retire_site_route(Write& call, const Nothing&) {
  TRY(site, site_of_path(call, call.tx.session()));
  TRY_DO(call.expect_version(site.version));
  if (!site.active) return std::move(site);
  site.active = false;
  return replace_site(call.tx, std::move(site));
}

// ---- assets ----

Asset asset_from(const AssetInput& input, AssetId id, SiteId site) {
  return {id, site, input.kind, input.name, input.serial.value_or(""), input.active.value_or(true), 1};
}

Result<Asset> seen_asset(const Call& call, db::Session& session) {
  TRY(id, call.id<AssetId>("id"));
  TRY(asset, find_asset(session, id));
  const Error unknown = Error::not_found("asset.unknown", "There is no such asset.");
  if (!asset) return unknown;
  if (const auto site = seen_site(call, session, asset->site_id); site.has_error()) return site.error().kind == ErrorClass::not_found ? unknown : site.error();
  return *std::move(asset);
}

Result<Page<Asset>> list_assets_route(Read& call) {
  TRY(site, site_of_path(call, call.session));
  TRY(after, api::id_query<AssetId>(call, "after"));
  TRY(limit, call.limit());
  TRY(rows, store::assets_of(call.session, site.id, after, limit + 1));
  return api::page_of(std::move(rows), limit);
}

Result<Asset> show_asset_route(Read& call) { return seen_asset(call, call.session); }

Result<Asset> create_asset_route(Write& call, const AssetInput& input) {
  TRY(site, site_of_path(call, call.tx.session()));
  return create_asset(call.tx, asset_from(input, {}, site.id));
}

Result<Asset> replace_asset_route(Write& call, const AssetInput& input) {
  TRY(before, seen_asset(call, call.tx.session()));
  TRY_DO(call.expect_version(before.version));
  return replace_asset(call.tx, asset_from(input, before.id, before.site_id));
}

}  // namespace

void site_routes(api::Routes& routes) {
  routes.get<Page<Site>>("/api/v1/sites", Permission::logged_in, "Sites, in order of id; a client sees its own", list_site_route)
      .paged()
      .with_query("client", "Only sites of this client.")
      .with_query("programme", "Only sites of this programme.")
      .with_query("active", "true: only those that are served. Not with client.");
  routes.get<Site>("/api/v1/sites/{id}", Permission::logged_in, "One site", show_site_route);
  routes.post<SiteInput, Site>("/api/v1/sites", Permission::edit_clients, "Create a site", create_site_route);
  routes.put<SiteInput, Site>("/api/v1/sites/{id}", Permission::edit_clients, "Replace a site", replace_site_route);
  routes.remove<Site>("/api/v1/sites/{id}", Permission::edit_clients, "Retire a site: it is served no more", retire_site_route);
  routes.get<Page<Asset>>("/api/v1/sites/{id}/assets", Permission::logged_in, "Equipment and vehicles at a site, in order of id", list_assets_route).paged();
  routes.post<AssetInput, Asset>("/api/v1/sites/{id}/assets", Permission::edit_clients, "Create an asset at a site", create_asset_route);
  routes.get<Asset>("/api/v1/assets/{id}", Permission::logged_in, "One asset", show_asset_route);
  routes.put<AssetInput, Asset>("/api/v1/assets/{id}", Permission::edit_clients, "Replace an asset", replace_asset_route);
}

}  // namespace bellman::clients
