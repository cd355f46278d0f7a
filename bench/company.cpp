#include "company.h"

#include "base/prng.h"
#include "catalogue/service.h"
#include "clients/service.h"
#include "people/service.h"
#include "programmes/service.h"
#include "sla/service.h"
#include "workers/service.h"

#include <fmt/format.h>

namespace bellman::bench {

namespace {

constexpr int services = 40, sites = 100, clients_count = 500, workers_count = 120, skills = 8, regions = 4;

class Builder {
 public:
  Builder(engine::Tx& transaction, catalogue::DispatchMode mode) : tx(transaction), dispatch_mode(mode) {}

  Result<Company> build() {
    programmes::NewProgramme programme;
    programme.key = std::string("city");
    programme.name = std::string("City service");
    programme.currency = codec::Text<3, 3>("EUR");
    programme.zone = codec::Text<60>("Europe/Berlin");
    TRY(made, programmes::create_programme(tx, programme));
    company.programme = made.id;
    TRY_DO(make_ground());
    TRY_DO(make_services());
    TRY_DO(make_places_and_clients());
    TRY_DO(make_workers());
    TRY_DO(make_token());
    return std::move(company);
  }

 private:
  // Regions, skills, and service levels in business time.
  Result<> make_ground() {
    for (int i = 0; i < regions; ++i) {
      programmes::NewRegion region;
      region.key = fmt::format("quarter-{}", i + 1);
      region.name = fmt::format("Quarter {}", i + 1);
      region.centre = place();
      TRY(made, programmes::create_region(tx, region));
      region_ids.push_back(made.id);
    }
    for (int i = 0; i < skills; ++i) {
      TRY(made, workers::create_skill(tx, fmt::format("trade-{}", i + 1), fmt::format("Trade {}", i + 1)));
      skill_ids.push_back(made.id);
    }
    sla::Calendar calendar;
    calendar.name = "Working days";
    calendar.zone = "Europe/Berlin";
    for (std::size_t day = 0; day < 6; ++day) calendar.weekly_hours[day] = {{8 * 60, 12 * 60}, {13 * 60, 18 * 60}};
    TRY(working_days, sla::create_calendar(tx, calendar));
    sla::Policy made_policy;
    made_policy.name = "Standard";
    made_policy.calendar_id = working_days.id;
    made_policy.rules = {{std::nullopt, "", "", 480, 1440, sla::Clock::business}, {std::nullopt, "gold", "", 120, 480, sla::Clock::business}};
    made_policy.warning_percents = {50, 80};
    TRY(kept, sla::create_policy(tx, made_policy));
    policy = kept.id;
    return ok();
  }

  Result<> make_services() {
    for (std::size_t i = 0; i < services; ++i) {
      catalogue::Service service;
      service.key = fmt::format("repair-{}", i + 1);
      service.name = {{"en", fmt::format("Repair of the kind {}", i + 1)}, {"de", fmt::format("Reparatur der Art {}", i + 1)}};
      service.area = "field";
      catalogue::FormField floor{.key = "floor", .label = {{"en", "Floor"}}, .type = catalogue::FieldType::number, .required = true, .minimum = -3, .maximum = 60};
      catalogue::FormField door{.key = "door", .label = {{"en", "Door"}}, .type = catalogue::FieldType::choice, .choices = {"left", "right", "middle"}};
      service.fields = {floor, door};
      service.skills = {{skill_ids[i % skills], 1}};
      service.criticality_rules = {{"leak", "", "", "", sla::Criticality::high}};
      service.dispatch_mode = dispatch_mode;
      service.sla_policy_id = policy;
      TRY(made, catalogue::create_service(tx, service));
      company.services.push_back(made.id);
    }
    return ok();
  }

  Result<> make_places_and_clients() {
    for (std::size_t i = 0; i < sites; ++i) {
      clients::Site site;
      site.programme_id = company.programme;
      site.name = fmt::format("House {}", i + 1);
      site.address = fmt::format("{} Long Street", i + 1);
      site.place = place();
      site.region_id = region_ids[i % regions];
      site.service_level = i % 5 == 0 ? "gold" : "standard";
      TRY(made, clients::create_site(tx, site));
      company.sites.push_back(made.id);
    }
    for (int i = 0; i < clients_count; ++i) {
      clients::Client client;
      client.programme_id = company.programme;
      client.name = fmt::format("Resident {}", i + 1);
      TRY(made, clients::create_client(tx, client, {}));
      company.clients.push_back(made.id);
    }
    return ok();
  }

  Result<> make_workers() {
    for (std::size_t i = 0; i < workers_count; ++i) {
      workers::Worker worker;
      worker.name = fmt::format("Worker {}", i + 1);
      worker.languages = {"en"};
      worker.zone = "Europe/Berlin";
      worker.home = place();
      worker.skills = {{skill_ids[i % skills], 3, std::nullopt}, {skill_ids[(i + 3) % skills], 2, std::nullopt}};
      worker.cost_per_hour = {prng.between(2500, 4200), "EUR"};
      worker.cost_per_job = {0, "EUR"};
      TRY(made, workers::create_worker(tx, worker));
      company.workers.push_back(made.id);
    }
    return ok();
  }

  Result<> make_token() {
    people::NewAccount account;
    account.login = std::string("sensors");
    account.name = std::string("Sensors");
    account.role = people::Role::machine;
    account.all_programmes = true;
    TRY(made, people::create_account(tx, account, {}));
    TRY(token, people::create_token(tx, made.id, "load", std::nullopt));
    company.token = std::move(token.secret);
    return ok();
  }

  Place place() { return {52.45 + prng.uniform() * 0.15, 13.25 + prng.uniform() * 0.3}; }

  engine::Tx& tx;
  catalogue::DispatchMode dispatch_mode;
  Prng prng{11};
  Company company;
  std::vector<RegionId> region_ids;
  std::vector<SkillId> skill_ids;
  PolicyId policy;
};

}  // namespace

Result<Company> build_company(engine::Tx& tx, catalogue::DispatchMode dispatch_mode) { return Builder(tx, dispatch_mode).build(); }

}  // namespace bellman::bench
