// What must hold, looked at from outside of the server.
#include "checks/checks.h"
#include "db/typed.h"
#include "world.h"

namespace bellman::sim {

namespace {

std::uint64_t hash_of(std::int64_t at, std::string_view kind, std::int64_t subject_id, std::string_view data) {
  Trace trace;
  trace.add(at);
  trace.add(kind);
  trace.add(subject_id);
  trace.add(data);
  return trace.value();
}

}  // namespace

void World::note_committed(std::span<const engine::Event> events) {
  for (const engine::Event& event : events) {
    const std::uint64_t hash = hash_of(event.at.ms, event.kind, event.subject_id, event.data.text);
    trace.add(static_cast<std::int64_t>(hash));
    event_counts[event.kind] += 1;
    if (!journal.emplace(event.id.value, hash).second) fail("journal.repeated", fmt::format("Event {} was given out twice.", event.id.value));
  }
}

// Everything that was announced is there, and nothing else, but for a commit whose end nobody saw.
void World::compare_journal(bool outcome_unknown) {
  static constexpr db::Query events{"sim.events", "SELECT id, at, kind, subject_id, data FROM event ORDER BY id"};
  std::size_t found = 0;
  const auto read = db::each(house.witness(), events, [&](const db::Row& row) -> Result<> {
    const std::uint64_t hash = hash_of(row.integer(1), row.text(2), row.integer(3), row.text(4));
    const auto known = journal.find(row.integer(0));
    found += 1;
    if (known == journal.end()) {
      if (!outcome_unknown) fail("journal.phantom", fmt::format("Event {} ({}) was never committed.", row.integer(0), row.text(2)));
      journal.emplace(row.integer(0), hash);
    } else if (known->second != hash) {
      fail("journal.changed", fmt::format("Event {} ({}) is not as it was announced.", row.integer(0), row.text(2)));
    }
    return ok();
  });
  if (read.has_error()) return fail("sim.witness", read.error().text());
  if (found != journal.size()) fail("journal.lost", fmt::format("{} events were committed, {} are there.", journal.size(), found));
}

void World::check(bool at_rest) {
  db::Session& session = house.witness();
  if (auto begun = session.begin(db::Access::read); begun.has_error()) return fail("sim.witness", begun.error().text());
  const auto violations = checks::run(session, clock.now(), {.acknowledged = known_requests, .most = 5, .round_patience = 1min});
  if (violations.has_error()) fail("checks", violations.error().text());
  else
    for (const checks::Violation& one : *violations) fail(one.code, fmt::format("{} {}: {}", one.subject, one.id, one.sentence));
  if (at_rest) {
    static constexpr db::Query stuck{"sim.stuck", "SELECT id, state, step FROM request WHERE owes = 'system' ORDER BY id LIMIT 5"};
    (void)db::each(session, stuck, [&](const db::Row& row) -> Result<> {
      fail("request.stuck", fmt::format("Request {} is still {}, and only the system owes \"{}\".", row.integer(0), row.text(1), row.text(2)));
      return ok();
    });
    static constexpr db::Query unsent{"sim.unsent", "SELECT id, kind, key FROM outbox WHERE state = 'waiting' AND due <= $1 ORDER BY id LIMIT 5"};
    (void)db::each(session, unsent, [&](const db::Row& row) -> Result<> {
      fail("effect.stuck", fmt::format("Effect {} ({} {}) is still waiting.", row.integer(0), row.text(1), row.text(2)));
      return ok();
    }, clock.now() - 1h);
    if (!unanswered.empty()) fail("file.unanswered", fmt::format("\"{}\" was sent in again and again and never answered.", *unanswered.begin()));
  }
  check_journal_follower(at_rest);
  session.rollback();
}

}  // namespace bellman::sim
