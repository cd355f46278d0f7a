#include "http/hub.h"

#include <charconv>

namespace bellman::http {
namespace {

std::optional<std::uint64_t> parse_id(std::string_view text) {
  std::uint64_t id = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return id;
}

}  // namespace

Hub::Hub(std::size_t replay_count, std::uint64_t last_id) : replay_count_(replay_count), floor_id_(last_id), newest_id_(last_id) {}

void Hub::publish(HubEvent event) {
  std::string text = event_text(event.event, std::to_string(event.id), event.data);
  const std::lock_guard lock(mutex_);
  bool some_closed = false;
  if (const auto found = topics_.find(event.topic); found != topics_.end()) {
    for (const auto& subscriber : found->second) {
      if (subscriber->filter && !subscriber->filter(event)) continue;
      if (!subscriber->stream->send_text(text)) some_closed = true;
    }
  }
  if (some_closed) forget_closed();
  if (event.id <= newest_id_) return;
  newest_id_ = event.id;
  kept_.push_back({std::move(event), std::move(text)});
  while (kept_.size() > replay_count_) {
    floor_id_ = kept_.front().event.id;
    kept_.pop_front();
  }
}

bool Hub::replay(Subscriber& subscriber) const {
  if (subscriber.stream->last_event_id().empty()) return true;
  const auto seen = parse_id(subscriber.stream->last_event_id());
  if (!seen || *seen < floor_id_ || *seen > newest_id_)
    return subscriber.stream->send_text(event_text("resync", std::to_string(newest_id_), "{}"));
  const auto first = std::partition_point(kept_.begin(), kept_.end(), [&](const Kept& kept) { return kept.event.id <= *seen; });
  for (auto kept = first; kept != kept_.end(); ++kept) {
    if (std::find(subscriber.topics.begin(), subscriber.topics.end(), kept->event.topic) == subscriber.topics.end()) continue;
    if (subscriber.filter && !subscriber.filter(kept->event)) continue;
    if (!subscriber.stream->send_text(kept->text)) return false;
  }
  return true;
}

void Hub::subscribe(std::shared_ptr<EventStream> stream, std::vector<std::string> topics, Filter filter) {
  const std::lock_guard lock(mutex_);
  forget_closed();
  auto subscriber = std::make_shared<Subscriber>(Subscriber{std::move(stream), std::move(topics), std::move(filter)});
  if (!replay(*subscriber)) return;
  for (const auto& topic : subscriber->topics) topics_[topic].push_back(subscriber);
  subscribers_.push_back(std::move(subscriber));
}

void Hub::forget_closed() {
  const auto closed = [](const std::shared_ptr<Subscriber>& subscriber) { return !subscriber->stream->is_open(); };
  if (std::erase_if(subscribers_, closed) == 0) return;
  for (auto topic = topics_.begin(); topic != topics_.end();) {
    std::erase_if(topic->second, closed);
    topic = topic->second.empty() ? topics_.erase(topic) : std::next(topic);
  }
}

void Hub::resync() {
  const std::lock_guard lock(mutex_);
  kept_.clear();
  floor_id_ = newest_id_;
  const std::string text = event_text("resync", std::to_string(newest_id_), "{}");
  for (const auto& subscriber : subscribers_) subscriber->stream->send_text(text);
  forget_closed();
}

void Hub::close() {
  const std::lock_guard lock(mutex_);
  for (const auto& subscriber : subscribers_) subscriber->stream->close();
  forget_closed();
}

std::size_t Hub::stream_count() const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(
      std::count_if(subscribers_.begin(), subscribers_.end(), [](const auto& subscriber) { return subscriber->stream->is_open(); }));
}

}  // namespace bellman::http
