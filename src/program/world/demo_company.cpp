#include "world/demo_company.h"

#include "catalogue/service.h"
#include "people/rules.h"
#include "people/service.h"
#include "programmes/service.h"
#include "sla/service.h"
#include "workers/service.h"
#include "world/demo_builder.h"
#include "world/demo_names.h"

namespace bellman::world {

namespace {

using namespace demo;

struct ProgrammeSpec {
  char letter;
  const char *key, *name, *colour;
  std::vector<const char*> languages;
};

const ProgrammeSpec programme_specs[] = {
    {'b', "aurum", "Aurum Card Concierge", "#7a5c1e", {"en", "lt", "ru", "hy", "es", "ro"}},
    {'f', "stoneworks", "Stoneworks Facility", "#1f4e79", {"en", "lt", "ru", "ro", "es", "fil", "hy"}},
    {'r', "fixwell", "Fixwell Repair Network", "#1f6f5c", {"lt", "ru", "en", "es"}},
};

class DemoBuilder {
 public:
  DemoBuilder(const InTransaction& run, std::uint64_t wanted, Instant moment, std::string zone) : in_transaction(run), seed(wanted), now(moment) {
    company.zone = std::move(zone);
  }

  Result<DemoCompany> build() {
    TRY_DO(in_transaction([&](engine::Tx& tx) { return write_frame(tx); }));
    TRY_DO(in_transaction([&](engine::Tx& tx) { return write_catalogue(tx); }));
    // Streams of their own: what is added to one part leaves the others as they were.
    Prng staff(seed, 21), customers(seed, 22);
    TRY_DO(write_staff(in_transaction, foundation, staff, now, company));
    TRY_DO(write_customers(in_transaction, foundation, customers, company));
    TRY_DO(write_accounts());
    return std::move(company);
  }

 private:
  // Programmes, regions, skills, parts, calendars and service levels.
  Result<> write_frame(engine::Tx& tx) {
    company.programmes.clear();
    company.regions.clear();
    for (std::size_t i = 0; i < std::size(programme_specs); ++i) TRY_DO(write_programme(tx, programme_specs[i], i));
    for (const District& district : districts()) {
      programmes::NewRegion region;
      region.key = std::string(district.key);
      region.name = std::string(district.name);
      region.centre = district.centre;
      TRY(made, programmes::create_region(tx, region));
      foundation.regions[made.key] = made.id;
      company.regions.push_back(made.id);
    }
    for (const Named& skill : skills()) {
      TRY(made, workers::create_skill(tx, std::string(skill.key), std::string(skill.name)));
      foundation.skills[made.key] = made.id;
    }
    for (const Named& part : parts()) {
      TRY(made, workers::create_part(tx, std::string(part.key), std::string(part.name)));
      foundation.parts[made.key] = made.id;
    }
    return write_service_levels(tx);
  }

  Result<> write_programme(engine::Tx& tx, const ProgrammeSpec& spec, std::size_t number) {
    programmes::NewProgramme programme;
    programme.key = std::string(spec.key);
    programme.name = std::string(spec.name);
    programme.colour = codec::Text<7>(spec.colour);
    for (const char* language : spec.languages) programme.languages.emplace_back(language);
    programme.currency = codec::Text<3, 3>("EUR");
    programme.zone = codec::Text<60>(company.zone);
    programme.phone_line = codec::Text<16>(free_phone(100 + number * 111));
    TRY(made, programmes::create_programme(tx, programme));
    foundation.programmes[spec.letter] = made.id;
    company.programmes.push_back(made.id);
    return ok();
  }

  Result<> write_service_levels(engine::Tx& tx) {
    sla::Calendar open_always = round_the_clock();
    open_always.zone = company.zone;
    TRY(always, sla::create_calendar(tx, open_always));
    foundation.round_the_clock = always.id;
    TRY(zone, Zone::find(company.zone));
    sla::Calendar hours = business_hours(std::stoi(to_text(zone.day_of(now)).substr(0, 4)));
    hours.zone = company.zone;
    TRY(business, sla::create_calendar(tx, hours));
    foundation.business_hours = business.id;
    for (auto& [key, policy] : policies(foundation)) {
      TRY(made, sla::create_policy(tx, policy));
      foundation.policies[key] = made.id;
    }
    return ok();
  }

  Result<> write_catalogue(engine::Tx& tx) {
    company.services.clear();
    for (const ServiceSpec& spec : services()) {
      TRY(made, catalogue::create_service(tx, service_from(spec, foundation)));
      foundation.services[made.key] = made.id;
      company.services.push_back({made, std::string(spec.text), std::string(spec.asset), spec.weight});
    }
    return ok();
  }

  // ---- who may log in ----

  struct AccountDraft {
    people::NewAccount account;
    std::string password, hash;
  };

  Result<> write_accounts() {
    Prng prng(seed, 23);
    std::vector<AccountDraft> drafts = account_drafts(prng);
    for (AccountDraft& draft : drafts) {
      TRY_DO(people::check_password(draft.password, draft.account.login));
      TRY(hash, people::hash_password(draft.password));
      draft.hash = hash;
    }
    TRY_DO(in_batches(in_transaction, drafts.size(), [&](engine::Tx& tx, std::size_t i) -> Result<> {
      TRY_DO(people::create_account(tx, drafts[i].account, drafts[i].hash));
      return ok();
    }));
    for (const AccountDraft& draft : drafts)
      company.accounts.push_back({draft.account.login, draft.password, std::string(codec::enum_name(draft.account.role)), draft.account.name});
    return ok();
  }

  std::vector<AccountDraft> account_drafts(Prng& prng) const {
    using people::Role;
    std::vector<AccountDraft> drafts;
    const auto add = [&](const char* login, std::string name, Role role) -> people::NewAccount& {
      AccountDraft draft;
      draft.account.login = std::string(login);
      draft.account.name = std::move(name);
      draft.account.role = role;
      draft.account.all_programmes = role != Role::client;
      draft.password = pronounceable_password(prng);
      drafts.push_back(std::move(draft));
      return drafts.back().account;
    };
    const auto somebody = [&] { return make_person(prng.below(static_cast<std::uint32_t>(languages.size())), prng).name(); };
    add("admin", somebody(), Role::administrator);
    add("manager", somebody(), Role::manager);
    add("dispatcher", somebody(), Role::dispatcher);
    add("operator", somebody(), Role::operator_);
    people::NewAccount& aurum = add("operator.aurum", somebody(), Role::operator_);
    aurum.all_programmes = false;
    aurum.programmes = {company.programmes[0]};
    static constexpr const char* logins[] = {"worker1", "worker2"};
    for (std::size_t i = 0; i < std::size(played_by_people); ++i)
      add(logins[i], company.workers[played_by_people[i]].name, Role::worker).worker_id = company.workers[played_by_people[i]].id;
    people::NewAccount& client = add("client", company.clients[0].name, Role::client);
    client.client_id = company.clients[0].id;
    client.programmes = {company.clients[0].programme};
    client.language = codec::Text<35, 2>(company.clients[0].language);
    return drafts;
  }

  const InTransaction& in_transaction;
  std::uint64_t seed;
  Instant now;
  Foundation foundation;
  DemoCompany company;
};

}  // namespace

Result<DemoCompany> build_demo_company(const InTransaction& in_transaction, std::uint64_t seed, Instant now, std::string zone) {
  return DemoBuilder(in_transaction, seed, now, std::move(zone)).build();
}

}  // namespace bellman::world
