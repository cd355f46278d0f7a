// A follower of every event, whose table shows whether it has seen each exactly once and in order; it fails now and then, and begins anew.
#include "db/typed.h"
#include "engine/followers.h"
#include "world.h"

namespace bellman::sim {

namespace {

constexpr std::string_view follower_name = "sim.journal";

struct Followed {
  std::int64_t cursor = 0, events = 0, rows = 0, strangers = 0, unordered = 0;
  std::string state;
};
BOOST_DESCRIBE_STRUCT(Followed, (), (cursor, events, rows, strangers, unordered, state))

}  // namespace

engine::Follower World::journal_follower() {
  engine::Follower follower;
  follower.name = follower_name;
  follower.batch = 20;
  follower.on_restart = [](engine::Tx& tx) -> Result<> {
    static constexpr db::Query empty{"sim.follow_anew", "DELETE FROM sim_followed"};
    return db::post(tx.session(), empty);
  };
  follower.on_others([this](engine::Tx& tx, const engine::Event& event) -> Result<> {
    static constexpr db::Query add{"sim.follow", "INSERT INTO sim_followed (event_id, place) SELECT $1, 1 + coalesce(max(place), 0) FROM sim_followed"};
    TRY_DO(db::post(tx.session(), add, event.id));
    if (with_faults && chance(0.03)) return Error::conflict("sim.follower", "The follower fails (simulated).");
    return ok();
  });
  return follower;
}

void World::restart_journal_follower() {
  at(minutes(60, 600), [this] {
    if (quiet) return;
    command("restart follower", {}, [this](engine::Tx& tx) { return engine::restart_follower(tx, house.registry(), follower_name); });
    restart_journal_follower();
  });
}

// Behind its cursor it has seen every event once, in order, and none that is not there; at rest it has seen all that are older than a minute.
void World::check_journal_follower(bool at_rest) {
  static constexpr db::Query read{"sim.followed",
                                  "SELECT f.cursor, (SELECT count(*) FROM event WHERE id <= f.cursor), (SELECT count(*) FROM sim_followed),"
                                  " (SELECT count(*) FROM sim_followed s WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.id = s.event_id) OR s.event_id > f.cursor),"
                                  " (SELECT count(*) FROM sim_followed a JOIN sim_followed b ON b.place = a.place + 1 WHERE b.event_id <= a.event_id), f.state"
                                  " FROM follower f WHERE f.name = $1"};
  static constexpr db::Query newest{"sim.newest", "SELECT coalesce(max(id), 0) FROM event WHERE at <= $1"};
  const auto found = db::first<Followed>(house.witness(), read, follower_name);
  const auto last = db::first<std::int64_t>(house.witness(), newest, clock.now() - 1min);
  if (found.has_error() || last.has_error()) return fail("sim.witness", (found.has_error() ? found.error() : last.error()).text());
  if (!*found) return fail("follower.gone", "The follower has no row.");
  const Followed& now = **found;
  if (now.events != now.rows || now.strangers > 0 || now.unordered > 0)
    fail("follower.not_once", fmt::format("Up to {} there are {} events, {} were followed, {} of them are not there, {} out of order.", now.cursor, now.events, now.rows, now.strangers,
                                          now.unordered));
  if (at_rest && now.cursor < **last) fail("follower.behind", fmt::format("It is {} at event {} of {}.", now.state, now.cursor, **last));
}

}  // namespace bellman::sim
