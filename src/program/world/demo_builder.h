// The parts of build_demo_company(); nobody else needs them.
#pragma once
#include "base/prng.h"
#include "world/demo_catalogue.h"
#include "world/demo_company.h"

namespace bellman::world::demo {

inline constexpr std::size_t worker_count = 120, client_count = 200, site_count = 260;
// The workers that people play: on call at any hour, so that offers come whenever somebody looks.
inline constexpr std::size_t played_by_people[] = {2, 74};

// `body(tx, index)` for 0..count-1, some in each transaction. It must record at most two events and keep nothing but by index:
// a transaction may be run again.
template <class Body>
Result<> in_batches(const InTransaction& in_transaction, std::size_t count, Body body) {
  constexpr std::size_t batch = 80;
  for (std::size_t first = 0; first < count; first += batch)
    TRY_DO(in_transaction([&](engine::Tx& tx) -> Result<> {
      for (std::size_t i = first; i < std::min(count, first + batch); ++i) TRY_DO(body(tx, i));
      return ok();
    }));
  return ok();
}

Result<> write_staff(const InTransaction& in_transaction, const Foundation& foundation, Prng& prng, Instant now, DemoCompany& company);
Result<> write_customers(const InTransaction& in_transaction, const Foundation& foundation, Prng& prng, DemoCompany& company);

}  // namespace bellman::world::demo
