// Who files the city's requests, and the thousand who do the work.
#include "codec/json_write.h"
#include "faults/cluster/city.h"

#include <boost/json/parse.hpp>

namespace bellman::faults {

CityPeople::CityPeople(const Cluster& of, const City& served, Settings wanted) : Told(of, ""), city(served), settings(wanted) {
  auto opened = imports::RequestFile::open(city.file, "boston311");
  EXPECT_TRUE(opened.has_value());
  if (opened.has_error()) return;
  rows.emplace(*std::move(opened));
  for (int i = 0; i < settings.filers; ++i) threads.emplace_back([this] { file_all(); });
  for (int i = 0; i < settings.phones; ++i) threads.emplace_back([this, i] { act(static_cast<std::size_t>(i)); });
}

void CityPeople::stop() {
  stopping = true;
  for (std::thread& thread : threads) thread.join();
  threads.clear();
}

// False at the end of the file, and when it is time to stop.
bool CityPeople::next_row(imports::ImportedRequest& request) {
  const std::lock_guard lock(reading);
  while (!stopping) {
    const auto row = rows->next();
    if (row.has_error() || *row == nullptr) return false;
    if (!(*row)->request) continue;
    request = *(*row)->request;
    return true;
  }
  return false;
}

void CityPeople::file_all() {
  Caller caller(cluster);
  imports::ImportedRequest row;
  while (!stopping) {
    if (filed_so_far() >= accepted_so_far() + settings.ahead_most) {
      ::usleep(5'000);
      continue;
    }
    if (!next_row(row)) break;
    file(caller, row.external_id, codec::to_json(world::filing_of(row, city.company)));
  }
  keep(caller);
}

// One thread acts for every so many-th worker, one after the other.
void CityPeople::act(std::size_t number) {
  Caller caller(cluster);
  Prng prng{settings.seed, 100 + number};
  Counts counts;
  std::vector<Phone> phones;
  for (std::size_t i = number; i < city.members.size(); i += static_cast<std::size_t>(settings.phones)) {
    phones.emplace_back();
    phones.back().owner = &city.members[i];
  }
  while (!stopping) {
    const auto next_turn = Clock::now() + std::chrono::milliseconds(settings.turn_ms);
    for (Phone& phone : phones) {
      if (stopping) break;
      turn(caller, phone, prng, counts);
    }
    while (!stopping && Clock::now() < next_turn) ::usleep(20'000);
  }
  keep(caller);
  const std::lock_guard lock(counting);
  total.lost_pushes += counts.lost_pushes;
  total.refused += counts.refused;
  total.silent += counts.silent;
  total.late += counts.late;
  total.calls += counts.calls;
  total.calls_taken += counts.calls_taken;
}

std::optional<std::vector<CityPeople::Shown>> CityPeople::shown(const std::string& list) {
  std::vector<Shown> offers;
  boost::system::error_code fault;
  const auto value = boost::json::parse(list, fault);
  if (fault || !value.is_object()) return std::nullopt;
  for (const auto& item : value.at("items").as_array()) {
    const auto* called = item.as_object().if_contains("called_at");
    offers.push_back({std::to_string(item.at("id").as_int64()), called != nullptr && !called->is_null()});
  }
  return offers;
}

void CityPeople::turn(Caller& caller, Phone& phone, Prng& prng, Counts& counts) {
  const std::string list = offers(caller, *phone.owner);
  if (const auto asked = shown(list)) {
    answer_late(caller, phone, *asked, counts);
    for (const Shown& offer : *asked) answer(caller, phone, offer, prng, counts);
  }
  if (phone.agenda.empty()) return;
  static constexpr std::array<std::string_view, 3> steps{"travel", "start", "finish"};
  auto& [job, next] = phone.agenda.front();
  const bool went_on = step(caller, *phone.owner, job, steps[next]);
  if (!went_on || ++next == steps.size()) phone.agenda.pop_front();
}

// A push that arrives, or the robot's call to who has not answered it.
void CityPeople::answer(Caller& caller, Phone& phone, const Shown& offer, Prng& prng, Counts& counts) {
  const world::Behaviour& behaviour = settings.behaviour;
  const bool is_new = phone.seen.insert(offer.id).second;
  if (!is_new && (!offer.called || !phone.called.insert(offer.id).second)) return;
  bool refuses = false;
  if (is_new) {
    if (prng.chance(behaviour.no_network)) return void(++counts.lost_pushes);
    if (prng.chance(behaviour.answers_late)) return void(phone.late.insert(offer.id));
    if (prng.chance(behaviour.silent)) return void(++counts.silent);
    refuses = prng.chance(behaviour.refuses);
  } else {
    ++counts.calls;
    if (phone.late.contains(offer.id) || !prng.chance(behaviour.answers_call)) return;
    ++counts.calls_taken;
    refuses = !prng.chance(behaviour.accepts_call);
  }
  if (!refuses) return take(caller, phone, offer.id);
  ++counts.refused;
  refuse(caller, *phone.owner, offer.id);
}

// Accepts what has gone to the next worker meanwhile: nobody may be told that it is theirs.
void CityPeople::answer_late(Caller& caller, Phone& phone, const std::vector<Shown>& still_there, Counts& counts) {
  for (auto it = phone.late.begin(); it != phone.late.end();) {
    if (std::ranges::any_of(still_there, [&](const Shown& offer) { return offer.id == *it; })) {
      ++it;
      continue;
    }
    ++counts.late;
    EXPECT_FALSE(accept(caller, *phone.owner, *it).has_value()) << "an offer was accepted that had gone to somebody else";
    it = phone.late.erase(it);
  }
}

void CityPeople::take(Caller& caller, Phone& phone, const std::string& offer) {
  if (auto job = accept(caller, *phone.owner, offer)) phone.agenda.emplace_back(*std::move(job), 0);
}

}  // namespace bellman::faults
