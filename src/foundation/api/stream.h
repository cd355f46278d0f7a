// GET /api/v1/stream: each committed event, as little of it as lets a screen know what to fetch again.
#pragma once
#include "api/authenticator.h"
#include "engine/engine.h"
#include "http/exchange.h"
#include "http/hub.h"

#include <atomic>
#include <condition_variable>
#include <thread>

namespace bellman::api {

struct StreamEvent {
  EventId id;
  std::string kind;
  std::string subject;
  std::int64_t subject_id = 0;
  ProgrammeId programme_id;
  engine::Audience audience = engine::Audience::operator_;
  ClientId client_id;  // from a member of that name at the top of the event's data: it is about this client …
  WorkerId worker_id;  // … and about this worker
};
BOOST_DESCRIBE_STRUCT(StreamEvent, (), (id, kind, subject, subject_id, programme_id, audience, client_id, worker_id))

// Staff and machines see the events of their programmes for clients and operators (administrators those for auditors too), a
// worker those that name it, a client those for clients that name it.
bool may_see(const Identity& identity, const StreamEvent& event);

class Stream {
 public:
  // `last_event_id`: the newest event of the journal at start. `shared`: other processes write to the store too, so events come in no order of
  // their ids, and the stream numbers them itself: a screen that comes back to another process is told to load anew.
  Stream(Authenticator& authenticator, const engine::Clock& clock, std::uint64_t last_event_id, bool shared = false);
  ~Stream();
  // Before the engine gets its runner. On the engine's thread it only takes a copy; a thread of ours does the rest.
  void listen(engine::Engine& engine);
  void open(const std::shared_ptr<http::Exchange>& exchange, const std::shared_ptr<const Identity>& identity, const Credentials& credentials);
  // Something may have been missed: every screen is told to load anew.
  void resync() { hub.resync(); }
  void stop();
  std::size_t stream_count() const { return hub.stream_count(); }

 private:
  // Its right to listen is looked at again now and then.
  struct Listener {
    std::weak_ptr<http::EventStream> stream;
    std::string bearer_token, session_token;
  };
  void run();
  void publish(const engine::Event& event);
  void check_listeners();

  Authenticator& authenticator;
  const engine::Clock& clock;
  const bool own_numbers;
  std::uint64_t last_number;  // on the publisher's thread
  http::Hub hub;
  std::mutex mutex;
  std::condition_variable ready;
  std::vector<engine::Event> waiting;
  std::vector<Listener> listeners;
  bool stopping = false;
  std::thread publisher;
};

}  // namespace bellman::api
