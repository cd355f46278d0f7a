// The 200 clients of the demonstration, their sites and equipment.
//   bank        80 persons, 20 of them in ten households; 30 have a second place
//   facility    20 organisations with 74 sites and 40 employees
//   repair      8 organisations with 24 sites and 52 persons
#include "world/demo_builder.h"
#include "world/demo_names.h"

#include "clients/service.h"

namespace bellman::world::demo {

namespace {

constexpr std::size_t nobody = static_cast<std::size_t>(-1);

struct ClientDraft {
  clients::Client client;
  std::vector<clients::ContactPoint> contacts;
  std::size_t organisation = nobody;   // position among the drafts
  std::size_t household = nobody;
};

struct SiteDraft {
  clients::Site site;
  std::size_t client = 0;
  std::vector<clients::Asset> assets;
};

struct WishDraft {
  clients::WorkerWish wish;
  std::size_t client = 0;
};

class Customers {
 public:
  Customers(const Foundation& with, Prng& random) : foundation(with), prng(random) {}

  void draft(const std::vector<DemoHand>& hands) {
    draft_bank();
    draft_facility();
    draft_repair();
    for (std::size_t i = 0; i < drafts.size(); i += 4) draft_wish(i, hands);
  }

  Result<> write(const InTransaction& in_transaction, DemoCompany& company) {
    std::vector<HouseholdId> households(household_names.size());
    TRY_DO(in_batches(in_transaction, households.size(), [&](engine::Tx& tx, std::size_t i) -> Result<> {
      TRY(made, clients::create_household(tx, {{}, foundation.programmes.at('b'), household_names[i], 1}));
      households[i] = made.id;
      return ok();
    }));
    company.clients.resize(drafts.size());
    TRY_DO(in_batches(in_transaction, drafts.size(), [&](engine::Tx& tx, std::size_t i) -> Result<> {
      clients::Client draft = drafts[i].client;
      if (drafts[i].organisation != nobody) draft.organisation_id = company.clients[drafts[i].organisation].id;
      if (drafts[i].household != nobody) draft.household_id = households[drafts[i].household];
      TRY(made, clients::create_client(tx, draft, drafts[i].contacts));
      company.clients[i] = {made.id, made.programme_id, made.kind, made.name, made.language, made.tier, {}};
      return ok();
    }));
    TRY_DO(write_sites(in_transaction, company));
    return in_batches(in_transaction, wishes.size(), [&](engine::Tx& tx, std::size_t i) -> Result<> {
      clients::WorkerWish wish = wishes[i].wish;
      wish.client_id = company.clients[wishes[i].client].id;
      TRY_DO(clients::set_wish(tx, wish));
      return ok();
    });
  }

 private:
  Result<> write_sites(const InTransaction& in_transaction, DemoCompany& company) {
    std::vector<DemoSite> made_sites(sites.size());
    TRY_DO(in_batches(in_transaction, sites.size(), [&](engine::Tx& tx, std::size_t i) -> Result<> {
      clients::Site draft = sites[i].site;
      draft.client_id = company.clients[sites[i].client].id;
      TRY(made, clients::create_site(tx, draft));
      made_sites[i] = {made.id, made.region_id, {}};
      for (clients::Asset asset : sites[i].assets) {
        asset.site_id = made.id;
        TRY(added, clients::create_asset(tx, asset));
        made_sites[i].assets.push_back({added.id, added.kind});
      }
      return ok();
    }));
    for (std::size_t i = 0; i < sites.size(); ++i) company.clients[sites[i].client].sites.push_back(std::move(made_sites[i]));
    return ok();
  }

  // ---- who ----

