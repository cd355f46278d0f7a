// What the rooms give the engine at start: who subscribes to an event or follows it later, who acts on a timer, who delivers an effect.
#pragma once
#include "base/result.h"
#include "codec/json_read.h"
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

// An event and its data, as the handlers of typed events get it.
template <TypedEvent Data>
struct Typed {
  const Event& event;
  Data data;
};

template <TypedEvent Data, class Handler>
EventHandler typed_handler(Handler handler) {
  return [handler = std::move(handler)](Tx& tx, const Event& event) -> Result<> {
    TRY(data, codec::from_json<Data>(event.data.text, codec::Mode::stored));
    return handler(tx, Typed<Data>{event, std::move(data)});
  };
}

// Reads the journal behind the commits, with a durable cursor and in transactions of its own: in order, each event exactly once, because the
// cursor moves in the transaction that holds what the handlers wrote. It can never undo what it follows. An event that fails is tried again
// with back-off and then parks the follower, visibly (followers.h). Its timer is "follower.<name>".
struct Follower {
  enum class Start { beginning, now };

  // Lasting: the key of its row. One that is gone from the code has to be deleted from the table `follower` by a migration.
  std::string name;
  Start start = Start::beginning;   // of a new one
  std::size_t batch = 200;          // events read in one transaction: some milliseconds, for which all writers wait
  std::function<Result<>(Tx&)> on_restart;  // before it begins anew: resets what it has made. None: its handlers may see an event again
  std::map<std::string, EventHandler, std::less<>> handlers;  // by kind
  EventHandler handler_of_others;   // for all other kinds; none: they are passed over

  Follower& on(std::string kind, EventHandler handler) {
    handlers[std::move(kind)] = std::move(handler);
    return *this;
  }
  // handler(tx, const Typed<Data>&)
  template <TypedEvent Data, class Handler>
  Follower& on(Handler handler) {
    return on(std::string(Data::kind), typed_handler<Data>(std::move(handler)));
  }
  Follower& on_others(EventHandler handler) {
    handler_of_others = std::move(handler);
    return *this;
  }
  // Null: it does not want it.
  const EventHandler* handler_of(std::string_view kind) const {
    const auto found = handlers.find(kind);
    if (found != handlers.end()) return &found->second;
    return handler_of_others ? &handler_of_others : nullptr;
  }
};

struct Registry {
  std::map<std::string, std::vector<EventHandler>, std::less<>> event_handlers;
  std::map<std::string, TimerHandler, std::less<>> timer_handlers;
  std::map<std::string, std::shared_ptr<Channel>, std::less<>> channels;
  std::string leaders_timer;  // the kind of timer that only one of several equal processes acts on; empty: none
  std::map<std::string, std::shared_ptr<const Follower>, std::less<>> followers;
  std::vector<std::function<void()>> forget_hooks;

  // Subscribes: runs in the transaction that records the event, and can undo it.
  void on_event(std::string kind, EventHandler handler) { event_handlers[std::move(kind)].push_back(std::move(handler)); }
  // handler(tx, const Typed<Data>&)
  template <TypedEvent Data, class Handler>
  void on_event(Handler handler) {
    on_event(std::string(Data::kind), typed_handler<Data>(std::move(handler)));
  }
  // Follows: runs afterwards, on its own.
  void follow(Follower follower);
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
