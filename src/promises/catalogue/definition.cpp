#include "catalogue/definition.h"

#include "base/language.h"
#include "base/text.h"
#include "catalogue/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace bellman::catalogue {

namespace {

constexpr std::size_t most_fields = 50;

Error wrong(std::string_view code, std::string_view sentence, std::string_view member, std::string_view cure) {
  return Error::invalid(code, sentence, member, cure);
}

bool is_key(std::string_view key, std::size_t most, std::string_view also) {
  return !key.empty() && key.size() <= most && key.front() >= 'a' && key.front() <= 'z' && std::all_of(key.begin(), key.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || also.find(c) != std::string_view::npos;
  });
}

// The position of the first item that stands twice in the list.
template <class List, class Key>
std::optional<std::size_t> second_of_its_kind(const List& list, Key&& key_of) {
  std::set<std::decay_t<decltype(key_of(list.front()))>> seen;
  for (std::size_t i = 0; i < list.size(); ++i)
    if (!seen.insert(key_of(list[i])).second) return i;
  return std::nullopt;
}

const auto itself = [](const auto& item) { return item; };

Result<> check_choices(const FormField& field) {
  if (field.type != FieldType::choice) {
    if (field.choices.empty()) return ok();
    return wrong("service.choices", "Only a field of the type choice has choices.", "choices", "Leave them out, or make it a choice.");
  }
  if (field.choices.empty()) return wrong("service.choices", "A choice needs something to choose from.", "choices", "Give at least one.");
  if (field.choices.size() > 200) return wrong("service.choices", "There are more than 200 choices.", "choices", "Give at most 200.");
  for (std::size_t i = 0; i < field.choices.size(); ++i)
    if (trimmed(field.choices[i]).empty() || length_of(field.choices[i]) > 200)
      return wrong("service.choices", "A choice is a text of 1 to 200 characters.", fmt::format("choices[{}]", i), "Write what can be chosen.");
  if (const auto twice = second_of_its_kind(field.choices, itself))
    return wrong("service.choices", fmt::format("The choice \"{}\" stands there twice.", field.choices[*twice]), fmt::format("choices[{}]", *twice), "Leave one out.");
  return ok();
}

