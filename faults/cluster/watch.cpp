// What is looked at past the servers, in the tables and in what they sent.
#include "faults/cluster/cluster.h"

#include <boost/json/parse.hpp>

#include "db/open.h"
#include "db/typed.h"

#include <regex>

namespace bellman::faults {

namespace {

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::unique_ptr<db::Session> reading(const harness::PrivatePostgres& postgres) {
  auto database = db::open_postgresql({.url = postgres.url(), .connect_timeout_s = 2});
  if (database.has_error()) return nullptr;
  auto session = (*database)->open(db::Access::read);
  return session.has_value() ? *std::move(session) : nullptr;
}

}  // namespace

void Watch::stop() {
  stopping = true;
  if (thread.joinable()) thread.join();
}

void Watch::recovered() { back_since_ms = now_ms(); }

void Watch::run() {
  std::unique_ptr<db::Session> session;
  while (!stopping) {
    ::usleep(250'000);
    if (!session) session = reading(postgres);
    if (!session) continue;
    // Parked timers stand at the end of time; one that failed waits for its next try.
    static constexpr db::Query oldest{"watch.timer", "SELECT kind, due FROM timer WHERE due < $1 ORDER BY due, kind, subject_id LIMIT 1"};
    static constexpr db::Query twice{"watch.offers", "SELECT count(*) FROM (SELECT job_id FROM job_offer WHERE state = 'open' GROUP BY job_id HAVING count(*) > 1) AS twice"};
    const std::int64_t now = now_ms();
    const db::Value before(now);
    auto looked = session->query(oldest, {&before, 1}, [&](const db::Row& row) -> Result<> {
      const std::int64_t late = now - std::max(row.integer(1), back_since_ms.load());
      if (late > latest_ms) {
        latest_ms = late;
        latest_kind = row.text(0);
      }
      return ok();
    });
    const auto open = db::first<std::int64_t>(*session, twice);
    if (looked.has_error() || open.has_error()) {
      session.reset();
      continue;
    }
    doubled += static_cast<std::size_t>(open->value_or(0));
    ++seen;
  }
}

namespace {

// external id -> ids.
std::map<std::string, std::vector<std::int64_t>> stored_requests(db::Session& session) {
  static constexpr db::Query filed{"cluster.filed", "SELECT external_id, id FROM request ORDER BY id"};
  std::map<std::string, std::vector<std::int64_t>> stored;
  const auto read = db::each(session, filed, [&](const db::Row& row) -> Result<> {
    stored[std::string(row.text(0))].push_back(row.integer(1));
    return ok();
  });
  EXPECT_TRUE(read.has_value()) << read.error().text();
  return stored;
}

void expect_each_request_once(db::Session& session, const Told& people) {
  const auto stored = stored_requests(session);
  std::size_t lost = 0, twice = 0, other_id = 0;
  for (const auto& [external_id, id] : people.filed()) {
    const auto found = stored.find(external_id);
    if (found == stored.end()) ++lost;
    else if (std::find(found->second.begin(), found->second.end(), id) == found->second.end()) ++other_id;
  }
  std::size_t theirs = 0;
  for (const auto& [external_id, ids] : stored) {
    twice += ids.size() > 1 ? 1 : 0;
    theirs += external_id.starts_with(people.prefix()) ? 1 : 0;
  }
  fmt::print("requests: {} acknowledged, {} stored; lost {}, twice {}, another id than told {}\n", people.filed().size(), theirs, lost, twice, other_id);
  EXPECT_EQ(lost, 0U);
  EXPECT_EQ(twice, 0U);
  EXPECT_EQ(other_id, 0U);
  if (people.given_up() == 0) {
    EXPECT_EQ(theirs, people.filed().size()) << "there are requests that nobody filed";
  }
}

void expect_one_owner_each(const harness::PrivatePostgres& postgres, db::Session& session, const Told& people) {
  std::size_t two = 0, not_stored = 0;
  static constexpr db::Query owner{"cluster.owner", "SELECT worker_id FROM job WHERE id = $1"};
  for (const auto& [job, workers] : people.accepted()) {
    if (workers.size() > 1) ++two;
    const auto stored = db::first<std::int64_t>(session, owner, job);
    if (!stored.has_value() || !*stored || !workers.contains(**stored)) ++not_stored;
  }
  const auto accepted_twice = postgres.value("SELECT count(*) FROM (SELECT job_id FROM job_offer WHERE state = 'accepted' GROUP BY job_id HAVING count(*) > 1) AS t");
  // Nobody gives a job back here, so no job may be offered again before the offer before it was settled.
  const auto overlapping = postgres.value(
      "SELECT count(*) FROM job_offer a JOIN job_offer b ON a.job_id = b.job_id AND a.id <> b.id AND a.made_at <= b.made_at AND b.made_at < coalesce(a.settled_at, 9e18)");
  fmt::print("jobs: {} accepted, {} finished; told to two {}, told but not stored {}, accepted twice {}, offers that overlap {}\n", people.accepted().size(),
             people.finished(), two, not_stored, accepted_twice.value(), overlapping.value());
  EXPECT_EQ(two, 0U);
  EXPECT_EQ(not_stored, 0U);
  EXPECT_EQ(*accepted_twice, "0");
  EXPECT_EQ(*overlapping, "0");
}

// The servers' only channel is the people's screens; at the level "debug" it notes each effect that it received, with its key "what:ID…". The
// row that the key names must be there.
void expect_effects_of_committed_rows(const harness::PrivatePostgres& postgres, const Cluster& cluster) {
  std::map<std::string, std::size_t> sent;
  const std::string logs = cluster.logs();
  static const std::regex line(R"((push|notify) ([a-z_]+):(\d+)\S* for the screens)");
  for (std::sregex_iterator at(logs.begin(), logs.end(), line), end; at != end; ++at) ++sent[(*at)[2].str() + ":" + (*at)[3].str()];
  std::map<std::string, std::string> ids;  // what -> a list of numbers for SQL
  std::size_t again = 0;
  for (const auto& [key, times] : sent) {
    again += times - 1;
    const auto colon = key.find(':');
    auto& list = ids[key.substr(0, colon)];
    list += (list.empty() ? "(" : "),(") + key.substr(colon + 1);
  }
  for (const auto& [what, list] : ids) {
    const bool offer = what == "offer" || what == "withdrawn";
    const auto missing = postgres.value(fmt::format("SELECT count(*) FROM (VALUES {})) AS told (id) WHERE NOT EXISTS (SELECT 1 FROM {} AS kept WHERE kept.id = told.id)", list,
                                                    offer ? "job_offer" : "job"));
    ASSERT_TRUE(missing.has_value()) << missing.error().text();
    EXPECT_EQ(*missing, "0") << "effects of the kind " << what << " whose decision is not in the store";
  }
  // What still waits in the outbox, such as robot calls, which nobody can make here.
  const auto baseless = postgres.value("SELECT count(*) FROM outbox WHERE split_part(key, ':', 1) IN ('offer', 'withdrawn', 'call') AND"
                                       " NOT EXISTS (SELECT 1 FROM job_offer WHERE job_offer.id = split_part(outbox.key, ':', 2)::bigint)");
  EXPECT_EQ(baseless.value(), "0") << "effects in the outbox whose decision is not in the store";
  const auto waiting = postgres.value("SELECT coalesce(string_agg(n || ' ' || kind, ', '), 'none') FROM (SELECT kind, count(*) AS n FROM outbox GROUP BY kind ORDER BY kind) AS t");
  const auto offers = postgres.value("SELECT coalesce(string_agg(n || ' ' || state, ', '), 'none') FROM (SELECT state, count(*) AS n FROM job_offer GROUP BY state ORDER BY state) AS t");
  fmt::print("effects: {} received by the channel, {} of them more than once; in the outbox {}; offers: {}\n", sent.size(), again, waiting.value(), offers.value());
  EXPECT_GT(sent.size(), 0U);
}

}  // namespace

void expect_nothing_lost(const harness::PrivatePostgres& postgres, const Cluster& cluster, const Told& people) {
  const auto session = reading(postgres);
  ASSERT_TRUE(session);
  EXPECT_EQ(people.unexpected(), "");
  EXPECT_EQ(people.given_up(), 0U) << "somebody asked for a minute in vain";
  expect_each_request_once(*session, people);
  expect_one_owner_each(postgres, *session, people);
  expect_effects_of_committed_rows(postgres, cluster);
  EXPECT_EQ(cluster[0].violations(), "[]");
  fmt::print("asked again because of: {}; the longest wait of a filer {:.1f} s\n", counts(people.refusals()), people.longest_wait_s());
}

}  // namespace bellman::faults
