// The clients and workers of a cluster: what they do, and what they remember.
#include "faults/cluster/cluster.h"

#include <boost/json/parse.hpp>

namespace bellman::faults {

namespace {

std::string as(const std::string& token, const std::string& key = {}) {
  return fmt::format("Authorization: Bearer {}\r\n{}", token, key.empty() ? "" : "Idempotency-Key: " + key + "\r\n");
}

std::vector<std::string> ids_in(const std::string& list) {
  std::vector<std::string> ids;
  boost::system::error_code fault;
  const auto value = boost::json::parse(list, fault);
  if (fault || !value.is_object()) return ids;
  for (const auto& item : value.at("items").as_array()) ids.push_back(std::to_string(item.at("id").as_int64()));
  return ids;
}

}  // namespace

People::People(const Cluster& of, const Crew& all, Settings wanted) : cluster(of), crew(all), settings(std::move(wanted)) {
  for (int i = 0; i < settings.filers; ++i) threads.emplace_back([this, i] { file(i); });
  if (!settings.work) return;
  for (std::size_t i = static_cast<std::size_t>(settings.silent); i < crew.members.size(); ++i) threads.emplace_back([this, i] { work(crew.members[i]); });
}

void People::stop() {
  stopping = true;
  for (std::thread& thread : threads) thread.join();
  threads.clear();
}

void People::keep(const Caller& caller) {
  const std::lock_guard lock(mutex);
  for (const auto& [what, times] : caller.refusals()) heard[what] += times;
}

void People::note_strange(const Answer& answer) {
  const std::lock_guard lock(mutex);
  if (strange.empty()) strange = fmt::format("{} {}", answer.status, answer.body);
}

void People::file(int filer) {
  Caller caller(cluster);
  for (int i = 0; !stopping; ++i) {
    const std::string number = fmt::format("{}-{}-{}", settings.prefix, filer, i);
    const auto begun = Clock::now();
    bool gave_up = false;
    const Answer answer = caller.ask_anybody(message("POST", "/api/v1/requests", as(cluster.token(), "key-" + number), crew.company.filing("ext-" + number)), gave_up);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun).count();
    for (std::int64_t longest = longest_ms; took > longest && !longest_ms.compare_exchange_weak(longest, took);) {}
    if (gave_up) ++lost_patience;
    else if (answer.status != 201) note_strange(answer);
    else {
      const std::lock_guard lock(mutex);
      ids[number] = std::atoll(member(answer.body, "id").c_str());
      ++answers;
    }
    ::usleep(static_cast<useconds_t>(settings.pause_ms * 1000));
  }
  keep(caller);
}

void People::work(const Crew::Member& fitter) {
  Caller caller(cluster);
  while (!stopping) {
    bool gave_up = false;
    const Answer offers = caller.ask_anybody(message("GET", "/api/v1/my/offers", as(fitter.token)), gave_up);
    if (!gave_up && offers.status != 200) note_strange(offers);
    bool some = false;
    if (offers.status == 200)
      for (const std::string& offer : ids_in(offers.body)) some |= take_steps(caller, fitter, offer);
    if (!some) ::usleep(200'000);
  }
  keep(caller);
}

// Accepts, sets out, begins, finishes; each step until it is answered.
bool People::take_steps(Caller& caller, const Crew::Member& fitter, const std::string& offer) {
  bool gave_up = false;
  const Answer mine = caller.ask_anybody(message("POST", fmt::format("/api/v1/offers/{}/accept", offer), as(fitter.token, "accept-" + offer), "{}"), gave_up);
  if (mine.status == 409) return false;  // too late
  if (mine.status / 100 != 2) {
    if (!gave_up) note_strange(mine);
    return false;
  }
  const std::string job = member(mine.body, "id");
  {
    const std::lock_guard lock(mutex);
    owners[std::atoll(job.c_str())].insert(fitter.worker);
  }
  for (const char* step : {"travel", "start", "finish"}) {
    const bool last = std::string_view(step) == "finish";
    const Answer taken = caller.ask_anybody(message("POST", fmt::format("/api/v1/jobs/{}/{}", job, step), as(fitter.token, fmt::format("{}-{}", step, job)),
                                                    last ? R"({"work_done":"Closed the valve."})" : "{}"), gave_up);
    if (gave_up) return true;
    if (taken.status / 100 != 2) {
      note_strange(taken);
      return true;
    }
  }
  ++done;
  return true;
}

}  // namespace bellman::faults
