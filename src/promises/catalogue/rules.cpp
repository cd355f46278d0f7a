#include "catalogue/rules.h"

#include "base/contact.h"
#include "base/fold.h"
#include "base/language.h"
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace bellman::catalogue {

namespace {

using Fields = std::map<std::string, std::string>;

Error field_error(std::string_view code, std::string_view sentence, const FormField& field, std::string_view cure) {
  return Error::invalid(code, sentence, "fields." + field.key, cure);
}

std::string label_of(const FormField& field) {
  const std::string_view label = text_in(field.label, "en");
  return std::string(label.empty() ? std::string_view(field.key) : label);
}

std::string quoted(std::string_view value) { return fmt::format("\"{}\"", first_characters(value, 60)); }

std::string joined(const std::vector<std::string>& items) {
  std::string list;
  for (const std::string& item : items) list += (list.empty() ? "" : ", ") + item;
  return list;
}

Result<> check_text(const FormField& field, std::string_view value) {
  if (!is_utf8(value)) return field_error("field.encoding", fmt::format("{} is not valid UTF-8.", label_of(field)), field, "Send text in UTF-8.");
  const auto length = static_cast<std::int64_t>(length_of(value));
  if (length > field.max_length)
    return field_error("field.too_long", fmt::format("{} has {} characters.", label_of(field), length), field, fmt::format("Use at most {}.", field.max_length));
  return ok();
}

Result<> check_number(const FormField& field, std::string_view value) {
  double number = 0;
  const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), number, std::chars_format::fixed);
  if (failure != std::errc{} || end != value.data() + value.size() || !std::isfinite(number))
    return field_error("field.number", fmt::format("{} is not a number.", quoted(value)), field, "Write digits with a point, such as 12.5.");
  if (field.minimum && number < *field.minimum)
    return field_error("field.too_small", fmt::format("{} is {}.", label_of(field), value), field, fmt::format("Give at least {}.", *field.minimum));
  if (field.maximum && number > *field.maximum)
    return field_error("field.too_large", fmt::format("{} is {}.", label_of(field), value), field, fmt::format("Give at most {}.", *field.maximum));
  return ok();
}

bool is_clock_time(std::string_view value) {
  const auto digit = [&](std::size_t i) { return value[i] >= '0' && value[i] <= '9'; };
  return value.size() == 5 && value[2] == ':' && digit(0) && digit(1) && digit(3) && digit(4) && value.substr(0, 2) <= "23" && value[3] <= '5';
}

// Any error of `result`, told as one of this field.
template <class T>
Result<> as_field(const FormField& field, std::string_view code, Result<T> result) {
  if (result.has_value()) return ok();
  return field_error(code, result.error().message, field, result.error().cure);
}

Result<> check_value(const FormField& field, const std::string& value) {
  switch (field.type) {
    case FieldType::text: return check_text(field, value);
    case FieldType::number: return check_number(field, value);
    case FieldType::date: return as_field(field, "field.date", parse_local_day(value));
    case FieldType::time:
      if (is_clock_time(value)) return ok();
      return field_error("field.time", fmt::format("{} is not a time of day.", quoted(value)), field, "Write it as 09:05.");
    case FieldType::choice:
      if (std::find(field.choices.begin(), field.choices.end(), value) != field.choices.end()) return ok();
      return field_error("field.choice", fmt::format("{} is not one of the choices.", quoted(value)), field, "Use one of: " + joined(field.choices) + ".");
    case FieldType::yes_no:
      if (value == "yes" || value == "no") return ok();
      return field_error("field.yes_no", fmt::format("{} is neither yes nor no.", quoted(value)), field, "Write yes or no.");
    case FieldType::phone: return as_field(field, "field.phone", phone_e164(value));
    case FieldType::email: return as_field(field, "field.email", email_address(value));
  }
  return ok();
}

const FormField* field_of(const Service& service, std::string_view key) {
  const auto found = std::find_if(service.fields.begin(), service.fields.end(), [&](const FormField& field) { return field.key == key; });
  return found == service.fields.end() ? nullptr : &*found;
}

template <class IdType>
bool contains(const std::vector<IdType>& list, IdType id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

}  // namespace

