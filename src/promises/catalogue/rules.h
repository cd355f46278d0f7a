// The decisions of the catalogue, pure: is a service well defined, is a form well filled, how critical is it, may it be had here.
#pragma once
#include "base/result.h"
#include "catalogue/model.h"

#include <map>
#include <span>

namespace bellman::catalogue {

// The definition of one service, apart from its neighbours. Errors name the member at fault ("fields[2].choices").
Result<> check_service(const Service& service);

struct TreeLink {
  ServiceId id;
  ServiceId parent_id;
};
// May `id` (none: a new service) stand below `parent`? `tree` holds at least the parent and
// all that stand above it. Errors: service.unknown_parent, service.circle.
Result<> check_parent(ServiceId id, ServiceId parent, std::span<const TreeLink> tree);

// Whether the form is filled as the service asks. The first error in the order of the form, its field "fields.KEY". The forms of values:
// number "12.5"; date "2026-03-01"; time "09:05"; yes_no "yes" or "no"; phone international; choice one of the choices, as written there.
// Errors: field.required, field.unknown, field.too_long, field.number, field.too_small, field.too_large, field.date, field.time,
// field.choice, field.yes_no, field.phone, field.email.
Result<> check_fields(const Service& service, const std::map<std::string, std::string>& fields);

// Errors: service.unknown_fault_kind (field "fault_kind"). An empty kind is always good: the client need not know it.
Result<> check_fault_kind(const Service& service, std::string_view fault_kind);

// By the first rule whose words are all met, else the service's own.
sla::Criticality criticality_of(const Service& service, std::string_view fault_kind, const std::map<std::string, std::string>& fields,
                                std::string_view tier);

// Whether somebody of the programme may ask for it in the region (none: the place's region is not known). It says nothing of
// the policy: a forbidden service is available for being refused. Errors: service.inactive, service.not_in_programme, service.not_in_region.
Result<> availability(const Service& service, ProgrammeId programme, RegionId region);
bool is_of_programme(const Service& service, ProgrammeId programme);

// The name in the client's language, with the fall-back of text_in().
std::string_view localised_name(const Service& service, std::string_view language);
// The polite sentence of a forbidden service, with the same fall-back; empty when it is allowed.
std::string refusal_text(const Service& service, std::string_view language);

// Whether every word of the text begins a word of the key or of a name in any language, without regard to case and accents.
bool matches(const Service& service, std::string_view text);

}  // namespace bellman::catalogue
