// The use cases of sites and their assets.
#include "clients/changes.h"
#include "clients/service.h"
#include "clients/store.h"
#include "db/typed.h"
#include "programmes/service.h"
#include "sla/service.h"

namespace bellman::clients {

namespace {

Result<> check_owner(db::Session& session, const Site& site) {
  if (!site.programme_id) return Error::invalid("site.programme", "The programme is missing.", "programme_id", "Choose one.");
  if (!site.client_id) return ok();
  TRY(client, store::find_client(session, site.client_id));
  if (!client || client->programme_id != site.programme_id)
    return Error::invalid("site.unknown_client", "The programme has no such client.", "client_id", "Search for the client, or leave it out for a public place.");
  return ok();
}

// What it refers to must be there. `before`: what stood in the site already need not be looked up again, and may have been retired since.
Result<> check_references(engine::Tx& tx, const Site& site, const Site& before) {
  TRY_DO(programmes::need_programme(tx, site.programme_id, "site", "programme_id"));
  if (site.region_id && site.region_id != before.region_id) TRY_DO(programmes::need_region(tx, site.region_id, "site", "region_id"));
  if (site.calendar_id && site.calendar_id != before.calendar_id) TRY_DO(sla::need_calendar(tx.session(), site.calendar_id, "site", "calendar_id"));
  return ok();
}

Site site_from(const SiteInput& input) {
  Site site;
  site.programme_id = input.programme_id;
  site.client_id = input.client_id.value_or(ClientId{});
  site.name = input.name;
  site.address = input.address.value_or("");
  site.place = input.place;
  site.region_id = input.region_id.value_or(RegionId{});
  site.service_level = input.service_level.value_or(site.service_level);
  site.calendar_id = input.calendar_id.value_or(CalendarId{});
  site.active = input.active.value_or(true);
  return site;
}

Result<> announce(engine::Tx& tx, std::string kind, const Site& site, std::vector<std::string> members) {
  return tx.apply(engine::Consequences{}.event(std::move(kind), "site", site.id.value, site.programme_id, engine::Audience::operator_,
                                               SiteChange{site.id, site.client_id, site.version, std::move(members)}));
}

Result<> announce(engine::Tx& tx, std::string kind, const Asset& asset, ProgrammeId programme, std::vector<std::string> members) {
  return tx.apply(engine::Consequences{}.event(std::move(kind), "asset", asset.id.value, programme, engine::Audience::operator_,
                                               NounChange{asset.version, std::move(members)}));
}

Result<Site> site_of(db::Session& session, const Asset& asset) {
  TRY(site, find_site(session, asset.site_id));
  if (!site) return Error::not_found("site.unknown", "There is no such site.", "site_id");
  return *std::move(site);
}

}  // namespace

Result<std::optional<Site>> find_site(db::Session& session, SiteId id) { return db::find<Site>(session, id); }

Result<std::string> site_name(db::Session& session, SiteId id) {
  static constexpr db::Query query{"site.name", "SELECT name FROM site WHERE id = $1"};
  TRY(name, db::first<std::string>(session, query, id));
  return name.value_or("");
}

Result<std::optional<Site>> find_site_by_name(db::Session& session, ProgrammeId programme, std::string_view name) {
  static const db::Select<Site> select("site.by_name", "FROM site WHERE programme_id = $1 AND name = $2 ORDER BY id LIMIT 1");
  return select.first(session, programme, name);
}
Result<std::optional<Asset>> find_asset(db::Session& session, AssetId id) { return db::find<Asset>(session, id); }

Result<Site> create_site(engine::Tx& tx, Site draft) {
  draft.version = 1;
  TRY_DO(check_site(draft));
  TRY_DO(check_owner(tx.session(), draft));
  TRY_DO(check_references(tx, draft, {}));
  TRY(id, tx.next_id<Site>());
  draft.id = id;
  TRY_DO(db::insert(tx.session(), draft));
  TRY_DO(announce(tx, "site.created", draft, {}));
  return draft;
}

Result<Site> create_site(engine::Tx& tx, const SiteInput& input) { return create_site(tx, site_from(input)); }

Result<Site> replace_site(engine::Tx& tx, Site draft) {
  TRY(before, find_site(tx.session(), draft.id));
  if (!before) return Error::not_found("site.unknown", "There is no such site.", "site_id");
  if (draft.programme_id != before->programme_id)
    return Error::invalid("site.programme_fixed", "A site stays in its programme.", "programme_id", "Create the site anew in the other programme.");
  draft.version = before->version + 1;
  TRY_DO(check_site(draft));
  TRY_DO(check_owner(tx.session(), draft));
  TRY_DO(check_references(tx, draft, *before));
  TRY_DO(db::update(tx.session(), draft));
  TRY_DO(announce(tx, "site.changed", draft, changed_members(*before, draft)));
  return draft;
}

Result<Site> replace_site(engine::Tx& tx, SiteId id, const SiteInput& input) {
  Site draft = site_from(input);
  draft.id = id;
  return replace_site(tx, std::move(draft));
}

Result<Asset> create_asset(engine::Tx& tx, Asset draft) {
  draft.version = 1;
  TRY_DO(check_asset(draft));
  TRY(site, site_of(tx.session(), draft));
  TRY(id, tx.next_id<Asset>());
  draft.id = id;
  TRY_DO(db::insert(tx.session(), draft));
  TRY_DO(announce(tx, "asset.created", draft, site.programme_id, {}));
  return draft;
}

Result<Asset> replace_asset(engine::Tx& tx, Asset draft) {
  TRY(before, find_asset(tx.session(), draft.id));
  if (!before) return Error::not_found("asset.unknown", "There is no such asset.", "asset_id");
  // Equipment moves with the client, but not into another programme.
  TRY(old_site, site_of(tx.session(), *before));
  TRY(site, site_of(tx.session(), draft));
  if (site.programme_id != old_site.programme_id)
    return Error::invalid("asset.programme_fixed", "An asset stays in its programme.", "site_id", "Choose a site of the same programme.");
  draft.version = before->version + 1;
  TRY_DO(check_asset(draft));
  TRY_DO(db::update(tx.session(), draft));
  TRY_DO(announce(tx, "asset.changed", draft, site.programme_id, changed_members(*before, draft)));
  return draft;
}

}  // namespace bellman::clients
