// The use cases of the programmes room, and how other rooms find programmes and regions.
#pragma once
#include "codec/types.h"
#include "engine/tx.h"
#include "programmes/model.h"

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

}  // namespace bellman::programmes
