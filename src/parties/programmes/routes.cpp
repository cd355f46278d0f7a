#include "programmes/routes.h"

#include "programmes/service.h"
#include "programmes/store.h"

namespace bellman::programmes {

namespace {

using api::Page, api::Permission, api::Read, api::Write;

template <class Noun>
Page<Noun> page_of(std::vector<Noun> rows, std::int64_t limit) {
  Page<Noun> page;
  if (static_cast<std::int64_t>(rows.size()) == limit) page.next = std::to_string(rows.back().id.value);
  page.items = std::move(rows);
  return page;
}

Result<Page<Programme>> list_programmes(Read& call) {
  TRY(limit, call.limit());
  TRY(after, call.after());
  TRY(rows, store::programmes(call.session, ProgrammeId(after), limit));
  auto page = page_of(std::move(rows), limit);
  // Few enough that a page may be thinned here; `next` still leads on.
  std::erase_if(page.items, [&](const Programme& programme) { return !call.who().scope.allows(programme.id); });
  return page;
}

Result<Programme> show_programme(Read& call) {
  TRY(id, call.id<ProgrammeId>("id"));
  TRY_DO(call.check_scope(id, Programme::table));
  return find_programme(call.session, id);
}

Result<Programme> change_one_programme(Write& call, const ProgrammeChange& change) {
  TRY(id, call.id<ProgrammeId>("id"));
  TRY_DO(call.check_scope(id, Programme::table));
  TRY(found, find_programme(call.tx.session(), id));
  TRY_DO(call.expect_version(found.version));
  return change_programme(call.tx, std::move(found), change);
}

Result<Page<Region>> list_regions(Read& call) {
  TRY(limit, call.limit());
  TRY(after, call.after());
  TRY(rows, store::regions(call.session, RegionId(after), limit));
  return page_of(std::move(rows), limit);
}

Result<Region> show_region(Read& call) {
  TRY(id, call.id<RegionId>("id"));
  return find_region(call.session, id);
}

Result<Region> change_one_region(Write& call, const RegionChange& change) {
  TRY(id, call.id<RegionId>("id"));
  TRY(found, find_region(call.tx.session(), id));
  TRY_DO(call.expect_version(found.version));
  return change_region(call.tx, std::move(found), change);
}

}  // namespace

void routes(api::Routes& routes) {
  routes.get<Page<Programme>>("/api/v1/programmes", Permission::see_catalogue, "Programmes in scope", list_programmes).paged();
  routes.post<NewProgramme, Programme>("/api/v1/programmes", Permission::administer, "Create a programme",
                                       [](Write& call, const NewProgramme& wanted) { return create_programme(call.tx, wanted); });
  routes.get<Programme>("/api/v1/programmes/{id}", Permission::see_catalogue, "One programme", show_programme);
  routes.patch<ProgrammeChange, Programme>("/api/v1/programmes/{id}", Permission::administer, "Change a programme, or close it", change_one_programme);
  routes.get<Page<Region>>("/api/v1/regions", Permission::see_catalogue, "Regions", list_regions).paged();
  routes.post<NewRegion, Region>("/api/v1/regions", Permission::administer, "Create a region",
                                 [](Write& call, const NewRegion& wanted) { return create_region(call.tx, wanted); });
  routes.get<Region>("/api/v1/regions/{id}", Permission::see_catalogue, "One region", show_region);
  routes.patch<RegionChange, Region>("/api/v1/regions/{id}", Permission::administer, "Change a region", change_one_region);
}

}  // namespace bellman::programmes
