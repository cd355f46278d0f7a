#include "world/crowd.h"

#include "codec/json_read.h"
#include "jobs/service.h"
#include "workers/service.h"

namespace bellman::world {

namespace {
constexpr std::size_t surprises_kept = 10;
constexpr double road_factor = 1.3;
constexpr double speed_m_per_s = 30 / 3.6;
constexpr Milliseconds shortest = 1s;

engine::Actor worker_actor(WorkerId worker) { return {engine::ActorKind::worker, worker.value}; }
}  // namespace

class CrowdChannel final : public engine::Channel {
 public:
  explicit CrowdChannel(Crowd& all) : crowd(all) {}
  Result<> send(const engine::OutboxRow& row) override { return crowd.received(row); }

 private:
  Crowd& crowd;
};

Crowd::Crowd(std::shared_ptr<dispatch::Dispatcher> the_dispatcher, Behaviour wanted, std::uint64_t seed)
    : dispatcher(std::move(the_dispatcher)), behaviour(wanted), prng(seed, 7) {}

void Crowd::listen(engine::Registry& registry, std::function<Instant()> now) {
  clock = std::move(now);
  const auto channel = std::make_shared<CrowdChannel>(*this);
  for (const char* kind : {"push", "robot_call", "notify"}) registry.channel(kind, channel);
}

void Crowd::join(WorkerId worker, Place home) {
  const std::lock_guard lock(guard);
  people[worker].place = home;
  names.push_back(worker);
}

std::optional<Instant> Crowd::next() const {
  const std::lock_guard lock(guard);
  return queue.empty() ? std::nullopt : std::optional(queue.top().at);
}

std::vector<Action> Crowd::take_due(Instant now) {
  const std::lock_guard lock(guard);
  std::vector<Action> due;
  while (!queue.empty() && queue.top().at <= now) {
    due.push_back(queue.top());
    queue.pop();
  }
  return due;
}

CrowdCounts Crowd::counts() const {
  const std::lock_guard lock(guard);
  return count;
}

std::vector<std::string> Crowd::surprises() const {
  const std::lock_guard lock(guard);
  return errors;
}

void Crowd::schedule(Instant at, engine::Actor actor, std::function<Result<>(engine::Tx&)> run, std::function<void(const Result<>&)> then) {
  queue.push({at, made++, actor, std::move(run), std::move(then)});
}

// Something in a worker's own life that is no use case; void when the worker's plans were dropped meanwhile.
void Crowd::later(Instant at, WorkerId worker, std::int64_t turn, std::function<void()> what) {
  schedule(at, worker_actor(worker), {}, [this, worker, turn, what = std::move(what)](const Result<>&) {
    const std::lock_guard lock(guard);
    if (people[worker].turn == turn) what();
  });
}

Milliseconds Crowd::delay(double median_seconds, double spread) {
  const double seconds = median_seconds * std::exp(prng.normal(0, spread)) / behaviour.pace;
  return std::max(shortest, Milliseconds(static_cast<std::int64_t>(seconds * 1000)));
}

// Losing a race is part of life; anything else deserves a look.
void Crowd::note_surprise(std::string_view what, const Result<>& outcome) {
  if (outcome.has_value()) return;
  const std::string& code = outcome.error().code;
  if (code == "offer.too_late" || code == "job.not_now" || code == "request.not_now" || code == "job.not_yours" || code == "job.unknown") return;
  ++count.unexpected;
  if (errors.size() < surprises_kept) errors.push_back(fmt::format("{}: {}", what, outcome.error().text()));
}

void Crowd::move_to(std::shared_ptr<dispatch::Dispatcher> next, double pace) {
  const std::lock_guard lock(guard);
  dispatcher = std::move(next);
  behaviour.pace = pace;
}

// ---- what reaches people ----

Result<> Crowd::received(const engine::OutboxRow& row) {
  const std::lock_guard lock(guard);
  if (row.kind == "push") {
    TRY(push, codec::from_json<dispatch::OfferPush>(row.data.text, codec::Mode::stored));
    ++count.pushes;
    if (push.what == "offer") on_offer(push);
    else if (push.what == "assigned") {
      // By hand: the worker finds it in the list of accepted jobs.
      schedule(clock() + delay(60), worker_actor(push.worker_id), [this, worker = push.worker_id](engine::Tx& tx) -> Result<> {
        TRY(jobs, jobs::of_worker(tx.session(), worker));
        const std::lock_guard inner(guard);
        Person& person = people[worker];
        for (const jobs::Job& job : jobs)
          if (job.state == jobs::JobState::assigned && std::find(person.agenda.begin(), person.agenda.end(), job.id) == person.agenda.end()) person.agenda.push_back(job.id);
        begin_next(worker);
        return ok();
      });
    }
  } else if (row.kind == "robot_call") {
    TRY(call, codec::from_json<dispatch::RobotCall>(row.data.text, codec::Mode::stored));
    ++count.calls;
    on_call(call);
  } else if (row.kind == "notify") {
    TRY(notice, codec::from_json<dispatch::Notice>(row.data.text, codec::Mode::stored));
    on_notice(notice);
  }
  return ok();
}

void Crowd::on_offer(const dispatch::OfferPush& push) {
  if (!people.contains(push.worker_id)) return;
  if (prng.chance(behaviour.no_network)) {
    ++count.lost_pushes;
    return;
  }
  if (prng.chance(behaviour.answers_late)) return accept(push.worker_id, push.offer_id, 8min, true);
  if (prng.chance(behaviour.silent)) return;
  const Milliseconds after = delay(behaviour.answer_seconds);
  if (prng.chance(behaviour.refuses)) refuse(push.worker_id, push.offer_id, after);
  else accept(push.worker_id, push.offer_id, after, false);
}

void Crowd::on_call(const dispatch::RobotCall& call) {
  if (!people.contains(call.worker_id) || !prng.chance(behaviour.answers_call)) return;
  const Milliseconds after = delay(behaviour.call_seconds, 0.3);
  if (prng.chance(behaviour.accepts_call)) accept(call.worker_id, call.offer_id, after, false);
  else refuse(call.worker_id, call.offer_id, after);
}

// A dispatcher reads the reasons and overrules: somebody who was asked before is talked into it.
void Crowd::on_notice(const dispatch::Notice& notice) {
  if (notice.code != "dispatch.nobody_left") return;
  const RequestId request = notice.request_id;
  schedule(clock() + delay(behaviour.dispatcher_minutes * 60), {engine::ActorKind::account, 1}, [this, request](engine::Tx& tx) -> Result<> {
    TRY(job, jobs::of_request(tx.session(), request));
    if (!job || job->state != jobs::JobState::waiting || job->asked.empty()) return ok();
    WorkerId chosen;
    for (const WorkerId worker : job->asked) {
      TRY(state, workers::load_state(tx.session(), worker));
      TRY(definition, workers::load_worker(tx.session(), worker));
      if (definition.active && state.open_jobs < definition.capacity) {
        chosen = worker;
        break;
      }
    }
    if (!chosen) return ok();
    TRY_DO(dispatcher->assign_by_hand(tx, request, chosen, "agreed by telephone"));
    const std::lock_guard inner(guard);
    ++count.overruled;
    return ok();
  }, [this](const Result<>& outcome) { note_surprise("overrule", outcome); });
}

// ---- answers ----

void Crowd::accept(WorkerId worker, JobOfferId offer, Milliseconds after, bool late) {
  const auto job = std::make_shared<JobId>();
  schedule(clock() + after, worker_actor(worker),
           [this, worker, offer, job](engine::Tx& tx) -> Result<> {
             TRY(taken, dispatcher->accept(tx, offer, worker));
             *job = taken.id;
             return ok();
           },
           [this, worker, job, late](const Result<>& outcome) {
             const std::lock_guard lock(guard);
             note_surprise("accept", outcome);
             if (late) ++count.late_answers;
             if (outcome.has_error()) return;
             if (late) ++count.late_accepted;
             ++count.accepted;
             people[worker].agenda.push_back(*job);
             if (prng.chance(behaviour.gives_back)) {
               ++count.given_back;
               schedule(clock() + delay(300), worker_actor(worker),
                        [this, worker, job](engine::Tx& tx) { return dispatcher->give_back(tx, *job, worker, "the van has broken down"); },
                        [this, worker, job](const Result<>& result) {
                          const std::lock_guard inner(guard);
                          note_surprise("give back", result);
                          if (result.has_value()) drop(worker, *job);
                        });
             }
             begin_next(worker);
           });
}

void Crowd::refuse(WorkerId worker, JobOfferId offer, Milliseconds after) {
  schedule(clock() + after, worker_actor(worker), [this, worker, offer](engine::Tx& tx) { return dispatcher->refuse(tx, offer, worker, "too far away"); },
           [this](const Result<>& outcome) {
             const std::lock_guard lock(guard);
             note_surprise("refuse", outcome);
             if (outcome.has_value()) ++count.refused;
           });
}

// ---- the day of a worker ----

void Crowd::begin_next(WorkerId worker) {
  Person& person = people[worker];
  if (person.busy || person.agenda.empty()) return;
  person.busy = true;
  set_out(worker, person.agenda.front(), ++person.turn);
}

void Crowd::drop(WorkerId worker, JobId job) {
  Person& person = people[worker];
  const bool current = !person.agenda.empty() && person.agenda.front() == job;
  std::erase(person.agenda, job);
  if (!current) return;
  person.busy = false;
  ++person.turn;
  begin_next(worker);
}

// The start that dispatch predicted tells when to leave: a job for the next shift waits for it.
void Crowd::set_out(WorkerId worker, JobId job_id, std::int64_t turn) {
  const auto trip = std::make_shared<Trip>();
  schedule(clock() + delay(45), worker_actor(worker),
           [this, worker, job_id, turn, trip](engine::Tx& tx) -> Result<> {
             TRY(job, jobs::load(tx.session(), job_id));
             if (!plan_trip(worker, turn, job, tx.now(), *trip)) return ok();
             TRY_DO(jobs::travel(tx, job_id, worker));
             return ok();
           },
           [this, worker, job_id, turn, trip](const Result<>& outcome) {
             const std::lock_guard lock(guard);
             if (people[worker].turn != turn) return;
             note_surprise("set out", outcome);
             if (outcome.has_error()) return drop(worker, job_id);
             if (trip->leave_later) return later(trip->leave, worker, turn, [this, worker, job_id, turn] { set_out(worker, job_id, turn); });
             count.travelled_m += trip->distance_m;
             later(clock() + trip->travel + delay(60), worker, turn, [this, worker, job_id, turn, trip] { arrive(worker, job_id, turn, *trip); });
           });
}

// False when the worker does not leave now.
bool Crowd::plan_trip(WorkerId worker, std::int64_t turn, const jobs::Job& job, Instant now, Trip& trip) {
  const std::lock_guard lock(guard);
  const Person& person = people[worker];
  if (person.turn != turn) return false;
  trip.place = job.place.value_or(person.place);
  trip.distance_m = distance_m(person.place, trip.place) * road_factor;
  trip.travel = Milliseconds(static_cast<std::int64_t>(trip.distance_m / speed_m_per_s * 1000 / behaviour.pace));
  trip.work_minutes = static_cast<double>(job.duration_minutes);
  trip.leave = job.start_at.value_or(now) - trip.travel;
  trip.leave_later = trip.leave > now + 1min && job.state == jobs::JobState::assigned;
  return !trip.leave_later;
}

void Crowd::arrive(WorkerId worker, JobId job_id, std::int64_t turn, const Trip& trip) {
  schedule(clock(), worker_actor(worker),
           [worker, job_id](engine::Tx& tx) -> Result<> {
             TRY_DO(jobs::start(tx, job_id, worker));
             return ok();
           },
           [this, worker, job_id, turn, trip](const Result<>& outcome) {
             const std::lock_guard lock(guard);
             if (people[worker].turn != turn) return;
             note_surprise("start", outcome);
             if (outcome.has_error()) return drop(worker, job_id);
             people[worker].place = trip.place;
             later(clock() + delay(trip.work_minutes * 60, behaviour.work_spread), worker, turn, [this, worker, job_id, turn] { finish(worker, job_id, turn); });
           });
}

void Crowd::finish(WorkerId worker, JobId job_id, std::int64_t turn) {
  schedule(clock(), worker_actor(worker),
           [worker, job_id](engine::Tx& tx) -> Result<> {
             jobs::FinishCommand sheet;
             sheet.work_done = std::string("Done as asked; the place was left clean.");
             sheet.signer = codec::Text<200, 1>("A. Client");
             sheet.signature = {{{100, 500}, {300, 420}, {520, 560}, {800, 480}}};
             TRY_DO(jobs::finish(tx, job_id, worker, sheet, {}));
             return ok();
           },
           [this, worker, job_id, turn](const Result<>& outcome) {
             const std::lock_guard lock(guard);
             if (people[worker].turn != turn) return;
             note_surprise("finish", outcome);
             if (outcome.has_value()) ++count.finished;
             drop(worker, job_id);
           });
}

void Crowd::new_day(Instant now) {
  const std::lock_guard lock(guard);
  for (const WorkerId worker : names) {
    if (!prng.chance(behaviour.falls_ill_per_day)) continue;
    const Instant at = now + Milliseconds(prng.between(0, 86'400'000 - 1));
    const Milliseconds length = Milliseconds(prng.between(1, 3) * 86'400'000);
    schedule(at, worker_actor(worker),
             [worker, at, length](engine::Tx& tx) -> Result<> {
               TRY_DO(workers::add_absence(tx, {{}, worker, workers::AbsenceKind::ill, std::max(at, tx.now()), at + length, {}}));
               return ok();
             },
             [this, worker](const Result<>& outcome) {
               const std::lock_guard inner(guard);
               note_surprise("ill", outcome);
               if (outcome.has_error()) return;
               ++count.ill;
               Person& person = people[worker];
               person.agenda.clear();
               person.busy = false;
               ++person.turn;
             });
  }
}

}  // namespace bellman::world
