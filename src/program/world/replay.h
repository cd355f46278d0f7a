// Replays a file of real requests through the real engine, rooms and SQLite in simulated time.
#pragma once
#include "world/behaviour.h"

#include "base/result.h"
#include "imports/dirt.h"

#include <functional>
#include <string>
#include <vector>

namespace bellman::world {

struct ReplayOptions {
  std::string file;
  std::string format = "boston311";
  int workers = 1000;
  std::uint64_t seed = 1;
  int scale = 1;                 // each request of the file so many times
  double speed = 0;              // simulated seconds a second; 0: as fast as it goes
  std::string database;          // a new file; empty: a temporary one that is removed
  std::string report;            // HTML, empty: none
  Behaviour behaviour{};
};

struct Histogram {
  std::vector<std::int64_t> counts;
};
BOOST_DESCRIBE_STRUCT(Histogram, (), (counts))

// The figures of one replay. Times are simulated unless they say wall.
struct ReplayFigures {
  std::int64_t requests = 0;              // rows of the file that are requests, times the scale
  std::int64_t rejected_rows = 0;
  std::int64_t accepted = 0;
  std::int64_t refused_by_policy = 0;
  std::int64_t done = 0;                  // done or closed at the end
  std::int64_t open = 0;
  std::int64_t lost = 0;                  // acknowledged and not there, or not filed at all
  std::int64_t duplicate_assignments = 0;
  std::int64_t invariant_violations = 0;
  double seconds_to_accept_median = 0;    // from filed to a worker's acceptance
  double seconds_to_accept_p95 = 0;
  double offers_per_job = 0;
  double calls_per_job = 0;
  double on_time_share = 0;               // of the requests with a target that are done here: done by the file's target
  double real_on_time_share = 0;          // of those closed in the file: closed by the target (imports::OnTimeShare)
  double km_per_job = 0;
  double wall_seconds = 0;
  double peak_rss_mib = 0;
};
BOOST_DESCRIBE_STRUCT(ReplayFigures, (), (requests, rejected_rows, accepted, refused_by_policy, done, open, lost, duplicate_assignments,
                                          invariant_violations, seconds_to_accept_median, seconds_to_accept_p95, offers_per_job, calls_per_job,
                                          on_time_share, real_on_time_share, km_per_job, wall_seconds, peak_rss_mib))

struct ReplayDay {
  std::string day;
  std::int64_t filed = 0, done = 0;
};

struct ReplayReport {
  ReplayFigures figures;
  std::vector<std::string> violations;    // the first few, in words
  std::vector<std::string> surprises;     // errors that simulated people got and should not have
  std::vector<double> seconds_to_accept;  // one a request
  std::vector<ReplayDay> days;
  std::string dirt;                       // imports::DirtReport::text()
  Behaviour behaviour;
  std::int64_t calls = 0, refused_offers = 0, silent_offers = 0, overruled = 0, ill = 0, late_answers = 0, late_accepted = 0;
};

// `progress(share 0..1, what)`. Errors: those of the file, the store, or a use case that failed where none may.
Result<ReplayReport> replay(const ReplayOptions& options, const std::function<void(double, std::string_view)>& progress = {});

// A page of its own, with pictures as SVG.
std::string html_report(const ReplayOptions& options, const ReplayReport& report);

}  // namespace bellman::world
