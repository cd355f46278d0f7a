// The tables of the programmes room.
#pragma once
#include "db/migration.h"
#include "db/session.h"
#include "programmes/model.h"

namespace bellman::programmes {

const db::Migrations& migrations();

namespace store {

Result<std::optional<Programme>> programme(db::Session& session, ProgrammeId id);
Result<std::optional<Programme>> programme_by_key(db::Session& session, std::string_view key);
Result<std::vector<Programme>> programmes(db::Session& session, ProgrammeId after, std::int64_t limit);
Result<std::optional<Region>> region(db::Session& session, RegionId id);
Result<std::optional<Region>> region_by_key(db::Session& session, std::string_view key);
Result<std::vector<Region>> regions(db::Session& session, RegionId after, std::int64_t limit);

}  // namespace store
}  // namespace bellman::programmes
