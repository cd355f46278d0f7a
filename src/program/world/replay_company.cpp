#include "world/replay_company.h"

#include "base/assert.h"
#include "base/text.h"
#include "catalogue/service.h"
#include "clients/service.h"
#include "programmes/service.h"
#include "sla/service.h"
#include "workers/service.h"

#include <set>

namespace bellman::world {

namespace {

constexpr const char* zone_name = "America/New_York";
constexpr int minutes_a_day = 24 * 60;

// Keys are lower case letters, digits and dashes: whatever else stands in a name becomes a dash.
std::string key_of(std::string_view name, std::size_t number) {
  std::string key;
  for (const char c : name.substr(0, 30)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain) key += c;
    else if (c >= 'A' && c <= 'Z') key += static_cast<char>(c - 'A' + 'a');
    else if (!key.empty() && key.back() != '-') key += '-';
  }
  while (!key.empty() && key.back() == '-') key.pop_back();
  return fmt::format("{}-{}", key.empty() ? "x" : key, number);
}

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

struct Area {
  std::string name;
  RegionId region;
  Place centre;
  double spread_m = 1500;
  double weight = 1;
};

struct Trade {
  std::string name;
  SkillId skill;
  double weight = 0;
};

template <class Item>
std::size_t pick_weighted(const std::vector<Item>& items, Prng& prng) {
  double sum = 0;
  for (const Item& item : items) sum += item.weight;
  double at = prng.uniform() * sum;
  for (std::size_t i = 0; i < items.size(); ++i)
    if ((at -= items[i].weight) <= 0) return i;
  return items.size() - 1;
}

class Builder {
 public:
  Builder(const InTransaction& transactions, const imports::Profile& of, const CompanySize& wanted, Prng& random)
      : in_transaction(transactions), profile(of), size(wanted), prng(random) {}

  Result<ReplayCompany> build() {
    TRY_DO(in_transaction([&](engine::Tx& now) -> Result<> {
      tx = &now;
      TRY_DO(make_programme());
      return make_areas();
    }));
    TRY_DO(in_batches(profile.services.size(), [&](std::size_t i) { return make_service(profile.services[i], i + 1); }));
    TRY_DO(in_batches(static_cast<std::size_t>(size.clients), [&](std::size_t i) { return make_client(i); }));
    TRY_DO(in_batches(static_cast<std::size_t>(size.workers), [&](std::size_t i) { return make_worker(static_cast<int>(i)); }));
    return std::move(company);
  }

 private:
  // One use case records at most a thousand events; this stays far below.
  static constexpr std::size_t batch = 100;

  Result<> in_batches(std::size_t count, const std::function<Result<>(std::size_t)>& make) {
    for (std::size_t from = 0; from < count; from += batch)
      TRY_DO(in_transaction([&](engine::Tx& now) -> Result<> {
        tx = &now;
        for (std::size_t i = from; i < std::min(from + batch, count); ++i) TRY_DO(make(i));
        return ok();
      }));
    return ok();
  }

  Result<> make_programme() {
    programmes::NewProgramme programme;
    programme.key = std::string("city");
    programme.name = std::string("City service");
    programme.currency = codec::Text<3, 3>("USD");
    programme.zone = codec::Text<60>(zone_name);
    TRY(made, programmes::create_programme(*tx, programme));
    company.programme = made.id;
    return ok();
  }

  Result<> make_areas() {
    Place middle{};
    double placed = 0;
    for (const auto& area : profile.neighbourhoods)
      if (area.centre) {
        const auto weight = static_cast<double>(area.placed);
        middle.lat += area.centre->lat * weight;
        middle.lon += area.centre->lon * weight;
        placed += weight;
      }
    if (placed > 0) middle = {middle.lat / placed, middle.lon / placed};
    for (const auto& area : profile.neighbourhoods)
      TRY_DO(make_area(area.name, area.centre.value_or(middle), std::max(area.spread_m, 300.0), static_cast<double>(area.count)));
    return make_area("", middle, 5000, static_cast<double>(profile.count) * 0.05 + 1);
  }

