#include "dispatch/roster.h"

#include <algorithm>

namespace bellman::dispatch {

namespace {

// Sorted by begin, overlapping and touching ones joined, empty ones dropped.
std::vector<Window> joined(std::vector<Window> windows) {
  std::erase_if(windows, [](const Window& window) { return window.until <= window.from; });
  std::sort(windows.begin(), windows.end(), [](const Window& a, const Window& b) {
    return std::pair(a.from, a.until) < std::pair(b.from, b.until);
  });
  std::vector<Window> result;
  for (const Window& window : windows) {
    if (!result.empty() && window.from <= result.back().until)
      result.back().until = std::max(result.back().until, window.until);
    else
      result.push_back(window);
  }
  return result;
}

// The set has room for every slot before a bit is set; sets grow only when their member needs it.
void put(WorkerSet& set, std::size_t slot, std::size_t slots, bool member) {
  set.resize(slots);
  set.put(slot, member);
}

}  // namespace

std::vector<Window> duty_windows(const std::vector<Shift>& shifts, const std::vector<Window>& absences, bool with_on_call) {
  std::vector<Window> work;
  for (const Shift& shift : shifts)
    if (with_on_call || !shift.on_call) work.push_back({shift.from, shift.until});
  std::vector<Window> result;
  const std::vector<Window> away = joined(absences);
  for (Window window : joined(std::move(work))) {
    for (const Window& absence : away) {
      if (absence.until <= window.from || absence.from >= window.until) continue;
      if (absence.from > window.from) result.push_back({window.from, absence.from});
      window.from = std::min(absence.until, window.until);
    }
    if (window.from < window.until) result.push_back(window);
  }
  return result;
}

Roster::Roster(std::vector<WorkerView> workers) {
  // Slots in the order of the ids: record lists come out sorted and the input order is forgotten.
  std::stable_sort(workers.begin(), workers.end(), [](const WorkerView& a, const WorkerView& b) { return a.id < b.id; });
  for (WorkerView& worker : workers) update(std::move(worker));
}

std::size_t Roster::claim_slot(WorkerId worker) {
  std::size_t slot = views.size();
  if (!free_slots.empty()) {
    slot = free_slots.back();
    free_slots.pop_back();
  } else {
    views.emplace_back();
    hot.emplace_back();
    duty.emplace_back();
    called_duty.emplace_back();
  }
  slot_of_worker.emplace(worker, slot);
  return slot;
}

void Roster::update(WorkerView worker) {
  const auto known = slot_of_worker.find(worker.id);
  const bool replaces = known != slot_of_worker.end();
  const std::size_t slot = replaces ? known->second : claim_slot(worker.id);
  if (replaces) mark(slot, false);
  std::sort(worker.stock.begin(), worker.stock.end(), [](const Stock& a, const Stock& b) { return a.part < b.part; });
  views[slot] = std::move(worker);
  compile(slot);
  mark(slot, true);
}

bool Roster::remove(WorkerId worker) {
  const auto known = slot_of_worker.find(worker);
  if (known == slot_of_worker.end()) return false;
  const std::size_t slot = known->second;
  mark(slot, false);
  views[slot] = {};
  free_slots.push_back(slot);
  slot_of_worker.erase(known);
  return true;
}

const WorkerView* Roster::find(WorkerId worker) const {
  const auto slot = slot_of(worker);
  return slot ? &views[*slot] : nullptr;
}

std::optional<std::size_t> Roster::slot_of(WorkerId worker) const {
  const auto known = slot_of_worker.find(worker);
  if (known == slot_of_worker.end()) return std::nullopt;
  return known->second;
}

const SkillColumn* Roster::skill(SkillId skill) const {
  const auto known = skills.find(skill);
  return known == skills.end() ? nullptr : &known->second;
}

// A skill held twice holds as long as the longer certificate.
std::optional<Instant> Roster::expiry_at(std::size_t slot, SkillId skill) const {
  std::optional<Instant> latest;
  for (const HeldSkill& held : views[slot].skills) {
    if (held.skill != skill) continue;
    if (!held.expires) return std::nullopt;
    latest = std::max(latest.value_or(Instant::min()), *held.expires);
  }
  return latest;
}

int Roster::quantity_at(std::size_t slot, PartId part) const {
  const auto& stock = views[slot].stock;
  auto at = std::lower_bound(stock.begin(), stock.end(), part, [](const Stock& a, PartId b) { return a.part < b; });
  std::int64_t sum = 0;
  for (; at != stock.end() && at->part == part; ++at) sum += std::max(at->quantity, 0);
  return static_cast<int>(std::min<std::int64_t>(sum, INT32_MAX));
}

void Roster::mark_skills(std::size_t slot, bool member) {
  for (const HeldSkill& held : views[slot].skills) {
    SkillColumn& column = skills[held.skill];
    const int level = std::clamp(held.level, 1, max_skill_level);
    for (int i = 1; i <= level; ++i) put(column.at_least[static_cast<std::size_t>(i)], slot, slots(), member);
    put(column.expiring, slot, slots(), member && expiry_at(slot, held.skill).has_value());
  }
}

void Roster::mark(std::size_t slot, bool member) {
  const WorkerView& worker = views[slot];
  put(all, slot, slots(), member);
  put(paused_set, slot, slots(), member && worker.paused);
  put(full_set, slot, slots(), member && worker.open_jobs >= worker.capacity);
  put(offer_set, slot, slots(), member && worker.open_offers > 0);
  put(absence_set, slot, slots(), member && !worker.absences.empty());
  put(any_region, slot, slots(), member && worker.regions.empty());
  put(any_programme, slot, slots(), member && worker.programmes.empty());
  for (const ProgrammeId programme : worker.programmes) put(programmes[programme], slot, slots(), member);
  for (const RegionId region : worker.regions) put(regions[region], slot, slots(), member);
  for (const TeamId team : worker.teams) put(teams[team], slot, slots(), member);
  for (const std::string& language : worker.languages) put(languages[language], slot, slots(), member);
  for (const Stock& stock : worker.stock) put(parts[stock.part], slot, slots(), member && quantity_at(slot, stock.part) > 0);
  mark_skills(slot, member);
}

void Roster::compile(std::size_t slot) {
  const WorkerView& worker = views[slot];
  duty[slot] = duty_windows(worker.shifts, worker.absences, false);
  called_duty[slot] = duty_windows(worker.shifts, worker.absences, true);

  Hot& line = hot[slot];
  line = {};
  const bool busy = worker.open_jobs > 0;
  line.free_at = busy && worker.next_free_at ? *worker.next_free_at : Instant::min();
  const bool starts_elsewhere = busy && worker.free_place.has_value();
  const std::optional<Place>& place = starts_elsewhere ? worker.free_place : worker.place;
  line.has_place = place.has_value();
  if (place) line.place = to_sphere(*place);
  line.position_at = starts_elsewhere ? Instant::max() : worker.position_at.value_or(Instant::max());
  line.cost_per_job_minor = worker.cost_per_job_minor;
  line.cost_per_hour_minor = worker.cost_per_hour_minor;
  line.speed_kmh = worker.speed_kmh;
  line.open_jobs = worker.open_jobs;
  line.capacity = worker.capacity;
  line.rating_milli = worker.rating_milli ? std::clamp(*worker.rating_milli, 0, 5000) : -1;
  line.contractor = worker.kind == WorkerKind::contractor;
}

}  // namespace bellman::dispatch
