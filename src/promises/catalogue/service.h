// What other rooms and the routes do with the catalogue.
#pragma once
#include "catalogue/model.h"
#include "catalogue/rules.h"
#include "codec/types.h"
#include "engine/tx.h"

#include <memory>
#include <mutex>
#include <unordered_map>

namespace bellman::catalogue {

// A whole state of the catalogue, never changed once made: keep the pointer as long as it is needed.
class Catalogue {
 public:
  explicit Catalogue(std::vector<Service> services);
  // Nothing when there is no such service.
  std::shared_ptr<const Service> find(ServiceId id) const;
  std::shared_ptr<const Service> find(std::string_view key) const;
  // In order of key.
  const std::vector<std::shared_ptr<const Service>>& all() const { return in_order; }
  std::vector<TreeLink> tree() const;

 private:
  std::vector<std::shared_ptr<const Service>> in_order;
  std::unordered_map<ServiceId, std::shared_ptr<const Service>> by_id;
};

// The last few states of catalogues in memory, found by the fingerprint that the store keeps of all changes made so far.
// Equal fingerprints mean equal content, whichever store, transaction or process wrote it; so nothing is ever invalidated:
// what an abandoned use case wrote has a fingerprint that nobody asks for again. For any thread, each with its own session.
class Cache {
 public:
  static constexpr std::size_t states_kept = 4;
  // One row read by its key; the services only when they are not in memory.
  Result<std::shared_ptr<const Catalogue>> read(db::Session& session);
  std::size_t loads() const;  // how often the services were read from the store

 private:
  std::shared_ptr<const Catalogue> find(std::string_view fingerprint) const;

  mutable std::mutex guard;
  std::vector<std::pair<std::string, std::shared_ptr<const Catalogue>>> kept;  // the newest last
  std::size_t load_count = 0;
};

// The process's own.
Cache& shared_cache();

// Through the shared cache: one cheap query. Within a use case they see its own changes.
Result<std::shared_ptr<const Catalogue>> current_catalogue(db::Session& session);
Result<std::shared_ptr<const Service>> find_service(db::Session& session, ServiceId id);  // nothing when there is none
Result<std::shared_ptr<const Service>> find_service(engine::Tx& tx, ServiceId id);
Result<std::shared_ptr<const Service>> find_service(db::Session& session, std::string_view key);

struct FormFieldInput {
  codec::Text<40, 1> key;
  std::map<std::string, std::string> label;
  FieldType type = FieldType::text;
  std::optional<bool> required;
  std::optional<double> minimum;
  std::optional<double> maximum;
  std::optional<codec::Bounded<1, 10'000>> max_length;
  std::vector<codec::Text<200, 1>> choices;
};
BOOST_DESCRIBE_STRUCT(FormFieldInput, (), (key, label, type, required, minimum, maximum, max_length, choices))

struct SkillNeedInput {
  SkillId skill_id;
  codec::Bounded<1, 5> level;
};
BOOST_DESCRIBE_STRUCT(SkillNeedInput, (), (skill_id, level))

struct PartNeedInput {
  PartId part_id;
  codec::Bounded<1, 1000> quantity;
  std::optional<bool> must_have;
};
BOOST_DESCRIBE_STRUCT(PartNeedInput, (), (part_id, quantity, must_have))

struct CriticalityRuleInput {
  std::optional<codec::Text<100>> fault_kind;
  std::optional<codec::Text<40>> field;
  std::optional<codec::Text<500>> equals;
  std::optional<codec::Text<40>> tier;
  sla::Criticality criticality = sla::Criticality::normal;
};
BOOST_DESCRIBE_STRUCT(CriticalityRuleInput, (), (fault_kind, field, equals, tier, criticality))

// A whole service; what is left out takes the model's default. Lists of programmes and regions: empty means all.
struct ServiceInput {
  std::optional<ServiceId> parent_id;
  std::vector<ProgrammeId> programmes;
  codec::Text<60, 1> key;
  std::map<std::string, std::string> name;
  codec::Text<40, 1> area;
  ServiceKind kind = ServiceKind::visit;
  std::vector<FormFieldInput> fields;
  std::vector<SkillNeedInput> skills;
  std::vector<PartNeedInput> parts;
  std::vector<codec::Text<100, 1>> fault_kinds;
  std::optional<sla::Criticality> criticality;
  std::vector<CriticalityRuleInput> criticality_rules;
  std::vector<RegionId> regions;
  std::optional<ServicePolicy> policy;
  std::map<std::string, std::string> refusal;
  std::optional<DispatchMode> dispatch_mode;
  std::optional<PolicyId> sla_policy_id;
  std::optional<codec::Bounded<1, 43'200>> duration_minutes;
  std::optional<codec::Bounded<1, 1440>> answer_minutes;
  std::optional<codec::Bounded<1, 20>> parallel_offers;
  std::optional<bool> active;
};
BOOST_DESCRIBE_STRUCT(ServiceInput, (), (parent_id, programmes, key, name, area, kind, fields, skills, parts, fault_kinds, criticality, criticality_rules,
                                         regions, policy, refusal, dispatch_mode, sla_policy_id, duration_minutes, answer_minutes, parallel_offers, active))

// Journal: "service.created" and "service.changed" of the subject "service".
struct ServiceChange {
  std::string key;
  std::int64_t version = 1;
  std::vector<std::string> members;  // which have changed; empty when it is new
};
BOOST_DESCRIBE_STRUCT(ServiceChange, (), (key, version, members))

// For import, demo and routes. The id and version of `wanted` are set here. Errors: those of check_service and check_parent; service.key_taken;
// service.unknown_programme, _region, _policy, _skill, _part and service.retired_policy, with their fields.
Result<Service> create_service(engine::Tx& tx, Service wanted);
Result<Service> create_service(engine::Tx& tx, const ServiceInput& input);
// Puts `wanted` in the place of the service with its id; the caller has compared the versions.
Result<Service> replace_service(engine::Tx& tx, Service wanted);
Result<Service> replace_service(engine::Tx& tx, ServiceId id, const ServiceInput& input);
// It cannot be asked for any more; what was asked for keeps it.
Result<Service> retire_service(engine::Tx& tx, ServiceId id);

Service service_of(const ServiceInput& input);

}  // namespace bellman::catalogue
