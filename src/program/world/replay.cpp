#include "world/replay.h"

#include "api/rooms.h"
#include "checks/checks.h"
#include "db/sqlite.h"
#include "db/typed.h"
#include "imports/reader.h"
#include "requests/service.h"
#include "world/driver.h"
#include "world/replay_company.h"

#include <cstdlib>
#include <filesystem>
#include <thread>

#include <sys/resource.h>
#include <unistd.h>

namespace bellman::world {

namespace {

namespace files = std::filesystem;
using imports::ImportedRequest;

// What the replay keeps of a row between reading and filing: the file is read twice, so that memory stays small.
struct Promise {
  std::optional<Instant> target;
  bool counted = false;   // in the file's own on-time share
};

double peak_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

// The store of one replay, removed afterwards unless it was asked for.
class ScratchFile {
 public:
  explicit ScratchFile(std::string wanted) : keep(!wanted.empty()), path(std::move(wanted)) {
    if (!keep) path = (files::temp_directory_path() / fmt::format("bellman-replay-{}.db", getpid())).string();
  }
  ~ScratchFile() {
    if (!keep) remove();
  }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  void remove() const {
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm"}) files::remove(path + suffix, ignored);
  }
  const std::string& name() const { return path; }
  bool kept() const { return keep; }

 private:
  bool keep;
  std::string path;
};

class Replay {
 public:
  Replay(const ReplayOptions& wanted, std::function<void(double, std::string_view)> tell)
      : options(wanted), progress(std::move(tell)), prng(wanted.seed, 3), zone(*Zone::find("America/New_York")) {}

  Result<ReplayReport> run() {
    const auto begun = std::chrono::steady_clock::now();
    report.behaviour = options.behaviour;
    TRY_DO(read_profile());
    TRY_DO(open_store());
    TRY_DO(file_all());
    TRY_DO(finish_up());
    TRY_DO(measure());
    report.figures.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    report.figures.peak_rss_mib = peak_mib();
    return std::move(report);
  }

 private:
  void tell(double share, std::string_view what) const {
    if (progress) progress(share, what);
  }

  // First pass: what is asked, where, and how often. Only times are kept of each row.
  Result<> read_profile() {
    TRY(file, imports::RequestFile::open(options.file, options.format));
    imports::ProfileBuilder builder(zone);
    for (;;) {
      TRY(row, file.next());
      if (row == nullptr) break;
      if (row->request) builder.add(*row->request);
      else ++report.figures.rejected_rows;
    }
    profile = builder.build();
    report.dirt = file.dirt().text();
    report.figures.real_on_time_share = profile.on_time.share().value_or(0);
    if (!profile.first_opened) return Error::invalid("replay.empty", "There is no request in " + options.file + ".", {}, "Name another file.");
    return ok();
  }

  Result<> open_store() {
    scratch = std::make_unique<ScratchFile>(options.database);
    if (scratch->kept() && files::exists(scratch->name()))
      return Error::conflict("replay.database_exists", "There is a file " + scratch->name() + " already.", "Name a new file for --database.");
    scratch->remove();
    // Simulated time has no power cuts, and what is left of a broken run is of no use.
    TRY(opened, db::open_sqlite({.path = scratch->name(), .durability = db::Durability::scratch, .cache_kib = 64 * 1024}));
    database = std::move(opened);
    clock = std::make_unique<engine::ManualClock>(*profile.first_opened - 24h);
    {
      TRY(session, database->open(db::Access::write));
      TRY_DO(db::migrate(*session, api::migrations_of(api::rooms()), clock->now()));
    }
    api::subscribe_rooms(api::rooms(), registry, services);
    dispatcher = services.find<dispatch::Dispatcher>();
    crowd = std::make_unique<Crowd>(dispatcher, options.behaviour, options.seed);
    crowd->listen(registry, [this] { return clock->now(); });
    engine = std::make_unique<engine::Engine>(*database, registry, *clock);
    TRY_DO(engine->start());
    driver = std::make_unique<Driver>(*engine, *clock, *crowd);
    tell(0.02, "building the company");
    TRY(built, build_company([this](const auto& body) { return engine->run({}, body); }, profile, {.workers = options.workers}, prng));
    company = std::move(built);
    for (const auto& worker : company.workers) crowd->join(worker.id, worker.home);
    return ok();
  }

