// The engine: runs use cases in grouped transactions, fires timers, delivers the outbox. It has no thread of its own:
// runner.h drives it in the server, sim/ and the replay drive it step by step. All calls from one thread at a time.
#pragma once
#include "db/session.h"
#include "engine/clock.h"
#include "engine/registry.h"
#include "engine/tx.h"

#include <deque>
#include <mutex>
#include <utility>
#include <unordered_map>

namespace bellman::engine {

// A unit of work on behalf of one actor. run() is called on the writer's thread, finish() by whoever tells (see Committed).
class UseCase {
 public:
  explicit UseCase(Actor who) : actor(who) {}
  virtual ~UseCase() = default;
  // Load, decide, save. An error undoes everything it wrote, and only that. May be called again after everything it did was
  // undone, because a neighbour in its group failed; so what it was given must be left as it was.
  virtual Result<> run(Tx& tx) = 0;
  // Called once: after the commit that holds it, or with the reason why nothing of it was written.
  virtual void finish(const Result<>& outcome) = 0;
  const Actor actor;
};

struct EngineSettings {
  std::int64_t id_block = 1024;        // ids reserved at once on SQLite; at most so many are lost by a crash or to a command beside the server
  int outbox_attempts = 12;            // then the row is parked; with the back-off below about 1.5 hours
  Milliseconds retry_first = 1s;       // doubles each time,
  Milliseconds retry_longest = 15min;  // up to this
  int timer_attempts = 20;             // then the timer is parked at the end of time, with its error
  int follower_attempts = 10;          // at the same event; then the follower is parked, with the error: after about 17 minutes
  Milliseconds follower_pace = 1s;     // from an event to the step of its followers, so that one step is for many commits
  // Names this process among equal ones on the same store, unique per start, so that a restarted one never reuses a lease. Empty: it has the
  // store for itself.
  std::string process;
  Milliseconds leaders_lease = 4s;     // after a leader's death nobody acts on the leader's timer for so long
  Milliseconds leader_first = 250ms;   // the others act only on timers that the leader has left for so long, so that not all take the writers' lock
  Milliseconds effects_lease = 60s;    // after a sender's death its effects wait so long
  int repeats = 5;                     // of a group that another process was in the way of, or whose connection broke before the commit
};

// What commits set going, so that the engine's driver need not ask the tables. Instant::max(): nothing.
struct Due {
  Instant earliest_timer = Instant::max();   // of the timers that were set
  Instant earliest_effect = Instant::max();  // of the effects that were added or postponed
};

// What is to be told of a group after its commit, when the commit is durable.
struct Committed {
  std::vector<UseCase*> use_cases;  // with
  std::vector<Result<>> outcomes;   // one for each
  std::vector<Event> events;        // of those that succeeded; for the listeners
};

class Engine {
 public:
  // `database`, `registry` and `clock` outlive the engine.
  Engine(db::Database& database, const Registry& registry, const Clock& clock, EngineSettings settings = {});

  // Opens the writer's connection and takes up what waits: effects parked for want of a channel that is there now.
  Result<> start();

  // One transaction for all, in which each succeeds or leaves nothing; makes it durable; then finish() for each, in order.
  void run_group(std::span<UseCase* const> group);

  // The parts of run_group(), for a driver that commits the next group while the disk is still busy with this one:
  // everything up to the commit; then, after make_durable() has returned, tell(), in the order of the commits. tell() may be
  // called on another thread than the rest, by one at a time.
  Committed commit_group(std::span<UseCase* const> group);
  Result<> make_durable() { return store.make_durable(); }
  void tell(Committed& committed) const;
  // Who tells of the engine's own groups (timers, run()), once they are durable; without it they wait for the disk themselves.
  void after_commit(std::function<void(Committed)> handler) { after_commit_handler = std::move(handler); }

  // A group of one, for callers on the engine's own thread. Durable when it returns, unless there is an after_commit handler.
  Result<> run(Actor actor, const std::function<Result<>(Tx&)>& body);

  // Fires at most `limit` timers that are due now, oldest first. How many were taken up.
  Result<std::size_t> fire_timers(std::size_t limit = 256);
  Result<std::optional<Instant>> next_timer();
  // What became due by the commits since the last call. A timer that was moved or cancelled since may be among them.
  Due take_due() { return std::exchange(due_since, Due{}); }

  // Sends at most `limit` effects that are due now and notes the outcome of each. How many were tried.
  Result<std::size_t> deliver(std::size_t limit = 256);
  Result<std::optional<Instant>> next_delivery();

