#include "server/health.h"

#include "db/typed.h"
#include "engine/followers.h"
#include "http/exchange.h"
#include "http/problem.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <sys/statvfs.h>

#include <sstream>

namespace bellman::server {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily family(std::string name, std::string help, MetricType type) {
  MetricFamily made;
  made.name = std::move(name);
  made.help = std::move(help);
  made.type = type;
  return made;
}

MetricFamily single(std::string name, std::string help, MetricType type, double value) {
  MetricFamily made = family(std::move(name), std::move(help), type);
  ClientMetric metric;
  if (type == MetricType::Counter) metric.counter.value = value;
  else metric.gauge.value = value;
  made.metric.push_back(std::move(metric));
  return made;
}

double of(const std::atomic<std::uint64_t>& count) { return static_cast<double>(count.load(std::memory_order_relaxed)); }

MetricFamily durations(const http::Metrics& metrics) {
  MetricFamily made = family("bellman_http_request_seconds", "Time from the request's header to its answer.", MetricType::Histogram);
  ClientMetric metric;
  std::uint64_t cumulative = 0;
  for (std::size_t i = 0; i < metrics.duration_buckets.size(); ++i) {
    cumulative += metrics.duration_buckets[i].load(std::memory_order_relaxed);
    const bool last = i == metrics.duration_bounds_us.size();
    metric.histogram.bucket.push_back({cumulative, last ? std::numeric_limits<double>::infinity() : static_cast<double>(metrics.duration_bounds_us[i]) / 1e6});
  }
  metric.histogram.sample_count = cumulative;
  metric.histogram.sample_sum = of(metrics.duration_sum_us) / 1e6;
  made.metric.push_back(std::move(metric));
  return made;
}

MetricFamily responses(const http::Metrics& metrics) {
  MetricFamily made = family("bellman_http_responses_total", "Answers by class of status.", MetricType::Counter);
  for (std::size_t i = 1; i < metrics.responses_by_class.size(); ++i) {
    ClientMetric metric;
    metric.label.push_back({"class", fmt::format("{}xx", i)});
    metric.counter.value = of(metrics.responses_by_class[i]);
    made.metric.push_back(std::move(metric));
  }
  return made;
}

Result<> add_followers(db::Session& session, Instant now, std::vector<MetricFamily>& families) {
  MetricFamily behind = family("bellman_follower_events_behind", "Events that a follower of the journal has not seen yet.", MetricType::Gauge);
  MetricFamily age = family("bellman_follower_lag_seconds", "Age of the oldest event that a follower has not seen.", MetricType::Gauge);
  MetricFamily parked = family("bellman_follower_parked", "1 where a follower failed too often at an event and needs a person.", MetricType::Gauge);
  TRY(lags, engine::follower_lags(session, now));
  for (const engine::FollowerLag& lag : lags) {
    const auto add = [&](MetricFamily& into, double value) {
      ClientMetric metric;
      metric.label = {{"follower", lag.row.name}};
      metric.gauge.value = value;
      into.metric.push_back(std::move(metric));
    };
    add(behind, static_cast<double>(lag.events));
    add(age, static_cast<double>(lag.age.count()) / 1000);
    add(parked, lag.row.state == engine::FollowerState::parked ? 1 : 0);
  }
  for (MetricFamily* one : {&behind, &age, &parked}) families.push_back(std::move(*one));
  return ok();
}

// What waits in the tables: due timers that are late, effects that wait and that are parked, by kind.
Result<std::vector<MetricFamily>> backlog(db::Session& session, Instant now) {
  static constexpr db::Query late{"metrics.late_timers", "SELECT count(*) FROM (SELECT 1 FROM timer WHERE due < $1 LIMIT 10000) AS counted"};
  static constexpr db::Query failed{"metrics.failed_timers", "SELECT count(*) FROM (SELECT 1 FROM timer WHERE due = $1 LIMIT 10000) AS counted"};
  static constexpr db::Query effects{"metrics.outbox", "SELECT state, kind, count(*) FROM outbox GROUP BY state, kind ORDER BY state, kind"};
  std::vector<MetricFamily> families;
  TRY(late_count, db::first<std::int64_t>(session, late, now - 5s));
  families.push_back(single("bellman_timers_late", "Timers due for more than five seconds.", MetricType::Gauge, static_cast<double>(late_count.value_or(0))));
  TRY(failed_count, db::first<std::int64_t>(session, failed, Instant::max()));
  families.push_back(single("bellman_timers_parked", "Timers that failed too often and need a person.", MetricType::Gauge, static_cast<double>(failed_count.value_or(0))));
  MetricFamily outbox = family("bellman_outbox", "Effects that wait to be sent, are parked, or have expired unsent.", MetricType::Gauge);
  TRY_DO(db::each(session, effects, [&](const db::Row& row) -> Result<> {
    ClientMetric metric;
    metric.label = {{"state", std::string(row.text(0))}, {"channel", std::string(row.text(1))}};
    metric.gauge.value = static_cast<double>(row.integer(2));
    outbox.metric.push_back(std::move(metric));
    return ok();
  }));
  families.push_back(std::move(outbox));
  TRY_DO(add_followers(session, now, families));
  return families;
}

Result<std::string> metrics_text(const HealthSources& from) {
  const http::Metrics& http = from.server.metrics();
  const engine::RunnerFigures& runner = from.runner.figures();
  std::vector<MetricFamily> families{
      responses(http),
      durations(http),
      single("bellman_http_requests_in_flight", "Requests being answered.", MetricType::Gauge, of(http.requests_in_flight)),
      single("bellman_http_connections_open", "Open connections.", MetricType::Gauge, of(http.connections_open)),
      single("bellman_http_connections_refused_total", "Connections refused at the limit.", MetricType::Counter, of(http.connections_refused)),
      single("bellman_http_received_bytes_total", "Bytes received.", MetricType::Counter, of(http.received_bytes)),
      single("bellman_http_sent_bytes_total", "Bytes sent.", MetricType::Counter, of(http.sent_bytes)),
      single("bellman_http_timeouts_total", "Connections closed because the other side was too slow.", MetricType::Counter, of(http.timeouts)),
      single("bellman_streams_open", "Open live streams.", MetricType::Gauge, of(http.streams_open)),
      single("bellman_streams_dropped_total", "Live streams dropped because the reader was too slow.", MetricType::Counter, of(http.streams_dropped)),
      single("bellman_use_cases_total", "Use cases run.", MetricType::Counter, of(runner.use_cases)),
      single("bellman_commits_total", "Groups of use cases, one commit each.", MetricType::Counter, of(runner.groups)),
      single("bellman_use_cases_refused_total", "Use cases refused because too many waited.", MetricType::Counter, of(runner.refused)),
      single("bellman_use_cases_waiting", "Use cases that wait for the writer.", MetricType::Gauge, static_cast<double>(from.runner.queue_length())),
      single("bellman_timers_fired_total", "Timers fired.", MetricType::Counter, of(runner.timers)),
      single("bellman_effects_sent_total", "Effects sent.", MetricType::Counter, of(runner.sent)),
      single("bellman_effects_failed_total", "Attempts to send that failed.", MetricType::Counter, of(runner.send_failures)),
      single("bellman_clock_deviation_seconds", "How far the clock on the wall (the database's, where there is one) is ahead of the time told.", MetricType::Gauge,
             static_cast<double>(from.clock.standing().deviation.count()) / 1000),
  };
  TRY(reader, from.readers.take());
  TRY(waiting, backlog(reader.session(), from.clock.now()));
  std::move(waiting.begin(), waiting.end(), std::back_inserter(families));
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, families);
  return out.str();
}

