#include "workers/routes.h"

#include "api/list.h"
#include "workers/store.h"
#include "workers/views.h"

#include <charconv>
#include <limits>

namespace bellman::workers {
namespace {

using api::Call;
using api::Nothing;
using api::Page;
using api::Permission;
using api::Read;
using api::Write;

// ---- parameters ----

Result<double> degrees_of(const Call& call, std::string_view name, double bound) {
  const auto text = call.query(name);
  if (!text) return Error::malformed("query.missing", "Near to what?", std::string(name), "Send ?lat= and ?lon= in degrees.");
  double number = 0;
  const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (fault != std::errc() || end != text->data() + text->size() || !(number >= -bound && number <= bound))
    return Error::malformed("query.degrees", fmt::format("Degrees lie between -{0} and {0}.", bound), std::string(name));
  return number;
}

// A cursor of several whole numbers, "1767000000000.12.3"; empty when there is none.
Result<std::vector<std::int64_t>> cursor_of(const Call& call, std::size_t count) {
  const auto text = call.query("after");
  std::vector<std::int64_t> numbers;
  if (!text || text->empty()) return numbers;
  const char* at = text->data();
  const char* const stop = at + text->size();
  while (numbers.size() < count) {
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(at, stop, number);
    const bool last = numbers.size() + 1 == count;
    if (fault != std::errc() || (last ? end != stop : end == stop || *end != '.'))
      return Error::malformed("query.cursor", "That is no cursor of this list.", "after", "Send `next` of the page before.");
    numbers.push_back(number);
    at = end + 1;
  }
  return numbers;
}

// ---- who may ----

bool is_self(const Call& call, WorkerId worker_id) { return worker_id && call.who().worker == worker_id; }

Error not_there() { return Error::not_found("worker.unknown", "There is no such worker."); }

// The worker of the path, for the worker's own account and for those who may see workers of this programme.
Result<Worker> seen_worker(const Call& call, db::Session& session) {
  TRY(id, call.id<WorkerId>("id"));
  const bool self = is_self(call, id);
  if (!self && !api::allowed(call.who().role, Permission::see_workers)) return not_there();
  TRY(worker, load_worker(session, id));
  if (!self && !visible(call.who().scope, worker)) return not_there();
  return std::move(worker);
}

// For the worker's own account and for those who may change workers.
Result<Worker> own_or_managed(const Call& call, db::Session& session) {
  TRY(worker, seen_worker(call, session));
  if (is_self(call, worker.id) || api::allowed(call.who().role, Permission::edit_workers)) return std::move(worker);
  return Error::forbidden("worker.not_yours", "This is for the worker and for those who plan the workers.");
}

Result<> check_editable(const Call& call, const Worker& worker) {
  if (editable(call.who().scope, worker)) return ok();
  return Error::forbidden("worker.out_of_scope", "The worker serves programmes that are not yours.", "Name only programmes of yours, or ask an administrator.");
}

// ---- workers ----

Result<Page<WorkerLine>> list_route(Read& call) {
  WorkerFilter filter;
  TRY(team, api::id_query<TeamId>(call, "team"));
  TRY(skill, api::id_query<SkillId>(call, "skill"));
  TRY(region, api::id_query<RegionId>(call, "region"));
  filter.team_id = team;
  filter.skill_id = skill;
  filter.region_id = region;
  TRY(typed, api::search_query(call));
  filter.typed = typed.empty() ? call.query("name").value_or("") : std::move(typed);
  TRY(condition, api::choice_query<WorkerCondition>(call, "state"));
  if (condition) filter.condition = *condition;
  TRY(after, api::id_query<WorkerId>(call, "after"));
  TRY(limit, call.limit());
  return search(call.session, call.now, filter, call.who().scope, after, limit);
}

Result<WorkerView> show_route(Read& call) {
  TRY(worker, seen_worker(call, call.session));
  return view_of(call.session, std::move(worker), call.now);
}

Result<WorkerView> create_route(Write& call, const WorkerDefinition& definition) {
  Worker draft = worker_from(definition, {});
  TRY_DO(check_editable(call, draft));
  TRY(worker, create_worker(call.tx, std::move(draft)));
  return view_of(call.tx.session(), std::move(worker), call.tx.now());
}

Result<WorkerView> change_route(Write& call, const WorkerDefinition& definition) {
  TRY(current, seen_worker(call, call.tx.session()));
  TRY_DO(check_editable(call, current));
  TRY_DO(call.expect_version(current.version));
  Worker wanted = worker_from(definition, current);
  TRY_DO(check_editable(call, wanted));
  TRY(worker, update_worker(call.tx, std::move(wanted)));
  return view_of(call.tx.session(), std::move(worker), call.tx.now());
}

Result<WorkerView> pause_route(Write& call, const Nothing&) {
  TRY(worker, own_or_managed(call, call.tx.session()));
  TRY(paused, pause(call.tx, worker.id));
  return view_of(call.tx.session(), std::move(paused), call.tx.now());
}

Result<WorkerView> resume_route(Write& call, const Nothing&) {
  TRY(worker, own_or_managed(call, call.tx.session()));
  TRY(resumed, resume(call.tx, worker.id));
  return view_of(call.tx.session(), std::move(resumed), call.tx.now());
}

struct PlaceReport {
  Place place;
  std::optional<Instant> at;  // when the phone was there; now when left out
};
BOOST_DESCRIBE_STRUCT(PlaceReport, (), (place, at))

Result<Nothing> place_route(Write& call, const PlaceReport& report) {
  TRY(worker, own_or_managed(call, call.tx.session()));
  TRY_DO(set_place(call.tx, worker.id, report.place, report.at.value_or(call.tx.now())));
  return Nothing{};
}

// ---- absences ----

struct NewAbsence {
  AbsenceKind kind = AbsenceKind::other;
  std::optional<Instant> from_at;  // now when left out
  Instant until_at;
  std::optional<codec::Text<1000>> note;
};
BOOST_DESCRIBE_STRUCT(NewAbsence, (), (kind, from_at, until_at, note))

Result<Page<Absence>> absences_route(Read& call) {
  TRY(worker, own_or_managed(call, call.session));
  TRY(limit, call.limit());
  TRY(cursor, cursor_of(call, 2));
  const bool first = cursor.empty();
  TRY(absences, store::list_absences(call.session, worker.id, first ? Instant::max() : Instant{cursor[0]}, AbsenceId(first ? 0 : cursor[1]), limit));
  Page<Absence> page{std::move(absences), {}};
  if (static_cast<std::int64_t>(page.items.size()) == limit) page.next = fmt::format("{}.{}", page.items.back().until_at.ms, page.items.back().id.value);
  return page;
}

Result<Absence> add_absence_route(Write& call, const NewAbsence& wanted) {
  TRY(worker, own_or_managed(call, call.tx.session()));
  Absence draft{{}, worker.id, wanted.kind, wanted.from_at.value_or(call.tx.now()), wanted.until_at, wanted.note.value_or(codec::Text<1000>{})};
  return add_absence(call.tx, std::move(draft));
}

Result<Absence> end_absence_route(Write& call, const Nothing&) {
  TRY(worker, own_or_managed(call, call.tx.session()));
  TRY(id, call.id<AbsenceId>("absence"));
  TRY(absence, load_absence(call.tx.session(), id));
  if (absence.worker_id != worker.id) return Error::not_found("absence.unknown", "There is no such absence.");
  return end_absence(call.tx, id);
}

// ---- the van, colleagues, reports ----

struct StockCount {
  std::vector<StockItem> stock;
};
BOOST_DESCRIBE_STRUCT(StockCount, (), (stock))

Result<WorkerView> stock_route(Write& call, const StockCount& count) {
  TRY(worker, own_or_managed(call, call.tx.session()));
  TRY_DO(call.expect_version(worker.version));
  TRY(counted, set_stock(call.tx, worker.id, count.stock));
  return view_of(call.tx.session(), std::move(counted), call.tx.now());
}

struct PartsHanded {
  WorkerId to_worker_id;
  PartId part_id;
  codec::Bounded<1, 1'000'000> quantity;
};
BOOST_DESCRIBE_STRUCT(PartsHanded, (), (to_worker_id, part_id, quantity))

// Either of the two may say it: they stand beside each other.
Result<Nothing> parts_route(Write& call, const PartsHanded& handed) {
  TRY(from, call.id<WorkerId>("id"));
  const bool one_of_them = is_self(call, from) || is_self(call, handed.to_worker_id);
  if (!one_of_them && !api::allowed(call.who().role, Permission::edit_workers))
    return Error::forbidden("worker.not_yours", "This is for the two workers and for those who plan the workers.");
  for (const WorkerId id : {from, handed.to_worker_id}) {
    TRY(worker, load_worker(call.tx.session(), id));
    if (!is_self(call, id) && !visible(call.who().scope, worker)) return not_there();
  }
  TRY_DO(move_parts(call.tx, from, handed.to_worker_id, handed.part_id, handed.quantity));
  return Nothing{};
}

struct Colleagues {
  std::vector<Colleague> items;
};
BOOST_DESCRIBE_STRUCT(Colleagues, (), (items))

// A worker's account sees those it shares a programme with, whatever the account's own scope.
Result<Colleagues> near_route(Read& call) {
  const bool worker_asks = static_cast<bool>(call.who().worker);
  if (!worker_asks && !api::allowed(call.who().role, Permission::see_workers))
    return Error::forbidden("worker.not_yours", "This is for workers and for those who plan them.");
  NearQuestion question;
  TRY(part, api::id_query<PartId>(call, "part"));
  TRY(limit, call.limit());
  question.part_id = part;
  question.limit = std::min<std::int64_t>(limit, 50);
  question.except = call.who().worker;
  api::Scope scope = call.who().scope;
  if (worker_asks) {
    TRY(self, load_worker(call.session, call.who().worker));
    scope = {self.programmes.empty(), self.programmes};
  }
  if (worker_asks && !call.query("lat") && !call.query("lon")) {
    TRY(state, load_state(call.session, call.who().worker));
    question.place = state.place;
  } else {
    TRY(lat, degrees_of(call, "lat", 90));
    TRY(lon, degrees_of(call, "lon", 180));
    question.place = {lat, lon};
  }
  TRY(colleagues, near(call.session, call.now, question, [&](const Worker& worker) { return visible(scope, worker); }));
  return Colleagues{std::move(colleagues)};
}

Result<Page<WorkerFigures>> figures_route(Read& call) {
  TRY(after, api::id_query<WorkerId>(call, "after"));
  TRY(limit, call.limit());
  return figures(call.session, call.who().scope, after, limit);
}

struct CertificateLine {
  WorkerId worker_id;
  std::string worker_name;
  SkillId skill_id;
  std::string skill_name;
  std::int64_t level = 1;
  Instant expires;
};
BOOST_DESCRIBE_STRUCT(CertificateLine, (), (worker_id, worker_name, skill_id, skill_name, level, expires))

// Those that have run out are on the list too: they came first.
Result<Page<CertificateLine>> certificates_route(Read& call) {
  TRY(days, api::count_query(call, "within_days"));
  TRY(limit, call.limit());
  TRY(cursor, cursor_of(call, 3));
  store::Certificate after{Instant::min(), {}, {}, 0};
  if (!cursor.empty()) after = {Instant{cursor[0]}, WorkerId(cursor[1]), SkillId(cursor[2]), 0};
  const Instant until = call.now + 24h * std::min<std::int64_t>(days.value_or(30), 3650);
  TRY(certificates, store::certificates(call.session, after, until, limit));
  Page<CertificateLine> page;
  for (const auto& [expires, worker_id, skill_id, level] : certificates) {
    TRY(worker, load_worker(call.session, worker_id));
    if (!worker.active || !visible(call.who().scope, worker)) continue;
    TRY(skill, load_skill(call.session, skill_id));
    page.items.push_back({worker_id, worker.name, skill_id, skill.name, level, expires});
  }
  if (static_cast<std::int64_t>(certificates.size()) == limit) {
    const auto& last = certificates.back();
    page.next = fmt::format("{}.{}.{}", last.expires.ms, last.worker_id.value, last.skill_id.value);
  }
  return page;
}

// ---- skills, parts, teams ----

struct NewKeyed {
  codec::Text<64, 1> key;
  codec::Text<200, 1> name;
};
BOOST_DESCRIBE_STRUCT(NewKeyed, (), (key, name))

struct NewName {
  codec::Text<200, 1> name;
};
BOOST_DESCRIBE_STRUCT(NewName, (), (name))

// GET, POST and PATCH of one kind of noun; `cursor` is the member that orders the list.
template <class Noun, class New, class List, class Load, class Create, class Rename>
void noun_routes(api::Routes& routes, const std::string& path, const std::string& noun, std::string Noun::*cursor, List list, Load load, Create create, Rename rename) {
  using NounId = decltype(Noun::id);
  routes
      .get<Page<Noun>>("/api/v1/" + path, Permission::logged_in, "All " + path,
                       [list, cursor](Read& call) -> Result<Page<Noun>> {
                         TRY(limit, call.limit());
                         TRY(items, list(call.session, call.query("after").value_or(""), limit));
                         Page<Noun> page{std::move(items), {}};
                         if (static_cast<std::int64_t>(page.items.size()) == limit) page.next = page.items.back().*cursor;
                         return page;
                       })
      .paged();
  routes.post<New, Noun>("/api/v1/" + path, Permission::edit_catalogue, "Add a " + noun, [create](Write& call, const New& wanted) { return create(call.tx, wanted); });
  routes.patch<NewName, Noun>("/api/v1/" + path + "/{id}", Permission::edit_catalogue, "Rename a " + noun,
                              [load, rename](Write& call, const NewName& wanted) -> Result<Noun> {
                                TRY(id, call.id<NounId>("id"));
                                TRY(current, load(call.tx.session(), id));
                                TRY_DO(call.expect_version(current.version));
                                return rename(call.tx, id, wanted.name);
                              });
  routes.get<Noun>("/api/v1/" + path + "/{id}", Permission::logged_in, "One " + noun, [load](Read& call) -> Result<Noun> {
    TRY(id, call.id<NounId>("id"));
    return load(call.session, id);
  });
}

void worker_routes(api::Routes& routes) {
  routes.get<Page<WorkerLine>>("/api/v1/workers", Permission::see_workers, "Workers by id", list_route)
      .paged()
      .with_query("team", "Of this team.")
      .with_query("skill", "Who have this skill, valid or not.")
      .with_query("region", "Who serve this region.")
      .with_query("q", "Any part of the words of the name, of the telephone number or of the external id.")
      .with_query("name", "The same, by its older name.")
      .with_query("state", "One of: " + codec::enum_choices<WorkerCondition>() + ".");
  routes.post<WorkerDefinition, WorkerView>("/api/v1/workers", Permission::edit_workers, "Add a worker", create_route);
  routes.get<WorkerView>("/api/v1/workers/{id}", Permission::logged_in, "One worker", show_route);
  routes.put<WorkerDefinition, WorkerView>("/api/v1/workers/{id}", Permission::edit_workers, "Change a worker", change_route);
  routes.post<Nothing, WorkerView>("/api/v1/workers/{id}/pause", Permission::logged_in, "No more offers for now", pause_route);
  routes.post<Nothing, WorkerView>("/api/v1/workers/{id}/resume", Permission::logged_in, "Take offers again", resume_route);
  routes.put<PlaceReport, Nothing>("/api/v1/workers/{id}/place", Permission::logged_in, "Report where a worker is", place_route);
  routes.put<StockCount, WorkerView>("/api/v1/workers/{id}/stock", Permission::logged_in, "What the van holds, counted", stock_route);
  routes.post<PartsHanded, Nothing>("/api/v1/workers/{id}/parts-handed", Permission::logged_in, "Hand parts to a colleague", parts_route);
  routes.get<Page<Absence>>("/api/v1/workers/{id}/absences", Permission::logged_in, "A worker's absences, the latest first", absences_route).paged();
  routes.post<NewAbsence, Absence>("/api/v1/workers/{id}/absences", Permission::logged_in, "Report an absence", add_absence_route);
  routes.post<Nothing, Absence>("/api/v1/workers/{id}/absences/{absence}/end", Permission::logged_in, "Back already, or not going", end_absence_route);
}

}  // namespace

void routes(api::Routes& routes) {
  worker_routes(routes);
  routes.get<Colleagues>("/api/v1/colleagues", Permission::logged_in, "The nearest colleagues and what their vans hold", near_route)
      .with_query("lat", "Degrees north; where the caller is, when left out by a worker.")
      .with_query("lon", "Degrees east.")
      .with_query("part", "Only those who hold this part.")
      .with_query("limit", "How many, at most 50.");
  routes.get<Page<WorkerFigures>>("/api/v1/worker-figures", Permission::see_reports, "Each worker's work", figures_route).paged();
  routes.get<Page<CertificateLine>>("/api/v1/certificates", Permission::see_workers, "Certificates that run out", certificates_route)
      .paged()
      .with_query("within_days", "Within so many days, 30 when left out.");
  noun_routes<Skill, NewKeyed>(routes, "skills", "skill", &Skill::key, store::list_skills, load_skill,
                               [](engine::Tx& tx, const NewKeyed& wanted) { return create_skill(tx, wanted.key, wanted.name); }, rename_skill);
  noun_routes<Part, NewKeyed>(routes, "parts", "part", &Part::key, store::list_parts, load_part,
                              [](engine::Tx& tx, const NewKeyed& wanted) { return create_part(tx, wanted.key, wanted.name); }, rename_part);
  noun_routes<Team, NewName>(routes, "teams", "team", &Team::name, store::list_teams, load_team,
                             [](engine::Tx& tx, const NewName& wanted) { return create_team(tx, wanted.name); }, rename_team);
}

}  // namespace bellman::workers
