// All workers of a dispatch area, compiled for speed: one bit set of workers per skill, level, region, language, team
// and part, and plain arrays of what the score reads. One worker is replaced in time independent of the roster's size
// (proportional only to that worker's own skills, regions, shifts, ...).
#pragma once
#include "dispatch/model.h"
#include "dispatch/travel.h"
#include "dispatch/worker_set.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace bellman::dispatch {

// What the schedule and the score read of one worker, side by side in memory.
struct Hot {
  SpherePoint place;  // where the next travel starts
  Instant position_at;
  Instant free_at;  // Instant::min() when free already
  std::int64_t cost_per_job_minor = 0, cost_per_hour_minor = 0;
  std::int32_t speed_kmh = 0, open_jobs = 0, capacity = 1;
  std::int32_t rating_milli = -1;  // -1: not rated
  bool has_place = false, contractor = false;
};

struct SkillColumn {
  std::array<WorkerSet, max_skill_level + 1> at_least;  // [0] unused; [1] = has the skill at all
  WorkerSet expiring;                                   // those with an end to the certificate
};

class Roster {
 public:
  Roster() = default;
  // Of several views with the same id the last one counts. The order of `workers` has no effect on any decision.
  explicit Roster(std::vector<WorkerView> workers);

  void update(WorkerView worker);  // adds or replaces
  bool remove(WorkerId worker);    // false when not there

  std::size_t size() const { return slot_of_worker.size(); }
  const WorkerView* find(WorkerId worker) const;

  // ---- for the rest of the room ----
  std::size_t slots() const { return views.size(); }
  std::optional<std::size_t> slot_of(WorkerId worker) const;
  WorkerId id_at(std::size_t slot) const { return views[slot].id; }
  const WorkerView& view_at(std::size_t slot) const { return views[slot]; }
  const Hot& hot_at(std::size_t slot) const { return hot[slot]; }
  // Shifts less absences, joined where they touch, rising; with the on-call time or without it.
  const std::vector<Window>& duty_at(std::size_t slot, bool with_on_call) const {
    return with_on_call ? called_duty[slot] : duty[slot];
  }
  std::optional<Instant> expiry_at(std::size_t slot, SkillId skill) const;
  int quantity_at(std::size_t slot, PartId part) const;

  const WorkerSet& present() const { return all; }
  const WorkerSet& paused() const { return paused_set; }
  const WorkerSet& full() const { return full_set; }
  const WorkerSet& with_offer() const { return offer_set; }
  const WorkerSet& with_absences() const { return absence_set; }
  const WorkerSet& in_region(RegionId region) const { return found(regions, region); }
  const WorkerSet& everywhere() const { return any_region; }        // bound to no region
  const WorkerSet& in_programme(ProgrammeId programme) const { return found(programmes, programme); }
  const WorkerSet& for_everybody() const { return any_programme; }  // bound to no programme
  const WorkerSet& in_team(TeamId team) const { return found(teams, team); }
  const WorkerSet& speaking(const std::string& language) const { return found(languages, language); }
  const WorkerSet& carrying(PartId part) const { return found(parts, part); }
  const SkillColumn* skill(SkillId skill) const;

 private:
  std::vector<WorkerView> views;
  std::vector<Hot> hot;
  std::vector<std::vector<Window>> duty, called_duty;
  std::unordered_map<WorkerId, std::size_t> slot_of_worker;
  std::vector<std::size_t> free_slots;
  WorkerSet all, paused_set, full_set, offer_set, absence_set, any_region, any_programme;
  std::unordered_map<RegionId, WorkerSet> regions;
  std::unordered_map<ProgrammeId, WorkerSet> programmes;
  std::unordered_map<TeamId, WorkerSet> teams;
  std::unordered_map<std::string, WorkerSet> languages;
  std::unordered_map<PartId, WorkerSet> parts;
  std::unordered_map<SkillId, SkillColumn> skills;

  template <class Map, class Key>
  static const WorkerSet& found(const Map& map, const Key& key) {
    static const WorkerSet nobody;
    const auto it = map.find(key);
    return it == map.end() ? nobody : it->second;
  }
  std::size_t claim_slot(WorkerId worker);
  void mark(std::size_t slot, bool member);  // the bits of views[slot]
  void mark_skills(std::size_t slot, bool member);
  void compile(std::size_t slot);            // hot and duty of views[slot]
};

// `shifts` less `absences`, sorted and joined; empty or backward windows are dropped.
std::vector<Window> duty_windows(const std::vector<Shift>& shifts, const std::vector<Window>& absences, bool with_on_call);

}  // namespace bellman::dispatch
