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

void Told::keep(const Caller& caller) {
  const std::lock_guard lock(mutex);
  for (const auto& [what, times] : caller.refusals()) heard[what] += times;
}

void Told::note_strange(const Answer& answer) {
  const std::lock_guard lock(mutex);
  if (strange.empty()) strange = fmt::format("{} {}", answer.status, answer.body);
}

void Told::file(Caller& caller, const std::string& external_id, const std::string& body) {
  const auto begun = Clock::now();
  bool gave_up = false;
  const Answer answer = caller.ask_anybody(message("POST", "/api/v1/requests", as(cluster.token(), "key-" + external_id), body), gave_up);
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun).count();
  for (std::int64_t longest = longest_ms; took > longest && !longest_ms.compare_exchange_weak(longest, took);) {}
  if (gave_up) ++lost_patience;
  else if (answer.status != 201) note_strange(answer);
  else {
    const std::lock_guard lock(mutex);
    ids[external_id] = std::atoll(member(answer.body, "id").c_str());
    ++answers;
  }
}

std::string Told::offers(Caller& caller, const Crew::Member& worker) {
  bool gave_up = false;
  Answer list = caller.ask_anybody(message("GET", "/api/v1/my/offers", as(worker.token)), gave_up);
  if (list.status == 200) return std::move(list.body);
  if (!gave_up) note_strange(list);
  return {};
}

std::optional<std::string> Told::accept(Caller& caller, const Crew::Member& worker, const std::string& offer) {
  bool gave_up = false;
  const Answer mine = caller.ask_anybody(message("POST", fmt::format("/api/v1/offers/{}/accept", offer), as(worker.token, "accept-" + offer), "{}"), gave_up);
  if (mine.status == 409) return std::nullopt;  // too late
  if (mine.status / 100 != 2) {
    if (!gave_up) note_strange(mine);
    return std::nullopt;
  }
  std::string job = member(mine.body, "id");
  const std::lock_guard lock(mutex);
  auto& workers = owners[std::atoll(job.c_str())];
  if (workers.empty()) ++taken;
  workers.insert(worker.worker);
  return job;
}

void Told::refuse(Caller& caller, const Crew::Member& worker, const std::string& offer) {
  bool gave_up = false;
  const Answer told = caller.ask_anybody(message("POST", fmt::format("/api/v1/offers/{}/refuse", offer), as(worker.token, "refuse-" + offer), R"({"reason":"too far away"})"), gave_up);
  if (!gave_up && told.status != 409 && told.status / 100 != 2) note_strange(told);
}

bool Told::step(Caller& caller, const Crew::Member& worker, const std::string& job, std::string_view what) {
  const bool last = what == "finish";
  bool gave_up = false;
  const Answer told = caller.ask_anybody(message("POST", fmt::format("/api/v1/jobs/{}/{}", job, what), as(worker.token, fmt::format("{}-{}", what, job)),
                                                 last ? R"({"work_done":"Closed the valve."})" : "{}"), gave_up);
  const bool accepted_it = told.status / 100 == 2;
  if (!accepted_it && !gave_up) note_strange(told);
  if (accepted_it && last) ++done;
  return accepted_it;
}

People::People(const Cluster& of, const Crew& all, Settings wanted) : Told(of, "ext-p-"), crew(all), settings(wanted) {
  for (int i = 0; i < settings.filers; ++i) threads.emplace_back([this, i] { file_all(i); });
  if (!settings.work) return;
  for (std::size_t i = static_cast<std::size_t>(settings.silent); i < crew.members.size(); ++i) threads.emplace_back([this, i] { work(crew.members[i]); });
}

void People::stop() {
  stopping = true;
  for (std::thread& thread : threads) thread.join();
  threads.clear();
}

void People::file_all(int filer) {
  Caller caller(cluster);
  for (int i = 0; !stopping; ++i) {
    const std::string external_id = fmt::format("{}{}-{}", prefix(), filer, i);
    file(caller, external_id, crew.company.filing(external_id));
    ::usleep(static_cast<useconds_t>(settings.pause_ms * 1000));
  }
  keep(caller);
}

void People::work(const Crew::Member& fitter) {
  Caller caller(cluster);
  while (!stopping) {
    bool some = false;
    for (const std::string& offer : ids_in(offers(caller, fitter))) some |= take_steps(caller, fitter, offer);
    if (!some) ::usleep(200'000);
  }
  keep(caller);
}

// Accepts, sets out, begins, finishes; each step until it is answered.
bool People::take_steps(Caller& caller, const Crew::Member& fitter, const std::string& offer) {
  const auto job = accept(caller, fitter, offer);
  if (!job) return false;
  for (const char* what : {"travel", "start", "finish"})
    if (!step(caller, fitter, *job, what)) break;
  return true;
}

}  // namespace bellman::faults
