// The world around the server in one run of one seed: its clock, its people, the network, and what was promised to whom.
#pragma once
#include "base/prng.h"
#include "company.h"
#include "house.h"
#include "requests/model.h"
#include "simulate.h"
#include "trace.h"

#include <map>
#include <set>

namespace bellman::sim {

class World {
 public:
  World(std::int64_t seed, const SimOptions& options, std::filesystem::path folder);
  Result<SeedOutcome> run();

  // ---- for the channels ----
  // What happens in the world at a later moment.
  void at(Milliseconds delay, std::function<void()> happening);
  void push_arrived(const std::string& data);
  void robot_calls(const std::string& data);
  void fail(std::string_view code, std::string_view sentence);

  Prng random;
  Trace trace;
  bool with_faults = true;  // of the network too
  engine::ManualClock clock;
  House house;

 private:
  friend class Command;
  using Body = std::function<Result<>(engine::Tx&)>;
  using After = std::function<void(const Result<>&)>;

  // ---- the loop (world.cpp) ----
  void furnish(engine::Registry& registry);
  void loop(std::int64_t steps, Instant until);
  bool step();
  std::optional<Instant> next_moment();
  void take_happenings();
  void run_commands();
  void confirm();
  void tell_all();
  void tell_of_crash();
  void fire_timers();
  void deliver();
  void maybe_break();
  void after_crash();
  bool choose_process();
  void maybe_pause();
  void after_death();
  void settle_down();
  // Queues a command; `after` is told what the caller sees, which may be less than what happened.
  void command(std::string name, engine::Actor actor, Body body, After after = {});
  // As a person would: again after a while when the server did not answer, at most some times.
  void insist(std::string name, engine::Actor actor, Body body, After after, int times = 6);
  bool chance(double probability) { return random.chance(probability); }
  Milliseconds minutes(std::int64_t low, std::int64_t high) { return Milliseconds(random.between(low * 60'000, high * 60'000)); }
  Milliseconds seconds(std::int64_t low, std::int64_t high) { return Milliseconds(random.between(low * 1000, high * 1000)); }

  // ---- what must hold (judge.cpp) ----
  void note_committed(std::span<const engine::Event> events);
  void compare_journal(bool outcome_unknown);
  void check(bool at_rest);

  // ---- a follower of the journal (followers.cpp) ----
  engine::Follower journal_follower();
  void restart_journal_follower();
  void check_journal_follower(bool at_rest);

  // ---- people (clients.cpp, workers.cpp, desk.cpp) ----
  void somebody_files();
  void file(const requests::FileRequest& wish, int attempt);
  void acknowledged(RequestId id);
  void client_life(RequestId id);
  void on_request(std::string name, engine::Actor actor, RequestId id, std::function<Result<>(engine::Tx&, const requests::Request&)> body, After after = {});
  void answer_offer(JobOfferId offer, WorkerId worker, bool robot);
  void accept(JobOfferId offer, WorkerId worker);
  void refuse(JobOfferId offer, WorkerId worker);
  void work_on(JobId job, WorkerId worker, Milliseconds delay);
  void next_step_of_work(JobId job, WorkerId worker);
  void worker_syncs(WorkerId worker);
  void worker_moods();
  void fall_ill(WorkerId worker);
  void dispatchers_look();
  void operators_look();

  const std::int64_t seed;
  const SimOptions& options;
  Company company;
  Milliseconds mean_gap;  // between two requests
  bool quiet = false;     // nobody begins anything new
  std::multimap<std::pair<Instant, std::int64_t>, std::function<void()>> happenings;
  std::int64_t happening_count = 0;
  std::vector<std::unique_ptr<engine::UseCase>> waiting;
  // Committed, and not told to anybody before the disk has confirmed it.
  struct Untold {
    int process = 0;
    engine::Committed committed;
    std::vector<std::unique_ptr<engine::UseCase>> owned;
  };
  std::vector<Untold> untold;
  std::map<int, Instant> paused_until;  // processes that stand still, as with SIGSTOP
  void listen();
  void listen_to_all();
  bool lost_announcements = false;  // a process died with something committed that it had not told
  std::vector<RequestId> known_requests;       // acknowledged
  std::set<std::string> unanswered;            // external ids sent in and not answered yet
  std::map<std::int64_t, std::uint64_t> journal;  // event id -> hash, of all that was announced
  std::set<JobId> in_hand;                     // jobs whose worker is at it
  std::int64_t filed = 0, steps_done = 0, crashes = 0, planted = 0;
  std::int64_t last_planted_effect = 0;
  std::map<std::string, std::int64_t> event_counts;
  std::vector<std::string> failures;
  std::map<std::string, std::shared_ptr<engine::Channel>> channels;
};

}  // namespace bellman::sim
