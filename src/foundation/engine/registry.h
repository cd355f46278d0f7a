// What the rooms give the engine at start: who listens to an event, who acts on a timer, who delivers an effect.
#pragma once
#include "base/result.h"
#include "engine/consequences.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace bellman::engine {

class Tx;

// A timer that has come due. It is removed before its handler runs, in the same transaction; the handler may set it again.
struct Timer {
  static constexpr std::string_view table = "timer";
  static constexpr int key_columns = 2;
  std::string kind;
  std::int64_t subject_id = 0;
  Instant due;
  codec::RawJson data{"{}"};
  std::int64_t attempts = 0;
  std::string error;
};
BOOST_DESCRIBE_STRUCT(Timer, (), (kind, subject_id, due, data, attempts, error))

// expired: `not_after` has passed before it could be sent; it never will be.
enum class OutboxState { waiting, parked, expired };
BOOST_DESCRIBE_ENUM(OutboxState, waiting, parked, expired)

struct OutboxRow {
  static constexpr std::string_view table = "outbox";
  OutboxId id;
  std::string kind;
  std::string key;
  codec::RawJson data{"{}"};
  Instant created_at;
  Instant due;
  std::int64_t attempts = 0;  // failed ones so far
  OutboxState state = OutboxState::waiting;
  std::string error;          // of the last attempt
  Instant claimed_until;      // a process that shares the store is sending it; 0: nobody
  Instant not_after = Instant::max();  // sent at this moment at the latest, or not at all
};
BOOST_DESCRIBE_STRUCT(OutboxRow, (), (id, kind, key, data, created_at, due, attempts, state, error, claimed_until, not_after))

// Carries effects of one kind into the world. Called outside of any transaction, after the commit; may block.
class Channel {
 public:
  virtual ~Channel() = default;
  // ErrorClass::unavailable: try again later. Any other error: hopeless, park it.
  virtual Result<> send(const OutboxRow& row) = 0;
};

using EventHandler = std::function<Result<>(Tx&, const Event&)>;
using TimerHandler = std::function<Result<>(Tx&, const Timer&)>;

struct Registry {
  std::map<std::string, std::vector<EventHandler>, std::less<>> event_handlers;
  std::map<std::string, TimerHandler, std::less<>> timer_handlers;
  std::map<std::string, std::shared_ptr<Channel>, std::less<>> channels;
  std::string leaders_timer;  // the kind of timer that only one of several equal processes acts on; empty: none
  std::vector<std::function<void()>> forget_hooks;

  void on_event(std::string kind, EventHandler handler) { event_handlers[std::move(kind)].push_back(std::move(handler)); }
  void on_timer(std::string kind, TimerHandler handler) { timer_handlers[std::move(kind)] = std::move(handler); }
  // Of one kind at most: among equal processes the one that holds the lease of this name acts on it.
  void on_leaders_timer(std::string kind, TimerHandler handler) {
    leaders_timer = kind;
    on_timer(std::move(kind), std::move(handler));
  }
  // Called when what was kept in memory may never have been written: the connection to the store was lost.
  void on_forget(std::function<void()> hook) { forget_hooks.push_back(std::move(hook)); }
  void channel(std::string kind, std::shared_ptr<Channel> channel) { channels[std::move(kind)] = std::move(channel); }
};

}  // namespace bellman::engine
