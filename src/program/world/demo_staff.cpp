// The 120 workers of the demonstration.
#include "world/demo_builder.h"
#include "world/demo_names.h"

#include "workers/service.h"

#include <set>

namespace bellman::world::demo {

namespace {

constexpr int minutes_a_day = 24 * 60;

// Lists as in ServiceSpec: "skill:level" (the least that everybody of the crew has), "part:quantity".
struct Crew {
  std::string_view name;
  std::size_t size;
  std::string_view skills, stock;
  bool everywhere = false;   // too few to divide the city among them
};

constexpr Crew crews[] = {
    {"Plumbers", 16, "plumbing:2 heating:1", "pipe-clamp:6 siphon:3 tap-cartridge:4"},
    {"Electricians", 16, "electrical:2 network:1", "breaker-16a:8 wall-socket:10 led-driver:4"},
    {"Heating engineers", 12, "heating:3 gas:3 plumbing:1", "thermostat:3 electrode:4 pump:1 pipe-clamp:2"},
    {"Cooling engineers", 8, "cooling:2 electrical:2", "refrigerant:4 air-filter:6 breaker-16a:2", true},
    {"Appliance repair", 8, "appliances:2 electrical:1", "drain-hose:3 door-seal:2", true},
    {"Locksmiths and joiners", 12, "locks:3 carpentry:2", "cylinder:6 hinges:6"},
    {"Couriers", 16, "courier:2 shopping:1", "cool-bag:1"},
    {"Drivers", 8, "driving:2 courier:1", "cool-bag:1", true},
    {"Roadside help", 8, "towing:2 vehicle-repair:2 driving:1", "tow-strap:2 jump-starter:1", true},
    {"Housekeeping", 8, "cleaning:2 shopping:1 animal-care:1", "cool-bag:1", true},
    {"Nurses", 4, "nursing:3", "dressing:10", true},
    {"Tutors and translators", 4, "tutoring:2 translation:3 network:2", "cable:2", true},
};

struct StaffDraft {
  workers::Worker worker;
  std::size_t crew = 0;
};

class Recruiter {
 public:
  Recruiter(const Foundation& with, Prng& random, Instant moment) : foundation(with), prng(random), now(moment) {}

  std::vector<StaffDraft> all() {
    std::vector<StaffDraft> drafts;
    for (std::size_t crew = 0; crew < std::size(crews); ++crew)
      for (std::size_t member = 0; member < crews[crew].size; ++member) drafts.push_back({worker(crews[crew], member, drafts.size()), crew});
    for (const std::size_t number : played_by_people) make_playable(drafts[number].worker);
    return drafts;
  }

 private:
  workers::Worker worker(const Crew& crew, std::size_t member, std::size_t number) {
    // The last quarter of every crew are contractors: 30 of 120.
    const bool contractor = member >= crew.size - crew.size / 4;
    const std::size_t district = member % districts().size();
    workers::Worker worker;
    name(worker, number);
    worker.kind = contractor ? workers::WorkerKind::contractor : workers::WorkerKind::employee;
    worker.phone = mobile_phone(number);
    worker.home = place_in(districts()[district], prng);
    worker.skills = skills_of(crew, member, number);
    for (const Counted& item : counted(crew.stock)) worker.stock.push_back({foundation.parts.at(std::string(item.name)), item.number + static_cast<int>(prng.below(3))});
    worker.capacity = prng.between(2, 4);
    worker.speed_kmh = prng.between(24, 34);
    worker.rating_centi = std::clamp<std::int64_t>(static_cast<std::int64_t>(prng.normal(430, 35)), 310, 500);
    worker.external_id = fmt::format("S-{:04}", 1001 + number);
    if (contractor) hire(worker, crew.size - 1 - member);
    else employ(worker, crew, district, number);
    return worker;
  }

  void name(workers::Worker& worker, std::size_t number) {
    static constexpr std::array<std::size_t, 10> turns{4, 4, 1, 0, 3, 4, 2, 5, 6, 4};   // positions in `languages`
    const std::size_t culture = turns[number % turns.size()];
    do worker.name = make_person(culture, prng).name();
    while (!taken.insert(worker.name).second);
    worker.languages = {std::string(languages[culture])};
    for (const auto& [language, share] : {std::pair("lt", 0.8), std::pair("en", 0.7), std::pair("ru", 0.3)})
      if (language != languages[culture] && prng.chance(share)) worker.languages.emplace_back(language);
  }

