#include "catalogue/service.h"

#include "catalogue/store.h"
#include "db/typed.h"
#include "programmes/service.h"
#include "sla/service.h"
#include "workers/service.h"

#include <algorithm>

namespace bellman::catalogue {

namespace {

std::string_view key_of(const std::shared_ptr<const Service>& service) { return service->key; }

// The names of the members that differ; the version is not counted.
std::vector<std::string> changed_members(const Service& before, const Service& after) {
  std::vector<std::string> now, names;
  codec::for_each_member(after, [&](std::string_view, const auto& member) { now.push_back(codec::to_json(member)); });
  std::size_t at = 0;
  codec::for_each_member(before, [&](std::string_view name, const auto& member) {
    if (codec::to_json(member) != now[at++] && name != "version") names.emplace_back(name);
  });
  return names;
}

Result<> announce(engine::Tx& tx, std::string kind, const Service& service, std::vector<std::string> members) {
  // An event belongs to one programme at most; a service of several is everybody's who edits catalogues.
  const ProgrammeId programme = service.programmes.size() == 1 ? service.programmes.front() : ProgrammeId{};
  return tx.apply(engine::Consequences{}.event(std::move(kind), "service", service.id.value, programme, engine::Audience::operator_,
                                               ServiceChange{service.key, service.version, std::move(members)}));
}

// The parent and what stands above it, up to the root or to the service itself.
Result<std::vector<TreeLink>> links_above(db::Session& session, const Service& service) {
  std::vector<TreeLink> links;
  for (ServiceId at = service.parent_id; at && links.size() < 1000;) {
    TRY(found, store::find_service(session, at));
    if (!found) break;
    links.push_back({found->id, found->parent_id});
    at = found->id == service.id ? ServiceId{} : found->parent_id;
  }
  return links;
}

template <class Noun>
Result<> need(const Result<Noun>& found, std::string_view what, std::string field) {
  if (found.has_value()) return ok();
  if (found.error().kind != ErrorClass::not_found) return found.error();
  return Error::invalid(fmt::format("service.unknown_{}", what), fmt::format("There is no such {}.", what), field, fmt::format("Choose one of the {}s, or add it first.", what));
}

// What it refers to must be there. `before`: what stood in the service already need not be looked up again, and may have been retired since.
Result<> check_references(engine::Tx& tx, const Service& service, const Service& before) {
  TRY_DO(programmes::need_programmes(tx, service.programmes, before.programmes, "service"));
  TRY_DO(programmes::need_regions(tx, service.regions, before.regions, "service"));
  if (service.sla_policy_id && service.sla_policy_id != before.sla_policy_id) TRY_DO(sla::need_policy(tx.session(), service.sla_policy_id, "service", "sla_policy_id"));
  for (std::size_t i = 0; i < service.skills.size(); ++i)
    if (!std::ranges::count(before.skills, service.skills[i].skill_id, &SkillNeed::skill_id))
      TRY_DO(need(workers::load_skill(tx.session(), service.skills[i].skill_id), "skill", fmt::format("skills[{}].skill_id", i)));
  for (std::size_t i = 0; i < service.parts.size(); ++i)
    if (!std::ranges::count(before.parts, service.parts[i].part_id, &PartNeed::part_id))
      TRY_DO(need(workers::load_part(tx.session(), service.parts[i].part_id), "part", fmt::format("parts[{}].part_id", i)));
  return ok();
}

// What only the neighbours can tell.
Result<> check_place(db::Session& session, const Service& service) {
  TRY(other, store::find_by_key(session, service.key));
  if (other && other->id != service.id)
    return Error::conflict("service.key_taken", fmt::format("Another service has the key \"{}\".", service.key), "Choose another key.");
  TRY(links, links_above(session, service));
  return check_parent(service.id, service.parent_id, links);
}

}  // namespace

Catalogue::Catalogue(std::vector<Service> services) {
  in_order.reserve(services.size());
  for (Service& service : services) in_order.push_back(std::make_shared<const Service>(std::move(service)));
  for (const auto& service : in_order) by_id.emplace(service->id, service);
  std::ranges::sort(in_order, {}, key_of);
}

std::shared_ptr<const Service> Catalogue::find(ServiceId id) const {
  const auto found = by_id.find(id);
  return found == by_id.end() ? nullptr : found->second;
}

std::shared_ptr<const Service> Catalogue::find(std::string_view key) const {
  const auto found = std::ranges::lower_bound(in_order, key, {}, key_of);
  return found == in_order.end() || (*found)->key != key ? nullptr : *found;
}

std::vector<TreeLink> Catalogue::tree() const {
  std::vector<TreeLink> links;
  links.reserve(in_order.size());
  for (const auto& service : in_order) links.push_back({service->id, service->parent_id});
  return links;
}

std::shared_ptr<const Catalogue> Cache::find(std::string_view fingerprint) const {
  const std::lock_guard lock(guard);
  for (auto state = kept.rbegin(); state != kept.rend(); ++state)
    if (state->first == fingerprint) return state->second;
  return nullptr;
}

std::size_t Cache::loads() const {
  const std::lock_guard lock(guard);
  return load_count;
}

Result<std::shared_ptr<const Catalogue>> Cache::read(db::Session& session) {
  TRY(fingerprint, store::fingerprint(session));
  if (auto found = find(fingerprint)) return found;
  TRY(services, store::all_services(session));
  auto loaded = std::make_shared<const Catalogue>(std::move(services));
  // Outside of a transaction another process may have written between the two reads: then this state has no name to be kept by.
  TRY(fingerprint_after, store::fingerprint(session));
  if (fingerprint_after != fingerprint) return loaded;
  const std::lock_guard lock(guard);
  load_count += 1;
  kept.emplace_back(std::move(fingerprint), loaded);
  if (kept.size() > states_kept) kept.erase(kept.begin());
  return loaded;
}

Cache& shared_cache() {
  static Cache cache;
  return cache;
}

Result<std::shared_ptr<const Catalogue>> current_catalogue(db::Session& session) { return shared_cache().read(session); }

Result<std::shared_ptr<const Service>> find_service(db::Session& session, ServiceId id) {
  TRY(catalogue, current_catalogue(session));
  return catalogue->find(id);
}

Result<std::shared_ptr<const Service>> find_service(engine::Tx& tx, ServiceId id) { return find_service(tx.session(), id); }

Result<std::shared_ptr<const Service>> find_service(db::Session& session, std::string_view key) {
  TRY(catalogue, current_catalogue(session));
  return catalogue->find(key);
}

Result<Service> create_service(engine::Tx& tx, Service wanted) {
  wanted.id = {};
  wanted.version = 1;
  TRY_DO(check_service(wanted));
  TRY_DO(check_references(tx, wanted, {}));
  TRY_DO(check_place(tx.session(), wanted));
  TRY(id, tx.next_id<Service>());
  wanted.id = id;
  TRY_DO(store::insert(tx.session(), wanted));
  TRY_DO(announce(tx, "service.created", wanted, {}));
  return wanted;
}

Result<Service> replace_service(engine::Tx& tx, Service wanted) {
  TRY(before, store::find_service(tx.session(), wanted.id));
  if (!before) return Error::not_found("service.unknown", "There is no such service.", "service_id", "Look it up in the catalogue.");
  wanted.version = before->version + 1;
  TRY_DO(check_service(wanted));
  TRY_DO(check_references(tx, wanted, *before));
  TRY_DO(check_place(tx.session(), wanted));
  TRY_DO(store::update(tx.session(), wanted));
  TRY_DO(announce(tx, "service.changed", wanted, changed_members(*before, wanted)));
  return wanted;
}

Result<Service> retire_service(engine::Tx& tx, ServiceId id) {
  TRY(found, store::find_service(tx.session(), id));
  if (!found) return Error::not_found("service.unknown", "There is no such service.", "service_id", "Look it up in the catalogue.");
  if (!found->active) return *std::move(found);
  Service retired = *std::move(found);
  retired.active = false;
  retired.version += 1;
  TRY_DO(store::update(tx.session(), retired));
  TRY_DO(announce(tx, "service.changed", retired, {"active"}));
  return retired;
}

}  // namespace bellman::catalogue