Result<> check_fields(const Service& service, const Fields& fields) {
  for (const auto& [key, value] : fields) {
    if (field_of(service, key) != nullptr) continue;
    std::vector<std::string> known;
    for (const FormField& field : service.fields) known.push_back(field.key);
    return Error::invalid("field.unknown", fmt::format("The service asks for no {}.", quoted(key)), "fields." + std::string(first_characters(key, 60)),
                          known.empty() ? "Leave it out." : "It asks for: " + joined(known) + ".");
  }
  for (const FormField& field : service.fields) {
    const auto given = fields.find(field.key);
    if (given == fields.end() || trimmed(given->second).empty()) {
      if (field.required) return field_error("field.required", fmt::format("{} is missing.", label_of(field)), field, "Fill it in.");
      continue;
    }
    TRY_DO(check_value(field, given->second));
  }
  return ok();
}

Result<> check_fault_kind(const Service& service, std::string_view fault_kind) {
  if (fault_kind.empty() || service.fault_kinds.empty()) return ok();
  if (std::find(service.fault_kinds.begin(), service.fault_kinds.end(), fault_kind) != service.fault_kinds.end()) return ok();
  return Error::invalid("service.unknown_fault_kind", fmt::format("The service knows no fault of the kind {}.", quoted(fault_kind)), "fault_kind",
                        "Use one of: " + joined(service.fault_kinds) + ".");
}

sla::Criticality criticality_of(const Service& service, std::string_view fault_kind, const Fields& fields, std::string_view tier) {
  for (const CriticalityRule& rule : service.criticality_rules) {
    if (!rule.fault_kind.empty() && rule.fault_kind != fault_kind) continue;
    if (!rule.tier.empty() && rule.tier != tier) continue;
    if (!rule.field.empty()) {
      const auto given = fields.find(rule.field);
      if (given == fields.end() || given->second != rule.equals) continue;
    }
    return rule.criticality;
  }
  return service.criticality;
}

bool is_of_programme(const Service& service, ProgrammeId programme) { return service.programmes.empty() || contains(service.programmes, programme); }

Result<> availability(const Service& service, ProgrammeId programme, RegionId region) {
  if (!service.active)
    return Error::invalid("service.inactive", "The service is no longer offered.", "service_id", "Choose another service of the catalogue.");
  if (!is_of_programme(service, programme))
    return Error::invalid("service.not_in_programme", "The client's programme does not include the service.", "service_id", "Choose a service of the programme.");
  if (service.regions.empty()) return ok();
  if (!region)
    return Error::invalid("service.not_in_region", "The service is given in certain regions only, and the region of the place is not known.", "service_id",
                          "Choose a site that has a region, or another service.");
  if (!contains(service.regions, region))
    return Error::invalid("service.not_in_region", "The service is not given in the region of the place.", "service_id", "Choose another service, or a site in another region.");
  return ok();
}

std::string_view localised_name(const Service& service, std::string_view language) { return text_in(service.name, language); }

std::string refusal_text(const Service& service, std::string_view language) {
  return service.policy == ServicePolicy::forbidden ? std::string(text_in(service.refusal, language)) : std::string();
}

bool matches(const Service& service, std::string_view text) {
  std::vector<std::string> known = words_of(service.key);
  for (const auto& [language, name] : service.name)
    for (std::string& word : words_of(name)) known.push_back(std::move(word));
  const auto wanted = words_of(text);
  return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& beginning) {
    return std::any_of(known.begin(), known.end(), [&](const std::string& word) { return word.starts_with(beginning); });
  });
}

Result<> check_parent(ServiceId id, ServiceId parent, std::span<const TreeLink> tree) {
  std::map<ServiceId, ServiceId> parent_of;
  for (const TreeLink& link : tree) parent_of[link.id] = link.parent_id;
  if (parent && !parent_of.contains(parent))
    return Error::invalid("service.unknown_parent", "There is no such service to stand below.", "parent_id", "Choose a service of the catalogue.");
  // A circle that was there before cannot hold us longer than the tree is large.
  std::size_t steps = 0;
  for (ServiceId at = parent; at && steps <= tree.size(); at = parent_of[at], ++steps)
    if (id && at == id)
      return Error::invalid("service.circle", "The service would stand below itself.", "parent_id", "Choose a parent that is not the service or one below it.");
  return ok();
}

}  // namespace bellman::catalogue
