// Publishes events to many streams by topic, and repeats what a client missed while its connection was broken.
#pragma once
#include "http/event_stream.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bellman::http {

struct HubEvent {
  std::string topic;
  std::string event;
  std::uint64_t id = 0;     // rises over all topics, e.g. the event's number in the journal
  std::string data;         // JSON on one line, as a rule
  std::int64_t scope = 0;   // for filters: e.g. the programme whose people may see it
};

class Hub {
 public:
  using Filter = std::function<bool(const HubEvent&)>;  // runs on the publisher's thread under the hub's lock: must be quick

  // Keeps the last `replay_count` events. `last_id` is the newest id already given out by earlier runs of the server:
  // a client that comes back with an older one has missed what this hub cannot know.
  explicit Hub(std::size_t replay_count = 4096, std::uint64_t last_id = 0);

  // Sends the event to the topic's streams. Ids not above the newest one are still sent, but not kept for replay.
  void publish(HubEvent event);
  // Adds a stream. When its client names the last event it saw, the later ones of these topics follow at once; when they are no
  // longer kept (or the id means nothing to us) it gets `event: resync`, whose id is the newest one, and must load its screen anew.
  void subscribe(std::shared_ptr<EventStream> stream, std::vector<std::string> topics, Filter filter = {});
  // Something may have been missed: every stream gets `event: resync`, and nothing from before is repeated.
  void resync();
  // Ends all streams.
  void close();
  std::size_t stream_count() const;

 private:
  struct Subscriber {
    std::shared_ptr<EventStream> stream;
    std::vector<std::string> topics;
    Filter filter;
  };
  struct Kept {
    HubEvent event;
    std::string text;
  };

  bool replay(Subscriber& subscriber) const;
  void forget_closed();

  mutable std::mutex mutex_;
  const std::size_t replay_count_;
  std::deque<Kept> kept_;
  std::uint64_t floor_id_;  // every event above it is in kept_
  std::uint64_t newest_id_;
  std::unordered_map<std::string, std::vector<std::shared_ptr<Subscriber>>> topics_;
  std::vector<std::shared_ptr<Subscriber>> subscribers_;
};

}  // namespace bellman::http
