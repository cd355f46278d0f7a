// What a decision leads to, as plain data: written in one transaction with the rows it changed.
#pragma once
#include "base/id.h"
#include "base/instant.h"
#include "codec/json_write.h"

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellman::engine {

enum class ActorKind { system, account, client, worker, machine };
BOOST_DESCRIBE_ENUM(ActorKind, system, account, client, worker, machine)

// Who did it. `id` is the account's, client's or worker's; 0 for the system itself.
struct Actor {
  ActorKind kind = ActorKind::system;
  std::int64_t id = 0;
};

// Who may see an event of the time line; each also sees what the ones before it see.
enum class Audience { client, operator_, auditor };
BOOST_DESCRIBE_ENUM(Audience, client, operator_, auditor)

// Something that happened. Subscribers of its kind run in the same transaction.
struct Event {
  static constexpr std::string_view table = "event";
  EventId id;                      // given when recorded
  Instant at;                      // given when recorded
  std::string kind;                // "request.filed"
  std::string subject;             // "request": the noun whose time line it belongs to
  std::int64_t subject_id = 0;
  ProgrammeId programme_id;        // none: of no programme
  ActorKind actor_kind = ActorKind::system;
  std::int64_t actor_id = 0;
  Audience audience = Audience::operator_;
  codec::RawJson data{"{}"};       // a described struct of the room that owns the kind
};
BOOST_DESCRIBE_STRUCT(Event, (), (id, at, kind, subject, subject_id, programme_id, actor_kind, actor_id, audience, data))

// What a room that owns a kind of event declares beside its model, so that nobody else parses its data by a name in quotes:
//   struct RequestDone { static constexpr std::string_view kind = "request.done", subject = "request"; … };
template <class Data>
concept TypedEvent = requires {
  { Data::kind } -> std::convertible_to<std::string_view>;
  { Data::subject } -> std::convertible_to<std::string_view>;
};

// There is one timer of a kind for a subject: setting it again moves it.
struct TimerChange {
  std::string kind;
  std::int64_t subject_id = 0;
  std::optional<Instant> due;      // nothing: cancel it
  codec::RawJson data{"{}"};
  bool only_earlier = false;       // leave a timer alone that is due sooner
};

// Something to be sent after the commit, at least once; the receiver tells repeats by `key`.
struct Effect {
  std::string kind;                // the channel: "push", "robot_call", "message", …
  std::string key;                 // idempotency key, unique within the kind
  codec::RawJson data{"{}"};
  std::optional<Instant> not_before;
  std::optional<Instant> not_after;  // when it is of no use any more: then it expires, visibly, and is never sent late
};

struct Consequences {
  std::vector<Event> events;
  std::vector<TimerChange> timers;
  std::vector<Effect> effects;

  template <class Data>
  Consequences& event(std::string kind, std::string subject, std::int64_t subject_id, ProgrammeId programme, Audience audience, const Data& data) {
    Event made;
    made.kind = std::move(kind);
    made.subject = std::move(subject);
    made.subject_id = subject_id;
    made.programme_id = programme;
    made.audience = audience;
    made.data.text = codec::to_json(data);
    events.push_back(std::move(made));
    return *this;
  }
  Consequences& set_timer(std::string kind, std::int64_t subject_id, Instant due) {
    timers.push_back({std::move(kind), subject_id, due, {"{}"}, false});
    return *this;
  }
  // A typed event: the described struct names its kind and its noun (TypedEvent).
  template <class Data>
  Consequences& event(std::int64_t subject_id, ProgrammeId programme, Audience audience, const Data& data) {
    return event(std::string(Data::kind), std::string(Data::subject), subject_id, programme, audience, data);
  }
  // Sees to it that the timer fires at `due` at the latest.
  Consequences& wake_by(std::string kind, std::int64_t subject_id, Instant due) {
    timers.push_back({std::move(kind), subject_id, due, {"{}"}, true});
    return *this;
  }
  Consequences& cancel_timer(std::string kind, std::int64_t subject_id) {
    timers.push_back({std::move(kind), subject_id, std::nullopt, {"{}"}, false});
    return *this;
  }
  template <class Data>
  Consequences& effect(std::string kind, std::string key, const Data& data, std::optional<Instant> not_after = std::nullopt) {
    effects.push_back({std::move(kind), std::move(key), {codec::to_json(data)}, std::nullopt, not_after});
    return *this;
  }
  void append(Consequences other) {
    std::move(other.events.begin(), other.events.end(), std::back_inserter(events));
    std::move(other.timers.begin(), other.timers.end(), std::back_inserter(timers));
    std::move(other.effects.begin(), other.effects.end(), std::back_inserter(effects));
  }
};

// A decision of a rule: the changed nouns and what follows.
template <class State>
struct Decision : Consequences {
  State state;
};

}  // namespace bellman::engine
