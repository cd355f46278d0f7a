#include "programmes/service.h"

#include "db/typed.h"
#include "programmes/rules.h"
#include "programmes/store.h"

#include <algorithm>

namespace bellman::programmes {

namespace {

// What the writer has read. A change forgets the noun before it is written and again when it is undone: so a row that was read
// in between, inside the same use case, cannot stay.
struct Memory {
  std::map<ProgrammeId, std::shared_ptr<const Programme>> programmes;
  std::map<RegionId, std::shared_ptr<const Region>> regions;
};

void forget(engine::Tx& tx, ProgrammeId id) {
  Memory& memory = tx.memory<Memory>();
  memory.programmes.erase(id);
  tx.on_abandon([&memory, id] { memory.programmes.erase(id); });
}

void forget(engine::Tx& tx, RegionId id) {
  Memory& memory = tx.memory<Memory>();
  memory.regions.erase(id);
  tx.on_abandon([&memory, id] { memory.regions.erase(id); });
}

template <class Noun>
Result<> note(engine::Tx& tx, std::string kind, const Noun& noun, ProgrammeId programme) {
  return tx.apply(engine::Consequences{}.event(std::move(kind), std::string(Noun::table), noun.id.value, programme, engine::Audience::operator_, noun));
}

std::vector<std::string> plain(const std::vector<codec::Text<35, 2>>& texts) { return {texts.begin(), texts.end()}; }

template <class Noun>
Result<Noun> need(Result<std::optional<Noun>> found, std::string_view field) {
  if (found.has_error()) return found.error();
  if (!*found) return Error::not_found(fmt::format("{}.unknown", Noun::table), fmt::format("There is no such {}.", Noun::table), std::string(field));
  return **std::move(found);
}

// What a noun of another room names must be there; other errors (of the store) stay what they are.
template <class Noun>
Result<> needed(const Result<std::shared_ptr<const Noun>>& found, std::string_view noun, std::string_view what, std::string field) {
  if (found.has_value()) return ok();
  if (found.error().kind != ErrorClass::not_found) return found.error();
  return Error::invalid(fmt::format("{}.unknown_{}", noun, what), fmt::format("There is no such {}.", what), field, fmt::format("Choose one of the {}s, or add it first.", what));
}

}  // namespace

Result<Programme> create_programme(engine::Tx& tx, const NewProgramme& wanted) {
  Programme made;
  made.key = wanted.key;
  made.name = wanted.name;
  if (wanted.colour) made.colour = *wanted.colour;
  made.languages = wanted.languages.empty() ? std::vector<std::string>{"en"} : plain(wanted.languages);
  if (wanted.currency) made.currency = *wanted.currency;
  if (wanted.zone) made.zone = *wanted.zone;
  if (wanted.phone_line) made.phone_line = *wanted.phone_line;
  TRY_DO(check(made));
  TRY(taken, store::programme_by_key(tx.session(), made.key));
  if (taken) return Error::conflict("programme.key_taken", fmt::format("There is a programme {} already.", made.key), "Choose another key.");
  TRY(id, tx.next_id<Programme>());
  made.id = id;
  forget(tx, id);
  TRY_DO(db::insert(tx.session(), made));
  TRY_DO(note(tx, "programme.created", made, made.id));
  return made;
}

Result<Programme> change_programme(engine::Tx& tx, Programme programme, const ProgrammeChange& change) {
  if (change.name) programme.name = *change.name;
  if (change.colour) programme.colour = *change.colour;
  if (change.languages) programme.languages = plain(*change.languages);
  if (change.currency) programme.currency = *change.currency;
  if (change.zone) programme.zone = *change.zone;
  if (change.phone_line) programme.phone_line = *change.phone_line;
  if (change.active) programme.active = *change.active;
  TRY_DO(check(programme));
  programme.version += 1;
  forget(tx, programme.id);
  TRY_DO(tx.memory_changed());
  TRY_DO(db::update(tx.session(), programme));
  TRY_DO(note(tx, "programme.changed", programme, programme.id));
  return programme;
}

Result<Region> create_region(engine::Tx& tx, const NewRegion& wanted) {
  Region made;
  made.key = wanted.key;
  made.name = wanted.name;
  made.centre = wanted.centre;
  TRY_DO(check(made));
  TRY(taken, store::region_by_key(tx.session(), made.key));
  if (taken) return Error::conflict("region.key_taken", fmt::format("There is a region {} already.", made.key), "Choose another key.");
  TRY(id, tx.next_id<Region>());
  made.id = id;
  forget(tx, id);
  TRY_DO(db::insert(tx.session(), made));
  TRY_DO(note(tx, "region.created", made, {}));
  return made;
}

Result<Region> change_region(engine::Tx& tx, Region region, const RegionChange& change) {
  if (change.name) region.name = *change.name;
  if (change.centre) region.centre = *change.centre;
  TRY_DO(check(region));
  region.version += 1;
  forget(tx, region.id);
  TRY_DO(tx.memory_changed());
  TRY_DO(db::update(tx.session(), region));
  TRY_DO(note(tx, "region.changed", region, {}));
  return region;
}

Result<Programme> find_programme(db::Session& session, ProgrammeId id) { return need(store::programme(session, id), "programme_id"); }
Result<Programme> find_programme_by_key(db::Session& session, std::string_view key) { return need(store::programme_by_key(session, key), "programme"); }
Result<Region> find_region(db::Session& session, RegionId id) { return need(store::region(session, id), "region_id"); }
Result<Region> find_region_by_key(db::Session& session, std::string_view key) { return need(store::region_by_key(session, key), "region"); }

Result<std::shared_ptr<const Programme>> programme(engine::Tx& tx, ProgrammeId id) {
  auto& kept = tx.memory<Memory>().programmes;
  if (const auto found = kept.find(id); found != kept.end()) return found->second;
  TRY(read, find_programme(tx.session(), id));
  return kept[id] = std::make_shared<const Programme>(std::move(read));
}

Result<std::shared_ptr<const Region>> region(engine::Tx& tx, RegionId id) {
  auto& kept = tx.memory<Memory>().regions;
  if (const auto found = kept.find(id); found != kept.end()) return found->second;
  TRY(read, find_region(tx.session(), id));
  return kept[id] = std::make_shared<const Region>(std::move(read));
}

Result<> need_programme(engine::Tx& tx, ProgrammeId id, std::string_view noun, std::string field) {
  return needed(programme(tx, id), noun, "programme", std::move(field));
}

Result<> need_region(engine::Tx& tx, RegionId id, std::string_view noun, std::string field) { return needed(region(tx, id), noun, "region", std::move(field)); }

Result<> need_programmes(engine::Tx& tx, std::span<const ProgrammeId> ids, std::span<const ProgrammeId> known, std::string_view noun) {
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (!std::ranges::count(known, ids[i])) TRY_DO(need_programme(tx, ids[i], noun, fmt::format("programmes[{}]", i)));
  return ok();
}

Result<> need_regions(engine::Tx& tx, std::span<const RegionId> ids, std::span<const RegionId> known, std::string_view noun) {
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (!std::ranges::count(known, ids[i])) TRY_DO(need_region(tx, ids[i], noun, fmt::format("regions[{}]", i)));
  return ok();
}

}  // namespace bellman::programmes