  // Everybody has the crew's skills; some have more, for good or for a while.
  std::vector<workers::WorkerSkill> skills_of(const Crew& crew, std::size_t member, std::size_t number) {
    std::vector<workers::WorkerSkill> skills;
    for (const Counted& skill : counted(crew.skills)) {
      const auto level = static_cast<std::int32_t>(prng.between(skill.number, std::min(5, skill.number + 2)));
      workers::WorkerSkill held{foundation.skills.at(std::string(skill.name)), level, std::nullopt};
      if (skill.name == "gas" || skill.name == "towing" || skill.name == "nursing") held.expires = certificate_end(member);
      skills.push_back(held);
    }
    if (number % 5 == 0 && crew.name != "Housekeeping") skills.push_back({foundation.skills.at("cleaning"), 1, std::nullopt});
    return skills;
  }

  // One of a crew has let the certificate run out, one has to renew it within three weeks.
  Instant certificate_end(std::size_t member) {
    if (member == 1) return now - 24h * prng.between(2, 9);
    if (member == 2) return now + 24h * prng.between(5, 20);
    return now + 24h * prng.between(90, 900);
  }

  void employ(workers::Worker& worker, const Crew& crew, std::size_t district, std::size_t number) {
    worker.cost_per_hour = {prng.between(1400, 2600), "EUR"};
    worker.shifts = week(number);
    if (crew.everywhere) return;
    const auto near = districts_near(districts()[district].centre);
    for (std::size_t i = 0; i < 5; ++i) worker.regions.push_back(foundation.regions.at(std::string(districts()[near[i]].key)));
  }

  // The last of each crew is on call at any hour for everybody, so that what cannot wait never waits for the morning. Of the
  // others some work six long days, and some for the facility and repair programmes only.
  void hire(workers::Worker& worker, std::size_t after_it) {
    worker.cost_per_job = {prng.between(2500, 6000), "EUR"};
    if (after_it % 2 == 1)
      for (int day = 0; day < 6; ++day) worker.shifts.push_back({day * minutes_a_day + 7 * 60, day * minutes_a_day + 21 * 60});
    else if (after_it > 0 && prng.chance(0.5))
      worker.programmes = {foundation.programmes.at('r'), foundation.programmes.at('f')};
  }

  // Five days in a row; the free days go round the week, and of five one works at night.
  static std::vector<workers::WeeklyShift> week(std::size_t number) {
    static constexpr std::array<int, 5> begins{7, 9, 14, 22, 8};
    const int begin = begins[number % begins.size()] * 60;
    std::vector<workers::WeeklyShift> shifts;
    for (std::size_t i = 0; i < 5; ++i) {
      const int from = static_cast<int>((number + i) % 7) * minutes_a_day + begin;
      shifts.push_back({from, from + 8 * 60 + 30});
    }
    return shifts;
  }

  static void make_playable(workers::Worker& worker) {
    worker.shifts.clear();
    worker.regions.clear();
    worker.capacity = 5;
    for (const char* language : {"en", "lt"})
      if (std::ranges::find(worker.languages, language) == worker.languages.end()) worker.languages.emplace_back(language);
  }

  const Foundation& foundation;
  Prng& prng;
  Instant now;
  std::set<std::string> taken;
};

}  // namespace

Result<> write_staff(const InTransaction& in_transaction, const Foundation& foundation, Prng& prng, Instant now, DemoCompany& company) {
  auto drafts = Recruiter(foundation, prng, now).all();
  std::vector<TeamId> teams(std::size(crews));
  TRY_DO(in_batches(in_transaction, teams.size(), [&](engine::Tx& tx, std::size_t i) -> Result<> {
    TRY(team, workers::create_team(tx, std::string(crews[i].name)));
    teams[i] = team.id;
    return ok();
  }));
  company.workers.resize(drafts.size());
  TRY_DO(in_batches(in_transaction, drafts.size(), [&](engine::Tx& tx, std::size_t i) -> Result<> {
    workers::Worker draft = drafts[i].worker;
    draft.team_id = teams[drafts[i].crew];
    draft.zone = company.zone;
    TRY(made, workers::create_worker(tx, draft));
    company.workers[i] = {made.id, made.name, made.home, std::ranges::find(played_by_people, i) != std::end(played_by_people)};
    return ok();
  }));
  // Three are away: the board shows what a planner sees.
  static constexpr std::pair<std::size_t, workers::AbsenceKind> away[] = {
      {5, workers::AbsenceKind::holiday}, {24, workers::AbsenceKind::ill}, {80, workers::AbsenceKind::training}};
  return in_batches(in_transaction, std::size(away), [&](engine::Tx& tx, std::size_t i) -> Result<> {
    TRY_DO(workers::add_absence(tx, {{}, company.workers[away[i].first].id, away[i].second, tx.now() - 1h, tx.now() + 24h * 3, {}}));
    return ok();
  });
}

}  // namespace bellman::world::demo