  // The two halves of deliver(), for a thread that sends while the writer goes on.
  Result<std::vector<OutboxRow>> due_effects(db::Session& session, std::size_t limit) const;
  // Those of one channel, so that a slow one does not hide the others; and the kinds that have any waiting.
  Result<std::vector<OutboxRow>> due_effects(db::Session& session, std::string_view kind, Instant now, std::size_t limit) const;
  // Among equal processes: due ones that nobody is sending, and from now on this process is, until `claimed_until`; what they belong to is on
  // the disk. On a session without a transaction. Who sends one later than that may send it a second time.
  Result<std::vector<OutboxRow>> claim_effects(db::Session& session, std::string_view kind, Instant now, std::size_t limit) const;
  bool shared() const { return !settings.process.empty(); }
  // No other process writes while this one does, but perhaps a command now and then, on SQLite: where ids are reserved in blocks.
  bool alone() const { return !shared() && !store.shared(); }

  // An equal process has announced a commit: its events go to the listeners. From any thread but one at a time, on a session of its own.
  Result<Due> on_notify(db::Session& session, std::string_view announcement) const;
  Result<std::optional<Instant>> next_delivery(db::Session& session, std::string_view kind, Instant after) const;
  Result<std::vector<std::string>> waiting_kinds(db::Session& session) const;
  std::shared_ptr<Channel> channel(std::string_view kind) const;  // null: none is set up
  Result<> send(const OutboxRow& row) const;
  // outbox.expired when its time was over before; the channel is not asked then.
  static Result<> send(const OutboxRow& row, Channel* channel, Instant now);
  Result<> settle(Tx& tx, const OutboxRow& row, const Result<>& outcome) const;

  // Called with the events of each durable commit, by tell().
  void on_committed(std::function<void(std::span<const Event>)> listener) { listeners.push_back(std::move(listener)); }

  const Clock& clock() const { return time; }
  db::Session& session() { return *writer; }

 private:
  friend class Tx;
  struct Block {
    std::int64_t next = 0, end = 0;
  };
  // Whether each use case is undone by itself when it fails, at the price of a savepoint, or all together.
  enum class Undo { each, all };
  struct Attempt;
  Result<> attempt(Attempt& attempt, Undo undo);
  Result<> run_one(UseCase& use_case, Tx& tx, Undo undo);
  void abandon(Tx& tx);
  void abandon(Attempt& attempt);
  void note(Attempt& attempt, Committed& committed);
  Result<> complete(Committed committed);
  Result<> poll_peers(Attempt& attempt);
  Result<> poll_shared(Attempt& attempt);
  Result<> forget_outdated(Attempt& attempt);
  Result<> note_ids();
  Result<> announce(Attempt& attempt);
  Result<bool> leads(Tx& tx, const std::string& kind);
  std::string_view others_timer() const;
  Milliseconds timer_patience() const;
  void tell_listeners(std::span<const Event> events) const;
  Result<> fire(Tx& tx, const Timer& timer);
  Result<> note_failure(const Timer& timer, const Error& error);
  Result<> postpone(Tx& tx, const Timer& timer, const Error& error);
  Result<> load_followers();
  std::span<const std::string> followers_of(std::string_view kind) const;
  Milliseconds backoff(std::int64_t attempts) const;

  db::Database& store;
  const Registry& rooms;
  const Clock& time;
  EngineSettings settings;
  std::unique_ptr<db::Session> writer;
  Due due_since;
  std::map<std::string, Block, std::less<>> blocks;
  // The timers of the followers, by the kind of event they want; "": of those that want all.
  std::map<std::string, std::vector<std::string>, std::less<>> follower_timers;
  // Timers that stand in the table, set or moved to before these moments by the group that is running.
  std::map<std::pair<std::string, std::int64_t>, Instant> woken;
  std::unordered_map<std::type_index, std::shared_ptr<void>> memories;
  std::vector<std::function<void(std::span<const Event>)>> listeners;
  std::function<void(Committed)> after_commit_handler;
  mutable std::mutex listening;      // one at a time to the listeners
  std::int64_t connections = 0;      // of the writer, as of the last group
  std::int64_t foreign_commits = 0;  // as of the last group
  std::int64_t kept_version = -1;    // as of the last group
  Instant led_elsewhere{0};          // until then another process acts on the leader's timer
};

}  // namespace bellman::engine