  // Second pass, in the order of the opening times; the file's own order is nearly that.
  Result<> file_all() {
    TRY(file, imports::RequestFile::open(options.file, options.format));
    // Rows out of order wait here until nothing older can come.
    std::multimap<Instant, ImportedRequest> waiting;
    Instant newest = Instant::min();
    for (;;) {
      TRY(row, file.next());
      if (row != nullptr && row->request) {
        newest = std::max(newest, row->request->opened);
        put_copies(waiting, *row->request);
      }
      while (!waiting.empty() && (row == nullptr || waiting.begin()->first < newest - 48h)) {
        auto first = waiting.extract(waiting.begin());
        TRY_DO(file_one(first.key(), first.mapped()));
        if (report.figures.requests % 512 == 0)
          tell(0.03 + 0.92 * static_cast<double>(report.figures.requests) / static_cast<double>(profile.count * static_cast<std::uint64_t>(options.scale)), "replaying");
      }
      if (row == nullptr) return ok();
    }
  }

  void put_copies(std::multimap<Instant, ImportedRequest>& waiting, const ImportedRequest& request) {
    for (int copy = 0; copy < options.scale; ++copy) {
      ImportedRequest one = request;
      if (copy > 0) {
        const Milliseconds shift(prng.between(-3'600'000, 3'600'000));
        one.opened += shift;
        if (one.target) *one.target += shift;
        one.external_id += fmt::format("-{}", copy);
        if (one.place) one.place = Place{one.place->lat + prng.normal(0, 0.003), one.place->lon + prng.normal(0, 0.004)};
      }
      waiting.emplace(one.opened, std::move(one));
    }
  }

  Result<> file_one(Instant opened, const ImportedRequest& row) {
    TRY_DO(days_until(opened));
    TRY_DO(driver->run_until(std::max(opened, clock->now())));
    pace(opened);
    const requests::FileRequest command = filing_of(row, company);
    ++report.figures.requests;
    requests::Request filed;
    TRY_DO(driver->act({engine::ActorKind::machine, 0}, [&](engine::Tx& tx) -> Result<> {
      TRY(request, requests::file(tx, {{true, {}}, {}}, command));
      filed = std::move(request);
      return ok();
    }));
    acknowledged.push_back(filed.id);
    if (filed.state == requests::RequestState::refused) ++report.figures.refused_by_policy;
    else ++report.figures.accepted;
    promises[filed.id] = {row.target, row.real_on_time.has_value()};
    return ok();
  }

  Result<> days_until(Instant moment) {
    for (LocalDay day = zone.day_of(moment); next_day <= day;) {
      if (next_day.days == 0) next_day = day;
      crowd->new_day(std::max(clock->now(), zone.to_instant({next_day, 0})));
      next_day = next_day + 1;
    }
    return ok();
  }

  // At a chosen speed the replay waits for the wall clock.
  void pace(Instant opened) {
    if (options.speed <= 0) return;
    if (!paced) paced = {std::chrono::steady_clock::now(), opened};
    const double ahead_seconds = static_cast<double>((opened - paced->second).count()) / 1000.0 / options.speed;
    std::this_thread::sleep_until(paced->first + std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::duration<double>(ahead_seconds)));
  }

  // Two more weeks for what was filed last; then nothing new comes and whatever can end has ended.
  Result<> finish_up() {
    tell(0.96, "finishing what is under way");
    const Instant end = clock->now() + 24h * 14;
    while (clock->now() < end) {
      TRY_DO(days_until(clock->now()));
      TRY_DO(driver->run_until(clock->now() + 24h));
    }
    return ok();
  }

  Result<> measure() {
    tell(0.98, "checking");
    auto& figures = report.figures;
    TRY(violations, checks::run(engine->session(), clock->now(), {.acknowledged = acknowledged, .round_patience = 1min}));
    for (const auto& violation : violations) {
      const bool lost = violation.code.starts_with("acknowledged.");
      const bool twice = violation.code.starts_with("assignment.");
      (lost ? figures.lost : twice ? figures.duplicate_assignments : figures.invariant_violations) += 1;
      if (report.violations.size() < 20) report.violations.push_back(fmt::format("{} {} {}: {}", violation.code, violation.subject, violation.id, violation.sentence));
    }
    TRY_DO(measure_requests());
    TRY_DO(measure_jobs());
    const CrowdCounts counts = crowd->counts();
    report.surprises = crowd->surprises();
    report.calls = counts.calls;
    report.refused_offers = counts.refused;
    report.overruled = counts.overruled;
    report.ill = counts.ill;
    report.late_answers = counts.late_answers;
    report.late_accepted = counts.late_accepted;
    figures.km_per_job = counts.finished > 0 ? counts.travelled_m / 1000.0 / static_cast<double>(counts.finished) : 0;
    return ok();
  }