  void draft_bank() {
    static constexpr std::array<std::size_t, 8> turns{4, 0, 1, 4, 6, 3, 2, 1};
    std::optional<Person> head;
    for (std::size_t i = 0; i < 80; ++i) {
      const bool joins = i % 8 == 1;   // the household of the one before
      Person person = joins ? relative_of(*head, prng) : make_person(turns[(i * 3 + i / 8) % turns.size()], prng);
      if (i % 8 == 0) household_names.push_back("Household " + person.last);
      const std::string tier = i == 0 || prng.chance(0.18) ? "vip" : "standard";
      ClientDraft& draft = add_person('b', person, fmt::format("AU-{:06}", 100'417 + i * 37), tier);
      if (i % 8 <= 1) draft.household = household_names.size() - 1;
      add_tastes(draft.client);
      const std::size_t number = drafts.size() - 1;
      add_site(number, "Home", tier == "vip" ? "platinum" : "gold", false);
      if (i % 8 < 3) add_site(number, i % 2 == 0 ? "Office" : "Country house", tier == "vip" ? "platinum" : "standard", i % 2 == 0);
      head = std::move(person);
    }
  }

  void draft_facility() {
    for (std::size_t i = 0; i < 20; ++i) {
      const std::size_t organisation = add_organisation('f', i, fmt::format("FC-{:04}", 2001 + i), i < 4 ? "vip" : "standard");
      static constexpr std::array<const char*, 4> names{"Head office", "Branch", "Warehouse", "Workshop"};
      for (std::size_t site = 0; site < (i < 14 ? 4U : 3U); ++site) add_site(organisation, names[site], i < 4 ? "platinum" : site == 0 ? "gold" : "standard", site != 2);
      for (int employee = 0; employee < 2; ++employee)
        add_person('f', make_person(prng.below(static_cast<std::uint32_t>(languages.size())), prng), {}, "standard").organisation = organisation;
    }
  }

  void draft_repair() {
    for (std::size_t i = 0; i < 8; ++i) {
      const std::size_t organisation = add_organisation('r', 20 + i, fmt::format("RN-{:04}", 7001 + i), "standard");
      for (std::size_t site = 0; site < 3; ++site) add_site(organisation, fmt::format("Shop {}", site + 1), "gold", true);
    }
    static constexpr std::array<std::size_t, 6> turns{4, 1, 4, 2, 0, 4};
    for (std::size_t i = 0; i < 52; ++i) {
      add_person('r', make_person(turns[i % turns.size()], prng), fmt::format("RN-{:05}", 30'011 + i * 13), "standard");
      add_site(drafts.size() - 1, "Home", "standard", false);
    }
  }

  ClientDraft& add_person(char programme, const Person& person, std::string external_id, std::string tier) {
    const std::size_t number = drafts.size();
    ClientDraft draft;
    draft.client.programme_id = foundation.programmes.at(programme);
    draft.client.name = person.name();
    draft.client.language = languages[person.culture];
    draft.client.tier = std::move(tier);
    draft.client.external_id = std::move(external_id);
    draft.contacts.push_back({{}, {}, clients::ContactKind::phone, mobile_phone(300 + number), true});
    if (prng.chance(0.8)) draft.contacts.push_back({{}, {}, clients::ContactKind::email, email_of(person, number), true});
    if (prng.chance(0.3)) draft.contacts.push_back({{}, {}, clients::ContactKind::chat, fmt::format("telegram:{}", 70'000'000 + number * 1117), false});
    drafts.push_back(std::move(draft));
    return drafts.back();
  }

  std::size_t add_organisation(char programme, std::size_t number, std::string external_id, std::string tier) {
    ClientDraft draft;
    draft.client.programme_id = foundation.programmes.at(programme);
    draft.client.kind = clients::ClientKind::organisation;
    draft.client.name = organisation_name(number);
    draft.client.language = prng.chance(0.6) ? "lt" : "en";
    draft.client.tier = std::move(tier);
    draft.client.external_id = std::move(external_id);
    draft.client.notes = "Invoices once a month; the janitor has the keys.";
    draft.contacts.push_back({{}, {}, clients::ContactKind::phone, office_phone(100 + number), true});
    draft.contacts.push_back({{}, {}, clients::ContactKind::email, fmt::format("facility.{}@example.org", number + 1), true});
    drafts.push_back(std::move(draft));
    return drafts.size() - 1;
  }

  void add_tastes(clients::Client& client) {
    static constexpr std::array<std::string_view, 4> drinks{"green tea, no sugar", "black coffee", "espresso, one sugar", "water without gas"};
    static constexpr std::array<std::string_view, 3> flowers{"white roses", "tulips", "no lilies: allergy"};
    static constexpr std::array<std::string_view, 3> seats{"aisle", "window", "front rows"};
    client.tastes["drink"] = prng.pick(drinks);
    if (prng.chance(0.5)) client.tastes["flowers"] = prng.pick(flowers);
    if (prng.chance(0.5)) client.tastes["seat"] = prng.pick(seats);
    if (client.tier == "vip") client.notes = "Expects a call back within ten minutes. Prefers short answers.";
  }

  // ---- where ----

  void add_site(std::size_t client, std::string name, std::string service_level, bool business) {
    const District& district = districts()[pick_district(prng)];
    SiteDraft draft;
    draft.client = client;
    draft.site.programme_id = drafts[client].client.programme_id;
    draft.site.name = std::move(name);
    draft.site.address = street_address(district, prng);
    draft.site.place = place_in(district, prng);
    draft.site.region_id = foundation.regions.at(std::string(district.key));
    draft.site.service_level = std::move(service_level);
    if (business) draft.site.calendar_id = foundation.business_hours;
    add_assets(draft, business);
    sites.push_back(std::move(draft));
  }

  void add_assets(SiteDraft& draft, bool business) {
    struct Kind {
      std::string_view kind, name;
      double at_home, in_business;
    };
    static constexpr Kind kinds[] = {{"boiler", "Gas boiler Tern {}", 0.35, 0.3}, {"air conditioner", "Air conditioner Boreas {}", 0.2, 0.6},
                                     {"washing machine", "Washing machine Ripple {}", 0.4, 0}, {"car", "Estate car Heron {}", 0.3, 0.1}, {"server", "Server rack {}", 0, 0.4}};
    for (const Kind& kind : kinds) {
      if (draft.assets.size() == 1 || !prng.chance(business ? kind.in_business : kind.at_home)) continue;
      clients::Asset asset;
      asset.kind = kind.kind;
      asset.name = fmt::format(fmt::runtime(kind.name), prng.between(2, 9) * 100);
      asset.serial = fmt::format("{:08X}", prng.next());
      draft.assets.push_back(std::move(asset));
    }
  }

  // The first client trusts a worker whom a person plays.
  void draft_wish(std::size_t client, const std::vector<DemoHand>& hands) {
    WishDraft draft;
    draft.client = client;
    draft.wish.worker_id = hands[client == 0 ? played_by_people[0] : prng.below(static_cast<std::uint32_t>(hands.size()))].id;
    draft.wish.kind = client == 0 || prng.chance(0.75) ? clients::WishKind::wished : clients::WishKind::refused;
    draft.wish.reason = draft.wish.kind == clients::WishKind::wished ? "Knows the house." : "Came late twice.";
    wishes.push_back(std::move(draft));
  }

  const Foundation& foundation;
  Prng& prng;
  std::vector<std::string> household_names;
  std::vector<ClientDraft> drafts;
  std::vector<SiteDraft> sites;
  std::vector<WishDraft> wishes;
};

}  // namespace

Result<> write_customers(const InTransaction& in_transaction, const Foundation& foundation, Prng& prng, DemoCompany& company) {
  Customers customers(foundation, prng);
  customers.draft(company.workers);
  return customers.write(in_transaction, company);
}

}  // namespace bellman::world::demo
