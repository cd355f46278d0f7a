// The company of the city's file, made in the store before the first server starts.
#include "base/prng.h"
#include "api/rooms.h"
#include "db/open.h"
#include "engine/engine.h"
#include "faults/cluster/city.h"
#include "people/service.h"

#include <filesystem>

namespace bellman::faults {

namespace {

Result<imports::Profile> profile_of(const std::string& file) {
  TRY(rows, imports::RequestFile::open(file, "boston311"));
  imports::ProfileBuilder builder(*Zone::find("America/New_York"));
  for (;;) {
    TRY(row, rows.next());
    if (row == nullptr) return builder.build();
    if (row->request) builder.add(*row->request);
  }
}

Result<Crew::Member> member_of(engine::Tx& tx, WorkerId worker) {
  people::NewAccount account;
  account.login = fmt::format("worker{}", worker.value);
  account.name = fmt::format("Worker {}", worker.value);
  account.role = people::Role::worker;
  account.worker_id = worker;
  TRY(made, people::create_account(tx, account, {}));
  TRY(token, people::create_token(tx, made.id, "phone", std::nullopt));
  return Crew::Member{worker.value, std::move(token.secret)};
}

Result<std::vector<Crew::Member>> make_members(engine::Engine& engine, const std::vector<world::ReplayCompany::Hand>& workers) {
  constexpr std::size_t batch = 100;
  std::vector<Crew::Member> members;
  while (members.size() < workers.size()) {
    const std::size_t from = members.size();
    TRY_DO(engine.run({}, [&](engine::Tx& tx) -> Result<> {
      members.resize(from);
      for (std::size_t i = from; i < std::min(from + batch, workers.size()); ++i) {
        TRY(made, member_of(tx, workers[i].id));
        members.push_back(std::move(made));
      }
      return ok();
    }));
  }
  return members;
}

}  // namespace

std::string city_file() {
  const char* given = std::getenv("BELLMAN_CITY_FILE");
  const std::string file = given != nullptr ? given : BELLMAN_SOURCE_DIR "/../shared/data/requests/boston311_2015_h1.csv.xz";
  return std::filesystem::exists(file) ? file : "";
}

Result<City> make_city(const harness::PrivatePostgres& postgres, const std::string& file) {
  City city;
  city.file = file;
  TRY(profile, profile_of(file));
  TRY(database, db::open_database(postgres.url()));
  engine::Registry registry;
  api::Services services;
  api::subscribe_rooms(api::rooms(), registry, services);
  const engine::SystemClock clock;
  engine::Engine engine(*database, registry, clock, {.process = "company"});
  TRY_DO(engine.start());
  Prng prng{1, 3};
  // Three minutes of real time: nobody's shift begins or ends, and who does not answer is called after a minute.
  TRY(company, world::build_company([&](const auto& body) { return engine.run({}, body); }, profile, {.shifts = false, .answer_minutes = 1}, prng));
  city.company = std::move(company);
  TRY(members, make_members(engine, city.company.workers));
  city.members = std::move(members);
  return city;
}

}  // namespace bellman::faults
