#include "world/import_history.h"

#include "base/text.h"
#include "catalogue/service.h"
#include "clients/service.h"
#include "engine/engine.h"
#include "imports/reader.h"
#include "programmes/service.h"
#include "requests/service.h"
#include "sla/service.h"
#include "world/replay_company.h"

#include <unordered_map>

namespace bellman::world {

namespace {

using imports::ImportedRequest;

constexpr std::size_t rows_at_once = 200;
constexpr const char* programme_key = "imported";
constexpr const char* policy_name = "Imported requests: no promise";

requests::Request as_history(const ImportedRequest& row) {
  requests::Request request;
  request.channel = requests::Channel::import_;
  request.title = first_characters(row.title.empty() ? (row.type.empty() ? "Other" : row.type) : row.title, 200);
  request.description = first_characters(row.notes, 10'000);
  request.place = row.place;
  request.address = first_characters(row.address, 500);
  request.filed_at = row.opened;
  request.changed_at = row.closed.value_or(row.opened);
  request.external_id = first_characters(row.external_id, 100);
  request.solve_due = row.target;
  request.late = row.target && row.closed && *row.closed > *row.target;
  if (row.closed && *row.closed >= row.opened) {
    request.state = requests::RequestState::closed;
    request.owes = requests::Owing::nobody;
    request.done_at = row.closed;
    request.closed_at = row.closed;
    if (row.closure == imports::Closure::duplicate) request.reason = "duplicate";
    if (row.closure == imports::Closure::invalid) request.reason = "invalid";
  } else {
    // Open in the other system, or with an impossible closing: an operator looks at it.
    request.state = requests::RequestState::accepted;
    request.owes = requests::Owing::operator_;
    request.step = "follow_up";
    request.owed_by = row.target;
  }
  request.resume_state = request.state;
  return request;
}

class HistoryImport {
 public:
  HistoryImport(engine::Engine& on, std::function<void(double, std::string_view)> tell) : engine(on), progress(std::move(tell)) {}

  Result<ImportResult> run(const std::string& path, const std::string& format) {
    TRY(file, imports::RequestFile::open(path, format));
    std::vector<ImportedRequest> waiting;
    std::uint64_t last_line = 1;
    std::optional<Error> broken;
    for (;;) {
      const auto next = file.next();
      const imports::ImportedRow* row = next.has_value() ? *next : nullptr;
      if (next.has_error()) broken = next.error();
      if (row != nullptr) {
        ++result.figures.rows;
        last_line = row->line;
        result.figures.findings += static_cast<std::int64_t>(row->findings.size());
        if (row->request) waiting.push_back(*row->request);
        else ++result.figures.rejected;
      }
      if (waiting.size() >= rows_at_once || (row == nullptr && !waiting.empty())) {
        TRY_DO(take(waiting));
        waiting.clear();
        if (progress) progress(static_cast<double>(file.file_bytes_read()) / static_cast<double>(std::max<std::uint64_t>(file.file_bytes(), 1)), "importing");
      }
      if (row == nullptr) break;
    }
    imports::DirtReport dirt = file.dirt();
    if (broken) {
      result.figures.whole = false;
      dirt.add_file_finding({last_line, broken->code, imports::Effect::noted, {}, {}, broken->message});
    }
    result.dirt_text = dirt.text();
    result.dirt_json = dirt.json();
    return std::move(result);
  }

 private:
  // One transaction for some rows: what is made on the way (services, sites) is remembered only when it is committed.
  Result<> take(const std::vector<ImportedRequest>& rows) {
    std::map<requests::TakenOver, std::int64_t> counts;
    const auto outcome = engine.run({engine::ActorKind::machine, 0}, [&](engine::Tx& tx) -> Result<> {
      counts.clear();
      for (const ImportedRequest& row : rows) {
        TRY(how, take_one(tx, row));
        ++counts[how];
      }
      return ok();
    });
    if (outcome.has_error()) return outcome;
    result.figures.taken += counts[requests::TakenOver::fresh];
    result.figures.updated += counts[requests::TakenOver::updated];
    result.figures.known_before += counts[requests::TakenOver::known];
    return ok();
  }

  Result<requests::TakenOver> take_one(engine::Tx& tx, const ImportedRequest& row) {
    TRY_DO(prepare(tx));
    requests::Request request = as_history(row);
    request.programme_id = programme;
    request.client_id = client;
    TRY(service, service_for(tx, row));
    request.service_id = service;
    TRY(site, site_for(tx, row.neighbourhood));
    request.site_id = site;
    return requests::take_over(tx, std::move(request));
  }

  Result<> prepare(engine::Tx& tx) {
    if (client) return ok();
    auto found = programmes::find_programme_by_key(tx.session(), programme_key);
    if (found.has_value()) {
      programme = found->id;
    } else {
      programmes::NewProgramme wanted;
      wanted.key = std::string(programme_key);
      wanted.name = std::string("Imported requests");
      TRY(made, programmes::create_programme(tx, wanted));
      programme = made.id;
    }
    TRY(promise, sla::find_policy(tx.session(), policy_name));
    if (promise) {
      policy = promise->id;
    } else {
      sla::Policy none;
      none.name = policy_name;
      TRY(made, sla::create_policy(tx, none));
      policy = made.id;
    }
    TRY(known, clients::find_client_by_external_id(tx.session(), programme, "imported"));
    if (known) {
      client = known->id;
      return ok();
    }
    clients::Client draft;
    draft.programme_id = programme;
    draft.kind = clients::ClientKind::organisation;
    draft.name = "Clients of the imported system";
    draft.external_id = "imported";
    TRY(made, clients::create_client(tx, draft, {}));
    client = made.id;
    return ok();
  }

  Result<ServiceId> service_for(engine::Tx& tx, const ImportedRequest& row) {
    const std::string key = fmt::format("imported-{:016x}", fingerprint(service_key(row.subject, row.reason, row.type)));
    if (const auto known = services.find(key); known != services.end()) return known->second;
    TRY(there, catalogue::find_service(tx.session(), key));
    if (there) return services[key] = there->id;
    catalogue::Service service;
    service.key = key;
    service.name = {{"en", std::string(first_characters(row.type.empty() ? "Other" : row.type, 100))}};
    service.area = "imported";
    service.programmes = {programme};
    service.dispatch_mode = catalogue::DispatchMode::none;
    service.sla_policy_id = policy;
    TRY(made, catalogue::create_service(tx, service));
    return services[key] = made.id;
  }

  Result<SiteId> site_for(engine::Tx& tx, const std::string& neighbourhood) {
    const std::string name = neighbourhood.empty() ? "Unknown place" : neighbourhood;
    if (const auto known = sites.find(name); known != sites.end()) return known->second;
    TRY(there, clients::find_site_by_name(tx.session(), programme, name));
    if (there) return sites[name] = there->id;
    clients::Site site;
    site.programme_id = programme;
    site.name = name;
    site.address = name;
    TRY(made, clients::create_site(tx, site));
    return sites[name] = made.id;
  }

  // FNV-1a: the same service has the same key in every run.
  static std::uint64_t fingerprint(std::string_view text) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return hash;
  }

  engine::Engine& engine;
  std::function<void(double, std::string_view)> progress;
  ImportResult result;
  ProgrammeId programme;
  PolicyId policy;  // without any rule: what is imported keeps the times it was promised
  ClientId client;
  std::unordered_map<std::string, ServiceId> services;
  std::unordered_map<std::string, SiteId> sites;
};

}  // namespace

Result<ImportResult> import_history(db::Database& database, const engine::Clock& clock, const std::string& file, const std::string& format,
                                    const std::function<void(double, std::string_view)>& progress) {
  // Nobody listens: history sets nothing in motion. The text index is filled by the server's own timer later.
  const engine::Registry registry;
  engine::Engine engine(database, registry, clock);
  TRY_DO(engine.start());
  return HistoryImport(engine, progress).run(file, format);
}

}  // namespace bellman::world