// A write of one page may still find its place where filing a request does not.
constexpr std::uint64_t free_bytes_min = 1024 * 1024;

Result<> check_space(const std::string& database_file) {
  struct statvfs disk {};
  if (statvfs(database_file.c_str(), &disk) != 0) return ok();  // the read and the write below tell what is wrong
  const std::uint64_t free_bytes = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
  if (free_bytes >= free_bytes_min) return ok();
  return Error::unavailable("db.full", fmt::format("The disk that holds the database is full: {} KiB are left.", free_bytes / 1024), "Free space; nothing acknowledged is lost.");
}

// Reads and writes: a full disk or a lost file shows here before people notice.
Result<> ready(const HealthSources& from) {
  static constexpr db::Query touch{"health.touch", "UPDATE id_sequence SET next = next WHERE name = 'event'"};
  TRY_DO(check_space(from.database_file));
  TRY_DO(from.runner.room());
  {
    TRY(reader, from.readers.take());
    TRY_DO(reader.session().script("SELECT 1"));
  }
  return from.runner.run({}, [](engine::Tx& tx) -> Result<> {
    TRY_DO(db::post(tx.session(), touch));
    return ok();
  });
}

// A clock that was set is no reason to send people away.
std::string about_clock(const engine::Clock& clock) {
  const engine::ClockStanding standing = clock.standing();
  if (!standing.held) return {};
  return fmt::format("the clock was set by {:+.1f} s; deadlines go by the time elapsed\n", static_cast<double>(standing.deviation.count()) / 1000);
}

http::Route route(std::string pattern, http::Mode mode, std::function<http::Response()> answer) {
  http::Route made;
  made.pattern = std::move(pattern);
  made.mode = mode;
  made.handler = [answer = std::move(answer)](std::shared_ptr<http::Exchange> exchange) { exchange->respond(answer()); };
  return made;
}

}  // namespace

Result<> add_health(http::Router& router, const HealthSources& sources) {
  TRY_DO(router.add(route("/healthz", http::Mode::inline_, [] { return http::Response::text("alive\n"); })));
  TRY_DO(router.add(route("/readyz", http::Mode::pooled, [sources] {
    const auto state = ready(sources);
    return state.has_value() ? http::Response::text("ready\n" + about_clock(sources.clock)) : http::problem(state.error());
  })));
  return router.add(route("/metrics", http::Mode::pooled, [sources] {
    auto text = metrics_text(sources);
    if (text.has_error()) return http::problem(text.error());
    http::Response response = http::Response::text(*std::move(text));
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return response;
  }));
}

}  // namespace bellman::server