  Result<> make_area(const std::string& name, Place centre, double spread_m, double weight) {
    const std::string shown = name.empty() ? "Whole city" : name;
    programmes::NewRegion region;
    region.key = key_of(shown, areas.size());
    region.name = std::string(shown);
    region.centre = centre;
    TRY(made, programmes::create_region(*tx, region));
    clients::Site site;
    site.programme_id = company.programme;
    site.name = shown;
    site.address = shown;
    site.place = centre;
    // What cannot be placed can be done by anybody: no region is asked for.
    if (!name.empty()) site.region_id = made.id;
    TRY(place, clients::create_site(*tx, site));
    company.sites[name] = place.id;
    areas.push_back({name, made.id, centre, spread_m, weight});
    return ok();
  }

  Result<SkillId> skill_for(const std::string& reason, double count) {
    for (Trade& trade : trades)
      if (trade.name == reason) {
        trade.weight += count;
        return trade.skill;
      }
    TRY(skill, workers::create_skill(*tx, key_of(reason, trades.size()), reason.empty() ? "General" : reason));
    trades.push_back({reason, skill.id, count});
    return skill.id;
  }

  Result<PolicyId> policy_for(const std::string& name, std::optional<Milliseconds> median) {
    const auto solve = std::clamp<std::int64_t>(median ? std::chrono::duration_cast<std::chrono::minutes>(*median).count() : 5 * minutes_a_day, 60, 365 * minutes_a_day);
    sla::Policy policy;
    policy.name = name;
    sla::PolicyRule rule;
    rule.reach_minutes = static_cast<int>(std::max<std::int64_t>(solve / 2, 30));
    rule.solve_minutes = static_cast<int>(solve);
    rule.clock = sla::Clock::clock;
    policy.rules = {rule};
    policy.warning_percents = {80};
    TRY(made, sla::create_policy(*tx, policy));
    return made.id;
  }

  Result<> make_service(const imports::ServiceKind& kind, std::size_t number) {
    const std::string key = service_key(kind.subject, kind.reason, kind.type);
    const std::string shown = kind.type.empty() ? "Other" : kind.type;
    TRY(skill, skill_for(kind.reason, static_cast<double>(kind.count)));
    TRY(policy, policy_for(fmt::format("{} {}", shown.substr(0, 60), number), kind.target_median));
    catalogue::Service service;
    service.key = key_of(kind.type, number);
    service.name = {{"en", shown.substr(0, 100)}};
    service.area = "field";
    service.kind = catalogue::ServiceKind::visit;
    service.skills = {{skill, 1}};
    service.sla_policy_id = policy;
    service.answer_minutes = size.answer_minutes;
    service.duration_minutes = 20 + static_cast<std::int64_t>(hash_of(key) % 8) * 10;
    TRY(made, catalogue::create_service(*tx, service));
    company.services[key] = made.id;
    return ok();
  }

  Result<> make_client(std::size_t number) {
    clients::Client client;
    client.programme_id = company.programme;
    client.name = fmt::format("Resident {:03}", number + 1);
    TRY(made, clients::create_client(*tx, client, {}));
    company.clients.push_back(made.id);
    return ok();
  }

  Result<> make_worker(int number) {
    const bool contractor = number >= static_cast<int>(size.workers * (1 - size.contractor_share));
    const Area& home = areas[pick_weighted(areas, prng)];
    workers::Worker worker;
    worker.name = fmt::format("{} {:04}", contractor ? "Contractor" : "Engineer", number + 1);
    worker.kind = contractor ? workers::WorkerKind::contractor : workers::WorkerKind::employee;
    worker.languages = {"en"};
    worker.zone = zone_name;
    const double degrees = home.spread_m / 111'000;
    worker.home = {home.centre.lat + prng.normal(0, degrees), home.centre.lon + prng.normal(0, degrees * 1.35)};
    worker.skills = skills_for(contractor, number);
    worker.capacity = contractor ? 3 : 4;
    worker.speed_kmh = 30;
    worker.rating_centi = prng.between(330, 500);
    worker.cost_per_job = {contractor ? prng.between(4000, 9000) : 0, "USD"};
    worker.cost_per_hour = {contractor ? 0 : prng.between(2500, 4200), "USD"};
    if (!contractor) {
      if (size.shifts) worker.shifts = shifts(number);
      worker.regions = regions_near(home);
    }
    TRY(made, workers::create_worker(*tx, worker));
    company.workers.push_back({made.id, worker.home});
    return ok();
  }