Result<> check_limits(const FormField& field) {
  const bool is_number = field.type == FieldType::number;
  for (const auto& [limit, member] : {std::pair(field.minimum, "minimum"), std::pair(field.maximum, "maximum")}) {
    if (limit && !is_number) return wrong("service.limits", "Only a number has a least and a most.", member, "Leave it out, or make it a number.");
    if (limit && !std::isfinite(*limit)) return wrong("service.limits", "A limit is a finite number.", member, "Give a number.");
  }
  if (field.minimum && field.maximum && *field.minimum > *field.maximum)
    return wrong("service.limits", "The least is above the most.", "maximum", "Exchange them.");
  if (field.max_length < 1 || field.max_length > 10'000)
    return wrong("service.limits", "A text may have between 1 and 10000 characters.", "max_length", "Give such a number.");
  return ok();
}

Result<> check_form_field(const FormField& field) {
  if (!is_key(field.key, 40, "_"))
    return wrong("service.field_key", "The key of a field starts with a small letter and holds small letters, digits and _, at most 40.", "key", "Write it like passport_number.");
  TRY_DO(check_texts(field.label, 200, "label"));
  TRY_DO(check_choices(field));
  return check_limits(field);
}

bool in_range(std::int64_t value, std::int64_t least, std::int64_t most) { return value >= least && value <= most; }

Result<> check_numbers(const Service& service) {
  const struct { std::int64_t value, least, most; std::string_view member; } numbers[] = {
      {service.duration_minutes, 1, 43'200, "duration_minutes"}, {service.answer_minutes, 1, 1440, "answer_minutes"}, {service.parallel_offers, 1, 20, "parallel_offers"}};
  for (const auto& number : numbers)
    if (!in_range(number.value, number.least, number.most))
      return wrong("service.number", fmt::format("{} is {}.", number.member, number.value), std::string(number.member),
                   fmt::format("Give a number from {} to {}.", number.least, number.most));
  return ok();
}

Result<> check_fault_kinds(const Service& service) {
  for (std::size_t i = 0; i < service.fault_kinds.size(); ++i)
    if (trimmed(service.fault_kinds[i]).empty() || length_of(service.fault_kinds[i]) > 100)
      return wrong("service.fault_kind", "A kind of fault is a text of 1 to 100 characters.", fmt::format("fault_kinds[{}]", i), "Write what may be broken.");
  if (const auto twice = second_of_its_kind(service.fault_kinds, itself))
    return wrong("service.fault_kind", "A kind of fault stands there twice.", fmt::format("fault_kinds[{}]", *twice), "Leave one out.");
  return ok();
}

Result<> check_policy(const Service& service) {
  if (service.policy == ServicePolicy::forbidden) return check_texts(service.refusal, 1000, "refusal");
  if (!service.refusal.empty())
    return wrong("service.refusal", "Only a forbidden service has a refusal.", "refusal", "Leave it out, or forbid the service.");
  if (!service.sla_policy_id)
    return wrong("service.no_sla_policy", "A service that is allowed needs an SLA policy, or its requests would have no deadline.", "sla_policy_id", "Choose one.");
  return ok();
}

// A rule that asks for what can never be is a slip of the pen.
Result<> check_criticality_rule(const Service& service, const CriticalityRule& rule) {
  if (rule.fault_kind.empty() && rule.field.empty() && rule.tier.empty())
    return wrong("service.criticality_rule", "A rule without a condition is met by every request.", "", "Set the criticality of the service itself.");
  if (auto kind = check_fault_kind(service, rule.fault_kind); kind.has_error()) return kind;
  if (rule.field.empty()) {
    if (rule.equals.empty()) return ok();
    return wrong("service.criticality_rule", "The rule names a value but no field.", "field", "Name the field, or leave the value out.");
  }
  const auto field = std::find_if(service.fields.begin(), service.fields.end(), [&](const FormField& one) { return one.key == rule.field; });
  if (field == service.fields.end())
    return wrong("service.criticality_rule", fmt::format("The form has no field \"{}\".", rule.field), "field", "Use the key of a field of the form.");
  FormField alone = *field;
  alone.required = true;
  Service form;
  form.fields.push_back(std::move(alone));
  if (auto value = check_fields(form, {{rule.field, rule.equals}}); value.has_error())
    return wrong("service.criticality_rule", "The field can never have this value: " + value.error().message, "equals", value.error().cure);
  return ok();
}

}  // namespace

Result<> check_texts(const std::map<std::string, std::string>& texts, std::size_t most, std::string_view member) {
  const std::string path(member);
  for (const auto& [language, text] : texts) {
    if (!is_language_tag(language))
      return wrong("text.language", fmt::format("\"{}\" is not a language.", first_characters(language, 40)), path, "Use a tag such as en, ru, fil or pt-BR.");
    if (trimmed(text).empty() || length_of(text) > most)
      return wrong("text.length", fmt::format("The text has {} characters.", length_of(text)), path + "." + language, fmt::format("Write 1 to {}.", most));
  }
  if (!texts.contains("en")) return wrong("text.no_english", "The English text is missing; it is what others fall back to.", path + ".en", "Add it.");
  return ok();
}

Result<> check_form(const std::vector<FormField>& fields) {
  if (fields.size() > most_fields) return wrong("service.too_many_fields", fmt::format("The form has {} fields.", fields.size()), "fields", fmt::format("Use at most {}.", most_fields));
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (auto result = check_form_field(fields[i]); result.has_error()) return result.error().below(fmt::format("fields[{}]", i));
  if (const auto twice = second_of_its_kind(fields, [](const FormField& field) { return field.key; }))
    return wrong("service.field_twice", fmt::format("The key \"{}\" stands in the form twice.", fields[*twice].key), fmt::format("fields[{}].key", *twice), "Give each field its own key.");
  return ok();
}

Result<> check_needs(const Service& service) {
  for (std::size_t i = 0; i < service.skills.size(); ++i) {
    if (!service.skills[i].skill_id) return wrong("service.skill", "The skill is missing.", fmt::format("skills[{}].skill_id", i), "Choose one.");
    if (!in_range(service.skills[i].level, 1, 5))
      return wrong("service.skill_level", "A level of skill lies between 1 and 5.", fmt::format("skills[{}].level", i), "Give such a number.");
  }
  if (const auto twice = second_of_its_kind(service.skills, [](const SkillNeed& need) { return need.skill_id; }))
    return wrong("service.skill", "A skill is asked for twice.", fmt::format("skills[{}]", *twice), "Keep the higher level.");
  for (std::size_t i = 0; i < service.parts.size(); ++i) {
    if (!service.parts[i].part_id) return wrong("service.part", "The part is missing.", fmt::format("parts[{}].part_id", i), "Choose one.");
    if (!in_range(service.parts[i].quantity, 1, 1000))
      return wrong("service.part_quantity", "Between 1 and 1000 parts may be needed.", fmt::format("parts[{}].quantity", i), "Give such a number.");
  }
  if (const auto twice = second_of_its_kind(service.parts, [](const PartNeed& need) { return need.part_id; }))
    return wrong("service.part", "A part is asked for twice.", fmt::format("parts[{}]", *twice), "Add the quantities up.");
  return ok();
}

Result<> check_criticality_rules(const Service& service) {
  for (std::size_t i = 0; i < service.criticality_rules.size(); ++i)
    if (auto result = check_criticality_rule(service, service.criticality_rules[i]); result.has_error())
      return result.error().below(fmt::format("criticality_rules[{}]", i));
  return ok();
}

Result<> check_service(const Service& service) {
  if (!is_key(service.key, 60, "_.-"))
    return wrong("service.key", "The key of a service starts with a small letter and holds small letters, digits, _ . and -, at most 60.", "key", "Write it like travel.visa.");
  TRY_DO(check_texts(service.name, 200, "name"));
  if (!is_key(service.area, 40, "_-"))
    return wrong("service.area", "An area is a word in small letters, at most 40.", "area", "Write it like travel or field.");
  TRY_DO(check_form(service.fields));
  TRY_DO(check_needs(service));
  TRY_DO(check_fault_kinds(service));
  TRY_DO(check_criticality_rules(service));
  if (const auto twice = second_of_its_kind(service.programmes, itself))
    return wrong("service.twice", "A programme is named twice.", fmt::format("programmes[{}]", *twice), "Leave one out.");
  if (const auto twice = second_of_its_kind(service.regions, itself))
    return wrong("service.twice", "A region is named twice.", fmt::format("regions[{}]", *twice), "Leave one out.");
  TRY_DO(check_policy(service));
  return check_numbers(service);
}

}  // namespace bellman::catalogue
