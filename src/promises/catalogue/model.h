// What can be asked for. A service (catalogue entry) carries everything that filing, timing and dispatch need to know of it.
#pragma once
#include "codec/describe.h"
#include "sla/model.h"

namespace bellman::catalogue {

enum class ServiceKind { information, booking, purchase, delivery, visit, consultation };
BOOST_DESCRIBE_ENUM(ServiceKind, information, booking, purchase, delivery, visit, consultation)

enum class FieldType { text, number, date, time, choice, yes_no, phone, email };
BOOST_DESCRIBE_ENUM(FieldType, text, number, date, time, choice, yes_no, phone, email)

struct FormField {
  std::string key;                    // in Request.fields
  std::map<std::string, std::string> label;  // language -> text
  FieldType type = FieldType::text;
  bool required = false;
  std::optional<double> minimum;      // of a number
  std::optional<double> maximum;
  std::int64_t max_length = 500;      // of a text, in characters
  std::vector<std::string> choices;
};
BOOST_DESCRIBE_STRUCT(FormField, (), (key, label, type, required, minimum, maximum, max_length, choices))

struct SkillNeed {
  SkillId skill_id;
  std::int32_t level = 1;             // at least, 1..5
};
BOOST_DESCRIBE_STRUCT(SkillNeed, (), (skill_id, level))

struct PartNeed {
  PartId part_id;
  std::int32_t quantity = 1;
  bool must_have = false;             // false: only makes a worker who has it better
};
BOOST_DESCRIBE_STRUCT(PartNeed, (), (part_id, quantity, must_have))

// The first rule whose words are all met sets the criticality; none: the service's own.
struct CriticalityRule {
  std::string fault_kind;             // empty: any
  std::string field;                  // a form field, empty: none
  std::string equals;                 // its value
  std::string tier;                   // the client's, empty: any
  sla::Criticality criticality = sla::Criticality::normal;
};
BOOST_DESCRIBE_STRUCT(CriticalityRule, (), (fault_kind, field, equals, tier, criticality))

enum class ServicePolicy { allowed, forbidden };
BOOST_DESCRIBE_ENUM(ServicePolicy, allowed, forbidden)

enum class DispatchMode {
  automatic,  // found, offered and handed over by the system
  manual,     // a dispatcher assigns
  none,       // an operator does it at the desk; no worker is sent
};
BOOST_DESCRIBE_ENUM(DispatchMode, automatic, manual, none)

struct Service {
  static constexpr std::string_view table = "service";
  ServiceId id;
  ServiceId parent_id;                       // the tree
  std::vector<ProgrammeId> programmes;       // empty: all
  std::string key;                           // stable, unique
  std::map<std::string, std::string> name;   // language -> text; "en" is there
  std::string area;                          // "travel", "courier", "everyday", "business", "information", "field", …
  ServiceKind kind = ServiceKind::visit;
  std::vector<FormField> fields;
  std::vector<SkillNeed> skills;
  std::vector<PartNeed> parts;
  std::vector<std::string> fault_kinds;      // what the client may choose among; empty: any text
  sla::Criticality criticality = sla::Criticality::normal;
  std::vector<CriticalityRule> criticality_rules;
  std::vector<RegionId> regions;             // where it is available; empty: everywhere
  ServicePolicy policy = ServicePolicy::allowed;
  std::map<std::string, std::string> refusal;  // language -> the polite sentence, when forbidden
  DispatchMode dispatch_mode = DispatchMode::automatic;
  PolicyId sla_policy_id;
  std::int64_t duration_minutes = 60;        // a usual visit
  std::int64_t answer_minutes = 5;           // a worker's time to answer an offer
  std::int64_t parallel_offers = 1;          // asked at once when the deadline is near
  bool active = true;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Service, (), (id, parent_id, programmes, key, name, area, kind, fields, skills, parts, fault_kinds, criticality, criticality_rules,
                                    regions, policy, refusal, dispatch_mode, sla_policy_id, duration_minutes, answer_minutes, parallel_offers, active, version))

}  // namespace bellman::catalogue
