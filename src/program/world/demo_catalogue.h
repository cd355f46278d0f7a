// What the demonstration's company offers: skills, parts, forms and forty services in a tree, as tables.
#pragma once
#include "catalogue/model.h"
#include "sla/model.h"

#include <array>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellman::world::demo {

struct Named {
  std::string_view key, name;
};
std::span<const Named> skills();
std::span<const Named> parts();

// Lists are words with spaces between; "name:N" carries a level or a quantity, a final "!" means must have or required.
struct ServiceSpec {
  std::string_view key{}, parent{}, area{};
  catalogue::ServiceKind kind = catalogue::ServiceKind::visit;
  catalogue::DispatchMode mode = catalogue::DispatchMode::automatic;
  std::string_view programmes{};   // of "b" bank, "f" facility, "r" repair; empty: all
  std::string_view policy{};       // key of an SLA policy; empty: forbidden
  std::string_view text{};         // of demo_texts.h, when there is no fault kind
  double weight = 1;               // how often it is asked for
  std::int64_t duration_minutes = 60;
  std::int64_t answer_minutes = 5;
  std::int64_t parallel_offers = 1;
  std::string_view skills{}, parts{}, faults{}, fields{};
  std::string_view districts{};    // where it is available; empty: everywhere
  std::string_view asset{};        // the kind of equipment that it is about
  sla::Criticality criticality = sla::Criticality::normal;
  std::vector<catalogue::CriticalityRule> rules{};
  std::array<std::string_view, 5> names{};   // en, ru, es, ro, lt
  std::array<std::string_view, 7> refusal{}; // in the order of `languages`
};
// Parents stand before their children.
const std::vector<ServiceSpec>& services();

// Everything that the tables name by key and that has an id by now.
struct Foundation {
  std::map<std::string, SkillId, std::less<>> skills;
  std::map<std::string, PartId, std::less<>> parts;
  std::map<std::string, PolicyId, std::less<>> policies;
  std::map<std::string, ServiceId, std::less<>> services;
  std::map<std::string, RegionId, std::less<>> regions;
  std::map<char, ProgrammeId> programmes;   // 'b', 'f', 'r'
  CalendarId round_the_clock, business_hours;
};
catalogue::Service service_from(const ServiceSpec& spec, const Foundation& foundation);

// The company's service levels: "urgent", "repair", "planned", "delivery", "desk", "information".
std::map<std::string, sla::Policy> policies(const Foundation& foundation);
sla::Calendar round_the_clock();
// Monday to Friday with an hour of lunch, a short Saturday; closed on the holidays of this year and the next.
sla::Calendar business_hours(int year);

// "plumbing:3" -> {"plumbing", 3, false}; "tow-strap!" -> {"tow-strap", 1, true}
struct Counted {
  std::string_view name;
  int number = 1;
  bool must = false;
};
std::vector<Counted> counted(std::string_view list);

}  // namespace bellman::world::demo