  // Everybody's first skill goes round the trades, so that even a rare one has hands; the rest by demand.
  std::vector<workers::WorkerSkill> skills_for(bool contractor, int number) {
    std::set<SkillId> chosen{trades[static_cast<std::size_t>(number) % trades.size()].skill};
    const std::size_t wanted = contractor ? 5 : 3;
    for (int attempt = 0; attempt < 20 && chosen.size() < std::min(wanted, trades.size()); ++attempt) chosen.insert(trades[pick_weighted(trades, prng)].skill);
    std::vector<workers::WorkerSkill> skills;
    for (const SkillId skill : chosen) skills.push_back({skill, static_cast<std::int32_t>(prng.between(1, 5)), std::nullopt});
    return skills;
  }

  std::vector<workers::WeeklyShift> shifts(int number) {
    static constexpr std::array<int, 5> begins{7, 8, 9, 14, 22};
    const int begin = begins[static_cast<std::size_t>(number) % begins.size()] * 60;
    const int first_day = number % 7;   // five days in a row, the week's ends go round
    std::vector<workers::WeeklyShift> week;
    for (int i = 0; i < 5; ++i) {
      const int from = ((first_day + i) % 7) * minutes_a_day + begin;
      week.push_back({from, from + 8 * 60 + 30});
    }
    return week;
  }

  std::vector<RegionId> regions_near(const Area& home) {
    std::vector<const Area*> sorted;
    for (const Area& area : areas) sorted.push_back(&area);
    std::sort(sorted.begin(), sorted.end(), [&](const Area* a, const Area* b) { return distance_m(a->centre, home.centre) < distance_m(b->centre, home.centre); });
    std::vector<RegionId> near;
    for (std::size_t i = 0; i < sorted.size() && i < 8; ++i) near.push_back(sorted[i]->region);
    return near;
  }

  const InTransaction& in_transaction;
  engine::Tx* tx = nullptr;   // the running one
  const imports::Profile& profile;
  const CompanySize& size;
  Prng& prng;
  ReplayCompany company;
  std::vector<Area> areas;
  std::vector<Trade> trades;
};

requests::Channel channel_of(imports::Channel channel) {
  switch (channel) {
    case imports::Channel::phone: return requests::Channel::phone;
    case imports::Channel::portal: return requests::Channel::portal;
    case imports::Channel::app: return requests::Channel::messenger;
    case imports::Channel::machine: return requests::Channel::api;
    case imports::Channel::social: return requests::Channel::chat;
    default: return requests::Channel::desk;
  }
}

}  // namespace

std::string service_key(const std::string& subject, const std::string& reason, const std::string& type) { return subject + "\n" + reason + "\n" + type; }

Result<ReplayCompany> build_company(const InTransaction& in_transaction, const imports::Profile& profile, const CompanySize& size, Prng& prng) {
  if (profile.services.empty())
    return Error::invalid("replay.empty", "There is no request in the file.", {}, "Name another file.");
  return Builder(in_transaction, profile, size, prng).build();
}

requests::FileRequest filing_of(const imports::ImportedRequest& row, const ReplayCompany& company) {
  requests::FileRequest command;
  const auto service = company.services.find(service_key(row.subject, row.reason, row.type));
  BELLMAN_ASSERT(service != company.services.end(), "the profile lists every service of the file");
  command.service_id = service->second;
  command.client_id = company.clients[std::hash<std::string>{}(row.address) % company.clients.size()];
  const auto site = company.sites.find(row.neighbourhood);
  command.site_id = (site == company.sites.end() ? company.sites.find("") : site)->second;
  command.channel = channel_of(row.channel);
  command.title = std::string(first_characters(row.title.empty() ? (row.type.empty() ? "Other" : row.type) : row.title, 200));
  command.description = codec::Text<10'000>(row.queue);
  command.place = row.place;
  if (!row.address.empty()) command.address = codec::Text<500>(row.address);
  command.external_id = codec::Text<100>(row.external_id);
  return command;
}

}  // namespace bellman::world