  Result<> measure_requests() {
    static constexpr db::Query query{"replay.requests", "SELECT id, state, filed_at, assigned_at, done_at FROM request ORDER BY id"};
    std::map<std::string, ReplayDay> days;
    std::int64_t with_target = 0, in_time = 0;
    TRY_DO(db::each(engine->session(), query, [&](const db::Row& row) -> Result<> {
      const Instant filed{row.integer(2)};
      const auto state = codec::enum_value<requests::RequestState>(row.text(1));
      days[to_text(zone.day_of(filed))].filed += 1;
      if (!row.is_null(3)) report.seconds_to_accept.push_back(static_cast<double>(row.integer(3) - filed.ms) / 1000.0);
      const bool finished = state == requests::RequestState::done || state == requests::RequestState::closed;
      if (state && requests::is_open(*state) && !finished) ++report.figures.open;
      if (!finished || row.is_null(4)) return ok();
      ++report.figures.done;
      const Instant done{row.integer(4)};
      days[to_text(zone.day_of(done))].done += 1;
      const auto promise = promises.find(RequestId(row.integer(0)));
      if (promise == promises.end() || !promise->second.counted || !promise->second.target) return ok();
      ++with_target;
      if (done <= *promise->second.target) ++in_time;
      return ok();
    }));
    for (auto& [name, day] : days) {
      day.day = name;
      report.days.push_back(day);
    }
    auto& figures = report.figures;
    figures.on_time_share = with_target > 0 ? static_cast<double>(in_time) / static_cast<double>(with_target) : 0;
    figures.seconds_to_accept_median = quantile(report.seconds_to_accept, 0.5);
    figures.seconds_to_accept_p95 = quantile(report.seconds_to_accept, 0.95);
    return ok();
  }

  Result<> measure_jobs() {
    static constexpr db::Query query{"replay.jobs", "SELECT count(*), coalesce(sum(offers_made), 0), coalesce(sum(calls_made), 0) FROM job"};
    static constexpr db::Query silent{"replay.silent", "SELECT count(*) FROM job_offer WHERE state = 'silent'"};
    TRY_DO(db::each(engine->session(), query, [&](const db::Row& row) -> Result<> {
      const double jobs = std::max(1.0, static_cast<double>(row.integer(0)));
      report.figures.offers_per_job = static_cast<double>(row.integer(1)) / jobs;
      report.figures.calls_per_job = static_cast<double>(row.integer(2)) / jobs;
      return ok();
    }));
    TRY(count, db::first<std::int64_t>(engine->session(), silent));
    report.silent_offers = count.value_or(0);
    return ok();
  }

  const ReplayOptions& options;
  std::function<void(double, std::string_view)> progress;
  Prng prng;
  Zone zone;
  ReplayReport report;
  imports::Profile profile;
  std::unique_ptr<ScratchFile> scratch;
  std::unique_ptr<db::Database> database;
  engine::Registry registry;
  std::unique_ptr<engine::ManualClock> clock;
  api::Services services;
  std::shared_ptr<dispatch::Dispatcher> dispatcher;
  std::unique_ptr<Crowd> crowd;
  std::unique_ptr<engine::Engine> engine;
  std::unique_ptr<Driver> driver;
  ReplayCompany company;
  std::vector<RequestId> acknowledged;
  std::unordered_map<RequestId, Promise> promises;
  LocalDay next_day{0};
  std::optional<std::pair<std::chrono::steady_clock::time_point, Instant>> paced;
};

}  // namespace

Result<ReplayReport> replay(const ReplayOptions& options, const std::function<void(double, std::string_view)>& progress) {
  if (options.workers < 1 || options.workers > 20'000) return Error::invalid("replay.workers", "There must be 1 to 20000 workers.", "--workers");
  if (options.scale < 1 || options.scale > 100) return Error::invalid("replay.scale", "The scale must be 1 to 100.", "--scale");
  return Replay(options, progress).run();
}

}  // namespace bellman::world
