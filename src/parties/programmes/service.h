// The use cases of the programmes room, and how other rooms find programmes and regions.
#pragma once
#include "codec/types.h"
#include "engine/tx.h"
#include "programmes/model.h"

#include <memory>
#include <span>

namespace bellman::programmes {

struct NewProgramme {
  codec::Text<40, 1> key;
  codec::Text<200, 1> name;
  std::optional<codec::Text<7>> colour;
  std::vector<codec::Text<35, 2>> languages;  // "en" when empty
  std::optional<codec::Text<3, 3>> currency;
  std::optional<codec::Text<60>> zone;
  std::optional<codec::Text<16>> phone_line;
};
BOOST_DESCRIBE_STRUCT(NewProgramme, (), (key, name, colour, languages, currency, zone, phone_line))

// What is left out stays as it is. The key never changes.
struct ProgrammeChange {
  std::optional<codec::Text<200, 1>> name;
  std::optional<codec::Text<7>> colour;
  std::optional<std::vector<codec::Text<35, 2>>> languages;
  std::optional<codec::Text<3, 3>> currency;
  std::optional<codec::Text<60>> zone;
  std::optional<codec::Text<16>> phone_line;
  std::optional<bool> active;
};
BOOST_DESCRIBE_STRUCT(ProgrammeChange, (), (name, colour, languages, currency, zone, phone_line, active))

struct NewRegion {
  codec::Text<40, 1> key;
  codec::Text<200, 1> name;
  Place centre;
};
BOOST_DESCRIBE_STRUCT(NewRegion, (), (key, name, centre))

struct RegionChange {
  std::optional<codec::Text<200, 1>> name;
  std::optional<Place> centre;
};
BOOST_DESCRIBE_STRUCT(RegionChange, (), (name, centre))

// Errors: those of the rules; programme.key_taken, region.key_taken (conflict).
Result<Programme> create_programme(engine::Tx& tx, const NewProgramme& wanted);
Result<Programme> change_programme(engine::Tx& tx, Programme programme, const ProgrammeChange& change);
Result<Region> create_region(engine::Tx& tx, const NewRegion& wanted);
Result<Region> change_region(engine::Tx& tx, Region region, const RegionChange& change);

// programme.unknown, region.unknown (not_found, with the field).
Result<Programme> find_programme(db::Session& session, ProgrammeId id);
Result<Programme> find_programme_by_key(db::Session& session, std::string_view key);
Result<Region> find_region(db::Session& session, RegionId id);
Result<Region> find_region_by_key(db::Session& session, std::string_view key);

// The same from the writer's memory: no query after the first. What is given lives on when the noun changes.
Result<std::shared_ptr<const Programme>> programme(engine::Tx& tx, ProgrammeId id);
Result<std::shared_ptr<const Region>> region(engine::Tx& tx, RegionId id);

// For a noun of another room that names one: that it is there, from the writer's memory. The errors NOUN.unknown_programme and
// NOUN.unknown_region (invalid) name the field and the cure.
Result<> need_programme(engine::Tx& tx, ProgrammeId id, std::string_view noun, std::string field);
Result<> need_region(engine::Tx& tx, RegionId id, std::string_view noun, std::string field);
// The same of lists; the field is that of the item at fault, "regions[2]". What stands in `known` was checked before.
Result<> need_programmes(engine::Tx& tx, std::span<const ProgrammeId> ids, std::span<const ProgrammeId> known, std::string_view noun);
Result<> need_regions(engine::Tx& tx, std::span<const RegionId> ids, std::span<const RegionId> known, std::string_view noun);

}  // namespace bellman::programmes
