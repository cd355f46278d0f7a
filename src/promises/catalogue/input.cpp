// Commands from outside, turned into the catalogue's nouns.
#include "catalogue/service.h"

namespace bellman::catalogue {

namespace {

FormField field_of(const FormFieldInput& input) {
  FormField field;
  field.key = input.key;
  field.label = input.label;
  field.type = input.type;
  field.required = input.required.value_or(field.required);
  field.minimum = input.minimum;
  field.maximum = input.maximum;
  field.max_length = input.max_length.value_or(field.max_length);
  field.choices.assign(input.choices.begin(), input.choices.end());
  return field;
}

}  // namespace

Service service_of(const ServiceInput& input) {
  Service service;
  service.parent_id = input.parent_id.value_or(ServiceId{});
  service.programmes = input.programmes;
  service.key = input.key;
  service.name = input.name;
  service.area = input.area;
  service.kind = input.kind;
  for (const auto& field : input.fields) service.fields.push_back(field_of(field));
  for (const auto& need : input.skills) service.skills.push_back({need.skill_id, static_cast<std::int32_t>(need.level.value)});
  for (const auto& need : input.parts) service.parts.push_back({need.part_id, static_cast<std::int32_t>(need.quantity.value), need.must_have.value_or(false)});
  service.fault_kinds.assign(input.fault_kinds.begin(), input.fault_kinds.end());
  service.criticality = input.criticality.value_or(service.criticality);
  for (const auto& rule : input.criticality_rules)
    service.criticality_rules.push_back({rule.fault_kind.value_or(""), rule.field.value_or(""), rule.equals.value_or(""), rule.tier.value_or(""), rule.criticality});
  service.regions = input.regions;
  service.policy = input.policy.value_or(service.policy);
  service.refusal = input.refusal;
  service.dispatch_mode = input.dispatch_mode.value_or(service.dispatch_mode);
  service.sla_policy_id = input.sla_policy_id.value_or(PolicyId{});
  service.duration_minutes = input.duration_minutes.value_or(service.duration_minutes);
  service.answer_minutes = input.answer_minutes.value_or(service.answer_minutes);
  service.parallel_offers = input.parallel_offers.value_or(service.parallel_offers);
  service.active = input.active.value_or(true);
  return service;
}

Result<Service> create_service(engine::Tx& tx, const ServiceInput& input) { return create_service(tx, service_of(input)); }

Result<Service> replace_service(engine::Tx& tx, ServiceId id, const ServiceInput& input) {
  Service wanted = service_of(input);
  wanted.id = id;
  return replace_service(tx, std::move(wanted));
}

}  // namespace bellman::catalogue
