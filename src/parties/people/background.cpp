// Sessions that are over and log-in attempts that no longer count are removed now and then.
#include "people/service.h"
#include "people/store.h"

namespace bellman::people {

namespace {
constexpr std::string_view purge_kind = "people.purge";
constexpr Milliseconds purge_every = 1h, purge_again = 1s;
constexpr std::int64_t purge_limit = 1000;
}  // namespace

void subscribe(engine::Registry& registry) {
  registry.on_timer(std::string(purge_kind), [](engine::Tx& tx, const engine::Timer&) -> Result<> {
    TRY(removed, store::purge(tx.session(), tx.now(), purge_limit));
    return tx.apply(engine::Consequences{}.set_timer(std::string(purge_kind), 0, tx.now() + (removed == purge_limit ? purge_again : purge_every)));
  });
}

Result<> set_first_purge(engine::Tx& tx) {
  return tx.apply(engine::Consequences{}.wake_by(std::string(purge_kind), 0, tx.now() + purge_every));
}

}  // namespace bellman::people
