#include "company.h"

#include "catalogue/service.h"
#include "clients/service.h"
#include "programmes/service.h"
#include "sla/service.h"
#include "workers/service.h"

namespace bellman::sim {

namespace {

using engine::Tx;

constexpr Place city{54.687, 25.28};

Place near_city(Prng& random) { return {city.lat + random.uniform() * 0.2 - 0.1, city.lon + random.uniform() * 0.3 - 0.15}; }

sla::Calendar office_hours() {
  sla::Calendar calendar;
  calendar.name = "Office hours";
  calendar.zone = "Europe/Vilnius";
  for (int day = 0; day < 5; ++day) calendar.weekly_hours[static_cast<std::size_t>(day)] = {{8 * 60, 12 * 60}, {13 * 60, 18 * 60}};
  return calendar;
}

struct Policies {
  PolicyId fast, slow, none;
};

Result<Policies> make_policies(Tx& tx) {
  TRY(calendar, sla::create_calendar(tx, office_hours()));
  sla::Policy fast;
  fast.name = "Fast";
  fast.rules = {{.criticality = sla::Criticality::critical, .reach_minutes = 30, .solve_minutes = 120, .clock = sla::Clock::clock},
                {.reach_minutes = 60, .solve_minutes = 240, .clock = sla::Clock::clock}};
  fast.warning_percents = {50, 80};
  fast.escalation = {{.level = 1, .role = "dispatcher", .after_minutes = 0}, {.level = 2, .role = "manager", .after_minutes = 30}};
  sla::Policy slow;
  slow.name = "Office";
  slow.calendar_id = calendar.id;
  slow.rules = {{.service_level = "gold", .reach_minutes = 120, .solve_minutes = 480, .clock = sla::Clock::business}, {.solve_minutes = 960, .clock = sla::Clock::business}};
  slow.warning_percents = {75};
  slow.escalation = {{.level = 1, .role = "manager", .after_minutes = 60}};
  sla::Policy nothing;
  nothing.name = "No promise";
  TRY(first, sla::create_policy(tx, fast));
  TRY(second, sla::create_policy(tx, slow));
  TRY(third, sla::create_policy(tx, nothing));
  return Policies{first.id, second.id, third.id};
}

catalogue::Service service(std::string key, catalogue::DispatchMode mode, PolicyId policy, std::vector<catalogue::SkillNeed> skills) {
  catalogue::Service made;
  made.key = std::move(key);
  made.name = {{"en", made.key}};
  made.area = "field";
  made.dispatch_mode = mode;
  made.sla_policy_id = policy;
  made.skills = std::move(skills);
  return made;
}

// Numbered 1 and 2, and 1 to 3, as the rest of the company names them.
Result<> make_programmes_and_regions(Tx& tx) {
  for (const char* key : {"first", "second"}) {
    programmes::NewProgramme programme;
    programme.key = std::string(key);
    programme.name = std::string(key);
    TRY_DO(programmes::create_programme(tx, programme));
  }
  for (const char* key : {"north", "middle", "south"}) {
    programmes::NewRegion region;
    region.key = std::string(key);
    region.name = std::string(key);
    region.centre = city;
    TRY_DO(programmes::create_region(tx, region));
  }
  return ok();
}

Result<> make_services(Tx& tx, Company& company, const std::vector<SkillId>& skills) {
  using enum catalogue::DispatchMode;
  TRY(policies, make_policies(tx));
  std::vector<catalogue::Service> wanted{
      service("repair", automatic, policies.fast, {{skills[0], 2}}),     service("leak", automatic, policies.fast, {{skills[0], 1}}),
      service("parcel", automatic, policies.slow, {}),                  service("inspection", manual, policies.slow, {{skills[1], 1}}),
      service("question", none, policies.slow, {}),                     service("rare", automatic, policies.none, {{skills[2], 5}}),
  };
  wanted[0].parallel_offers = 3;
  wanted[1].criticality = sla::Criticality::critical;
  wanted[1].parallel_offers = 2;
  wanted[2].answer_minutes = 2;
  wanted[2].duration_minutes = 20;
  wanted[3].programmes = {ProgrammeId(1)};
  catalogue::Service forbidden = service("forbidden", none, {}, {});
  forbidden.policy = catalogue::ServicePolicy::forbidden;
  forbidden.refusal = {{"en", "We are sorry, the law does not allow it."}};
  wanted.push_back(forbidden);
  for (catalogue::Service& one : wanted) {
    TRY(made, catalogue::create_service(tx, one));
    company.services.push_back(std::move(made));
  }
  return ok();
}

std::vector<workers::WeeklyShift> shifts_of(Prng& random) {
  std::vector<workers::WeeklyShift> shifts;
  const std::uint32_t kind = random.below(4);
  if (kind <= 1) return shifts;  // always
  const int from = kind == 2 ? 7 * 60 : 19 * 60, length = kind == 2 ? 10 * 60 : 12 * 60;
  for (int day = 0; day < 7; ++day) shifts.push_back({day * 1440 + from, day * 1440 + from + length});
  return shifts;
}

workers::Worker draft_worker(Prng& random, int number, const std::vector<SkillId>& skills, Instant now) {
  workers::Worker worker;
  worker.name = fmt::format("Worker {}", number);
  worker.kind = random.chance(0.2) ? workers::WorkerKind::contractor : workers::WorkerKind::employee;
  worker.languages = {random.chance(0.7) ? "en" : "lt"};
  for (std::size_t i = 0; i < skills.size(); ++i) {
    if (!random.chance(i == 2 ? 0.15 : 0.7)) continue;
    workers::WorkerSkill skill{skills[i], static_cast<std::int32_t>(random.between(1, 5)), {}};
    if (random.chance(0.15)) skill.expires = now + Milliseconds(random.between(0, 12 * 3'600'000));
    worker.skills.push_back(skill);
  }
  for (const std::int64_t region : {1, 2, 3})
    if (random.chance(0.6)) worker.regions.emplace_back(region);
  if (random.chance(0.3)) worker.programmes = {ProgrammeId(random.between(1, 2))};
  worker.shifts = shifts_of(random);
  worker.zone = random.chance(0.5) ? "Europe/Vilnius" : "UTC";
  worker.home = near_city(random);
  worker.capacity = random.between(1, 3);
  return worker;
}

Result<> make_workers(Tx& tx, Company& company, const std::vector<SkillId>& skills, Prng& random) {
  const auto count = static_cast<int>(random.between(10, 18));
  for (int i = 1; i <= count; ++i) {
    TRY(worker, workers::create_worker(tx, draft_worker(random, i, skills, tx.now())));
    company.workers.push_back(std::move(worker));
  }
  return ok();
}

Result<> make_clients(Tx& tx, Company& company, Prng& random) {
  for (int i = 1; i <= 10; ++i) {
    clients::Client draft;
    draft.programme_id = ProgrammeId(1 + i % 2);
    draft.name = fmt::format("Client {}", i);
    draft.tier = random.chance(0.3) ? "vip" : "standard";
    TRY(client, clients::create_client(tx, draft, {}));
    clients::Site site;
    site.programme_id = client.programme_id;
    site.client_id = client.id;
    site.name = fmt::format("Site {}", i);
    site.address = fmt::format("Street {}", i);
    if (random.chance(0.9)) site.place = near_city(random);
    site.region_id = RegionId(random.between(1, 3));
    site.service_level = random.chance(0.3) ? "gold" : "standard";
    TRY(placed, clients::create_site(tx, site));
    company.sites.push_back(placed);
    for (int wish = 0; wish < 3; ++wish) {
      const workers::Worker& worker = random.pick(company.workers);
      TRY(changed, clients::set_wish(tx, {client.id, worker.id, random.chance(0.5) ? clients::WishKind::refused : clients::WishKind::wished, ""}));
      client = changed;
    }
    company.clients.push_back(std::move(client));
  }
  return ok();
}

}  // namespace

Result<Company> found_company(engine::Engine& engine, Prng& random) {
  Company company;
  TRY_DO(engine.run({}, [&](Tx& tx) -> Result<> {
    TRY_DO(make_programmes_and_regions(tx));
    std::vector<SkillId> skills;
    for (const char* key : {"electrics", "gas", "lifts"}) {
      TRY(skill, workers::create_skill(tx, key, key));
      skills.push_back(skill.id);
    }
    TRY_DO(make_services(tx, company, skills));
    TRY_DO(make_workers(tx, company, skills, random));
    return make_clients(tx, company, random);
  }));
  return company;
}

}  // namespace bellman::sim
