// What services refer to, on a real store: for the tests of this room.
#pragma once
#include "api/rooms.h"
#include "db/migration.h"
#include "engine/engine.h"
#include "programmes/service.h"
#include "sla/service.h"
#include "workers/service.h"

namespace bellman::catalogue {

// Programmes 1 to 3, regions 1 to 9, SLA policy 1 and a retired one, 2; skills and parts 1 to 5.
inline Result<> found_company(engine::Engine& engine) {
  return engine.run({}, [](engine::Tx& tx) -> Result<> {
    for (int i = 1; i <= 3; ++i) {
      programmes::NewProgramme programme;
      programme.key = fmt::format("programme-{}", i);
      programme.name = fmt::format("Programme {}", i);
      TRY_DO(programmes::create_programme(tx, programme));
    }
    for (int i = 1; i <= 9; ++i) {
      programmes::NewRegion region;
      region.key = fmt::format("region-{}", i);
      region.name = fmt::format("Region {}", i);
      TRY_DO(programmes::create_region(tx, region));
    }
    sla::Policy policy;
    policy.name = "No promise";
    TRY_DO(sla::create_policy(tx, policy));
    policy.name = "Former promise";
    policy.retired = true;
    TRY_DO(sla::create_policy(tx, policy));
    for (int i = 1; i <= 5; ++i) {
      TRY_DO(workers::create_skill(tx, fmt::format("skill-{}", i), fmt::format("Skill {}", i)));
      TRY_DO(workers::create_part(tx, fmt::format("part-{}", i), fmt::format("Part {}", i)));
    }
    return ok();
  });
}

}  // namespace bellman::catalogue
