#include "api/stream.h"

#include "codec/json_read.h"
#include "http/event_stream.h"

namespace bellman::api {

namespace {

constexpr auto check_every = 15s;
constexpr std::size_t waiting_limit = 100'000;  // events; a screen that misses one is refreshed by the next

std::int64_t top_member(const boost::json::value& data, std::string_view name) {
  const auto* object = data.if_object();
  const auto* member = object == nullptr ? nullptr : object->if_contains(name);
  return member != nullptr && member->is_int64() ? member->get_int64() : 0;
}

StreamEvent reduced(const engine::Event& event) {
  StreamEvent out{event.id, event.kind, event.subject, event.subject_id, event.programme_id, event.audience, {}, {}};
  if (event.data.text.find("client_id\"") == std::string::npos && event.data.text.find("worker_id\"") == std::string::npos) return out;
  if (const auto data = codec::parse_json(event.data.text); data.has_value()) {
    out.client_id = ClientId(top_member(*data, "client_id"));
    out.worker_id = WorkerId(top_member(*data, "worker_id"));
  }
  return out;
}

}  // namespace

bool may_see(const Identity& identity, const StreamEvent& event) {
  using people::Role;
  if (event.programme_id && !identity.scope.allows(event.programme_id)) return false;
  switch (identity.role) {
    case Role::administrator: return true;
    case Role::manager:
    case Role::dispatcher:
    case Role::operator_:
    case Role::machine: return event.audience != engine::Audience::auditor;
    case Role::worker: return event.audience != engine::Audience::auditor && identity.worker && event.worker_id == identity.worker;
    case Role::client: return event.audience == engine::Audience::client && identity.client && event.client_id == identity.client;
  }
  return false;
}

// Numbers that no other process gives, nor this one after its next start.
Stream::Stream(Authenticator& authenticates, const engine::Clock& time, std::uint64_t last_event_id, bool shared)
    : authenticator(authenticates), clock(time), own_numbers(shared), last_number(shared ? static_cast<std::uint64_t>(time.now().ms) << 20U : last_event_id), hub(4096, last_number), publisher([this] { run(); }) {}

Stream::~Stream() { stop(); }

void Stream::listen(engine::Engine& engine) {
  engine.on_committed([this](std::span<const engine::Event> events) {
    {
      const std::lock_guard lock(mutex);
      if (stopping || waiting.size() > waiting_limit) return;
      waiting.insert(waiting.end(), events.begin(), events.end());
    }
    ready.notify_one();
  });
}

void Stream::open(const std::shared_ptr<http::Exchange>& exchange, const std::shared_ptr<const Identity>& identity, const Credentials& credentials) {
  Listener listener{{}, std::string(credentials.bearer_token), std::string(credentials.session_token)};
  auto stream = exchange->stream();
  listener.stream = stream;
  {
    const std::lock_guard lock(mutex);
    listeners.push_back(std::move(listener));
  }
  hub.subscribe(std::move(stream), {"events"}, [identity](const http::HubEvent& event) {
    // The hub carries text only; what we published reads back exactly.
    const auto published = codec::from_json<StreamEvent>(event.data, codec::Mode::stored);
    return published.has_value() && may_see(*identity, *published);
  });
}

void Stream::stop() {
  {
    const std::lock_guard lock(mutex);
    stopping = true;
  }
  ready.notify_one();
  if (publisher.joinable()) publisher.join();
  hub.close();
}

void Stream::run() {
  std::vector<engine::Event> taken;
  auto next_check = std::chrono::steady_clock::now() + check_every;
  for (;;) {
    taken.clear();
    {
      std::unique_lock lock(mutex);
      ready.wait_until(lock, next_check, [&] { return stopping || !waiting.empty(); });
      if (stopping) return;
      taken.swap(waiting);
    }
    for (const engine::Event& event : taken) publish(event);
    if (std::chrono::steady_clock::now() >= next_check) {
      check_listeners();
      next_check = std::chrono::steady_clock::now() + check_every;
    }
  }
}

void Stream::publish(const engine::Event& event) {
  // One name for all: a browser hears a named event only by its exact name, and the kinds grow. The kind stands in the data.
  last_number = own_numbers ? last_number + 1 : static_cast<std::uint64_t>(event.id.value);
  hub.publish({"events", "change", last_number, codec::to_json(reduced(event)), event.programme_id.value});
}

void Stream::check_listeners() {
  std::vector<Listener> current;
  {
    const std::lock_guard lock(mutex);
    current.swap(listeners);
  }
  std::vector<Listener> kept;
  for (Listener& listener : current) {
    const auto stream = listener.stream.lock();
    if (!stream || !stream->is_open()) continue;
    const auto identity = authenticator.identify({listener.bearer_token, listener.session_token, {}, false}, clock.now());
    const bool gone = identity.has_error() ? identity.error().kind == ErrorClass::unauthenticated : !*identity;
    if (gone) stream->close();
    else kept.push_back(std::move(listener));
  }
  const std::lock_guard lock(mutex);
  std::move(kept.begin(), kept.end(), std::back_inserter(listeners));
}

}  // namespace bellman::api
