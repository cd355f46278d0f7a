// The simulated workers and dispatchers: they get pushes and calls like real ones, take their time, and answer through
// the same use cases. The crowd has no clock and no thread: whoever drives it gives it the time and runs its actions.
#pragma once
#include "base/place.h"
#include "base/prng.h"
#include "dispatch/service.h"
#include "engine/registry.h"
#include "world/behaviour.h"

#include <deque>
#include <functional>
#include <mutex>
#include <queue>
#include <unordered_map>

namespace bellman::world {

// Something a simulated person does at a moment, as a use case.
struct Action {
  Instant at;
  std::int64_t order = 0;    // of two at the same moment the earlier made comes first
  engine::Actor actor;
  std::function<Result<>(engine::Tx&)> run;    // empty: nothing for the engine
  std::function<void(const Result<>&)> then;   // told the outcome, may be empty
};

struct CrowdCounts {
  std::int64_t pushes = 0, lost_pushes = 0, calls = 0, accepted = 0, refused = 0, late_answers = 0, late_accepted = 0, given_back = 0, ill = 0, overruled = 0,
               finished = 0, unexpected = 0;
  double travelled_m = 0;
};
BOOST_DESCRIBE_STRUCT(CrowdCounts, (), (pushes, lost_pushes, calls, accepted, refused, late_answers, late_accepted, given_back, ill, overruled, finished,
                                        unexpected, travelled_m))

class Crowd {
 public:
  Crowd(std::shared_ptr<dispatch::Dispatcher> dispatcher, Behaviour behaviour, std::uint64_t seed);

  // From now on answers go to this dispatcher, at this pace (the demonstration: first simulated, then real time).
  void move_to(std::shared_ptr<dispatch::Dispatcher> next, double pace);
  // Plugs the crowd in as the channels "push", "robot_call" and "notify". `now` gives the driver's time.
  void listen(engine::Registry& registry, std::function<Instant()> now);
  // A worker of the company; only those play.
  void join(WorkerId worker, Place home);
  // Everybody may fall ill on the day that begins at `now`.
  void new_day(Instant now);

  std::optional<Instant> next() const;
  // The actions due at `now`, earliest first.
  std::vector<Action> take_due(Instant now);

  CrowdCounts counts() const;
  // Unexpected errors that use cases gave, the first few.
  std::vector<std::string> surprises() const;

 private:
  struct Person {
    Place place;
    std::deque<JobId> agenda;   // accepted, in order
    bool busy = false;          // on the way or at work
    std::int64_t turn = 0;      // grows when plans are dropped: older actions of this worker are void
  };
  struct Trip {
    Place place;
    double distance_m = 0;
    double work_minutes = 60;
    Milliseconds travel{0};
    Instant leave;
    bool leave_later = false;
  };
  friend class CrowdChannel;
  Result<> received(const engine::OutboxRow& row);
  void on_offer(const dispatch::OfferPush& push);
  void on_call(const dispatch::RobotCall& call);
  void on_notice(const dispatch::Notice& notice);

  void schedule(Instant at, engine::Actor actor, std::function<Result<>(engine::Tx&)> run, std::function<void(const Result<>&)> then = {});
  void later(Instant at, WorkerId worker, std::int64_t turn, std::function<void()> what);
  Milliseconds delay(double median_seconds, double spread = 0.6);
  void accept(WorkerId worker, JobOfferId offer, Milliseconds after, bool late);
  void refuse(WorkerId worker, JobOfferId offer, Milliseconds after);
  void begin_next(WorkerId worker);
  void set_out(WorkerId worker, JobId job, std::int64_t turn);
  bool plan_trip(WorkerId worker, std::int64_t turn, const jobs::Job& job, Instant now, Trip& trip);
  void arrive(WorkerId worker, JobId job, std::int64_t turn, const Trip& trip);
  void finish(WorkerId worker, JobId job, std::int64_t turn);
  void drop(WorkerId worker, JobId job);
  void note_surprise(std::string_view what, const Result<>& outcome);

  std::shared_ptr<dispatch::Dispatcher> dispatcher;
  Behaviour behaviour;
  Prng prng;
  std::function<Instant()> clock;
  mutable std::recursive_mutex guard;   // channels deliver on threads of their own in the server
  std::unordered_map<WorkerId, Person> people;
  std::vector<WorkerId> names;          // in the order of joining: an order that does not depend on hashing
  struct Later {
    bool operator()(const Action& a, const Action& b) const { return a.at != b.at ? a.at > b.at : a.order > b.order; }
  };
  std::priority_queue<Action, std::vector<Action>, Later> queue;
  std::int64_t made = 0;
  CrowdCounts count;
  std::vector<std::string> errors;
};

}  // namespace bellman::world
