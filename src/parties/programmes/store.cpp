#include "programmes/store.h"

#include "db/typed.h"

namespace bellman::programmes::store {

Result<std::optional<Programme>> programme(db::Session& session, ProgrammeId id) { return db::find<Programme>(session, id); }

Result<std::optional<Programme>> programme_by_key(db::Session& session, std::string_view key) {
  static const db::Select<Programme> select("programme.by_key", "FROM programme WHERE key = $1 ORDER BY id");
  return select.first(session, key);
}

Result<std::vector<Programme>> programmes(db::Session& session, ProgrammeId after, std::int64_t limit) {
  static const db::Select<Programme> select("programme.page", "FROM programme WHERE id > $1 ORDER BY id LIMIT $2");
  return select.all(session, after.value, limit);
}

Result<std::optional<Region>> region(db::Session& session, RegionId id) { return db::find<Region>(session, id); }

Result<std::optional<Region>> region_by_key(db::Session& session, std::string_view key) {
  static const db::Select<Region> select("region.by_key", "FROM region WHERE key = $1 ORDER BY id");
  return select.first(session, key);
}

Result<std::vector<Region>> regions(db::Session& session, RegionId after, std::int64_t limit) {
  static const db::Select<Region> select("region.page", "FROM region WHERE id > $1 ORDER BY id LIMIT $2");
  return select.all(session, after.value, limit);
}

}  // namespace bellman::programmes::store
