#include "catalogue/rules.h"

#include "base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellman::catalogue {

namespace {

FormField field(std::string key, FieldType type, bool required = false) {
  FormField made;
  made.key = std::move(key);
  made.label = {{"en", "The " + made.key}};
  made.type = type;
  made.required = required;
  return made;
}

// One field of each type.
Service service() {
  Service made;
  made.key = "everyday.repair";
  made.name = {{"en", "Repair"}, {"ru", "Ремонт"}, {"pt", "Conserto"}};
  made.area = "everyday";
  made.sla_policy_id = PolicyId(1);
  made.fields = {field("what", FieldType::text, true), field("count", FieldType::number), field("day", FieldType::date), field("at", FieldType::time),
                 field("size", FieldType::choice), field("urgent", FieldType::yes_no), field("phone", FieldType::phone), field("mail", FieldType::email)};
  made.fields[0].max_length = 5;
  made.fields[1].minimum = 1;
  made.fields[1].maximum = 9.5;
  made.fields[4].choices = {"small", "large"};
  made.fault_kinds = {"leak", "noise"};
  made.criticality_rules = {{"leak", "", "", "", sla::Criticality::high}, {"", "urgent", "yes", "vip", sla::Criticality::critical}, {"", "", "", "vip", sla::Criticality::low}};
  return made;
}

}  // namespace

TEST(Form, AcceptsWhatFits) {
  const std::map<std::string, std::string> filled{{"what", "Ёлка!"}, {"count", "9.5"},  {"day", "2024-02-29"}, {"at", "23:59"},
                                                  {"size", "large"}, {"urgent", "no"}, {"phone", "+37060012345"}, {"mail", "a@b.lt"}};
  EXPECT_TRUE(check_fields(service(), filled).has_value());
  EXPECT_TRUE(check_fields(service(), {{"what", "x"}, {"count", ""}}).has_value()) << "what is not required may be empty";
}

TEST(Form, NamesTheFieldTheRuleAndTheCure) {
  const struct { const char *key, *value, *code, *cure; } cases[] = {
      {"what", "", "field.required", "Fill it in."},
      {"what", "  ", "field.required", "Fill it in."},
      {"what", "123456", "field.too_long", "Use at most 5."},
      {"what", "\xff", "field.encoding", "UTF-8"},
      {"count", "many", "field.number", "12.5"},
      {"count", "1,5", "field.number", "12.5"},
      {"count", "1e2", "field.number", "12.5"},
      {"count", "nan", "field.number", "12.5"},
      {"count", "inf", "field.number", "12.5"},
      {"count", "0.99", "field.too_small", "at least 1."},
      {"count", "-3", "field.too_small", "at least 1."},
      {"count", "9.51", "field.too_large", "at most 9.5."},
      {"day", "2023-02-29", "field.date", "2026-03-01"},
      {"day", "1.3.2026", "field.date", "2026-03-01"},
      {"at", "24:00", "field.time", "09:05"},
      {"at", "9:05", "field.time", "09:05"},
      {"at", "09:60", "field.time", "09:05"},
      {"size", "Large", "field.choice", "small, large"},
      {"urgent", "true", "field.yes_no", "yes or no"},
      {"phone", "60012345", "field.phone", "country"},
      {"mail", "nobody", "field.email", "name@example.com"},
      {"colour", "red", "field.unknown", "what, count, day"},
  };
  for (const auto& one : cases) {
    std::map<std::string, std::string> filled{{"what", "x"}};
    filled[one.key] = one.value;
    const auto outcome = check_fields(service(), filled);
    ASSERT_TRUE(outcome.has_error()) << one.key << " = " << one.value;
    EXPECT_EQ(outcome.error().code, one.code) << one.key << " = " << one.value;
    EXPECT_EQ(outcome.error().field, std::string("fields.") + one.key);
    EXPECT_NE(outcome.error().cure.find(one.cure), std::string::npos) << outcome.error().cure;
    EXPECT_EQ(outcome.error().kind, ErrorClass::invalid);
  }
  EXPECT_EQ(check_fields(service(), {}).error().field, "fields.what");
}

RC_GTEST_PROP(Form, AnythingIsAnsweredWithTheFieldAtFault, (const std::map<std::string, std::string>& given, const std::string& text)) {
  std::map<std::string, std::string> filled = given;
  const Service form = service();
  const auto at = *rc::gen::inRange<std::size_t>(0, form.fields.size());
  filled[form.fields[at].key] = text;
  if (const auto outcome = check_fields(form, filled); outcome.has_error()) RC_ASSERT(outcome.error().field.starts_with("fields."));
}

RC_GTEST_PROP(Form, ANumberIsAcceptedExactlyWithinItsLimits, ()) {
  const auto tenths = *rc::gen::inRange<int>(-200, 200);
  const std::string text = fmt::format("{:.1f}", tenths / 10.0);
  RC_ASSERT(check_fields(service(), {{"what", "x"}, {"count", text}}).has_value() == (tenths >= 10 && tenths <= 95));
}

TEST(Criticality, TheFirstRuleThatFitsWins) {
  const Service one = service();
  EXPECT_EQ(criticality_of(one, "", {}, "standard"), sla::Criticality::normal);
  EXPECT_EQ(criticality_of(one, "leak", {{"urgent", "yes"}}, "vip"), sla::Criticality::high);
  EXPECT_EQ(criticality_of(one, "noise", {{"urgent", "yes"}}, "vip"), sla::Criticality::critical);
  EXPECT_EQ(criticality_of(one, "noise", {{"urgent", "yes"}}, "standard"), sla::Criticality::normal);
  EXPECT_EQ(criticality_of(one, "noise", {{"urgent", "no"}}, "vip"), sla::Criticality::low);
}

RC_GTEST_PROP(Criticality, IsTheServicesOwnOrThatOfARule, (const std::string& kind, const std::string& tier)) {
  Service one = service();
  const auto got = criticality_of(one, kind, {}, tier);
  bool is_known = got == one.criticality;
  for (const auto& rule : one.criticality_rules) is_known |= rule.criticality == got;
  RC_ASSERT(is_known);
  one.criticality_rules.clear();
  RC_ASSERT(criticality_of(one, kind, {}, tier) == one.criticality);
}

TEST(Availability, SaysWhy) {
  Service one = service();
  EXPECT_TRUE(availability(one, ProgrammeId(1), {}).has_value());
  one.programmes = {ProgrammeId(2)};
  EXPECT_EQ(availability(one, ProgrammeId(1), {}).error().code, "service.not_in_programme");
  one.programmes.push_back(ProgrammeId(1));
  one.regions = {RegionId(5)};
  EXPECT_EQ(availability(one, ProgrammeId(1), {}).error().code, "service.not_in_region");
  EXPECT_EQ(availability(one, ProgrammeId(1), RegionId(4)).error().code, "service.not_in_region");
  EXPECT_TRUE(availability(one, ProgrammeId(1), RegionId(5)).has_value());
  one.active = false;
  EXPECT_EQ(availability(one, ProgrammeId(1), RegionId(5)).error().code, "service.inactive");
}

TEST(FaultKind, IsOneOfThoseNamed) {
  Service one = service();
  EXPECT_TRUE(check_fault_kind(one, "").has_value());
  EXPECT_TRUE(check_fault_kind(one, "noise").has_value());
  EXPECT_EQ(check_fault_kind(one, "smoke").error().field, "fault_kind");
  one.fault_kinds.clear();
  EXPECT_TRUE(check_fault_kind(one, "smoke").has_value());
}

TEST(Refusal, IsInTheClientsLanguageOrFallsBack) {
  Service one = service();
  one.refusal = {{"en", "We may not."}, {"ru", "Нельзя."}};
  EXPECT_EQ(refusal_text(one, "ru"), "") << "it is allowed";
  one.policy = ServicePolicy::forbidden;
  EXPECT_EQ(refusal_text(one, "ru"), "Нельзя.");
  EXPECT_EQ(refusal_text(one, "ru-RU"), "Нельзя.");
  EXPECT_EQ(refusal_text(one, "hy"), "We may not.");
  EXPECT_EQ(localised_name(one, "pt-BR"), "Conserto");
}

TEST(Search, FindsBeginningsInAnyLanguage) {
  for (const char* text : {"rep", "РЕМ", "everyday con", "", "repair ремонт"}) EXPECT_TRUE(matches(service(), text)) << text;
  for (const char* text : {"pair", "repair taxi"}) EXPECT_FALSE(matches(service(), text)) << text;
}

TEST(Tree, RefusesCircles) {
  const std::vector<TreeLink> tree{{ServiceId(1), {}}, {ServiceId(2), ServiceId(1)}, {ServiceId(3), ServiceId(2)}};
  EXPECT_TRUE(check_parent({}, ServiceId(3), tree).has_value());
  EXPECT_TRUE(check_parent(ServiceId(3), ServiceId(1), tree).has_value());
  EXPECT_TRUE(check_parent(ServiceId(3), {}, tree).has_value());
  EXPECT_EQ(check_parent(ServiceId(1), ServiceId(3), tree).error().code, "service.circle");
  EXPECT_EQ(check_parent(ServiceId(1), ServiceId(1), tree).error().code, "service.circle");
  EXPECT_EQ(check_parent(ServiceId(1), ServiceId(9), tree).error().field, "parent_id");
}

TEST(Definition, NamesWhatIsWrong) {
  ASSERT_TRUE(check_service(service()).has_value()) << check_service(service()).error().text();
  const struct { const char* field; const char* code; std::function<void(Service&)> spoil; } cases[] = {
      {"key", "service.key", [](Service& s) { s.key = "Visa"; }},
      {"key", "service.key", [](Service& s) { s.key = std::string(61, 'a'); }},
      {"name.en", "text.no_english", [](Service& s) { s.name.erase("en"); }},
      {"name.en", "text.length", [](Service& s) { s.name["en"] = " "; }},
      {"name", "text.language", [](Service& s) { s.name["English"] = "x"; }},
      {"area", "service.area", [](Service& s) { s.area = ""; }},
      {"fields[1].key", "service.field_key", [](Service& s) { s.fields[1].key = "a b"; }},
      {"fields[2].key", "service.field_twice", [](Service& s) { s.fields[2].key = "what"; }},
      {"fields[0].label.en", "text.no_english", [](Service& s) { s.fields[0].label.clear(); }},
      {"fields[4].choices", "service.choices", [](Service& s) { s.fields[4].choices.clear(); }},
      {"fields[4].choices[1]", "service.choices", [](Service& s) { s.fields[4].choices[1] = "small"; }},
      {"fields[4].choices[0]", "service.choices", [](Service& s) { s.fields[4].choices[0] = ""; }},
      {"fields[0].choices", "service.choices", [](Service& s) { s.fields[0].choices = {"x"}; }},
      {"fields[1].maximum", "service.limits", [](Service& s) { s.fields[1].maximum = 0; }},
      {"fields[1].minimum", "service.limits", [](Service& s) { s.fields[1].minimum = -INFINITY; }},
      {"fields[0].minimum", "service.limits", [](Service& s) { s.fields[0].minimum = 1; }},
      {"fields[0].max_length", "service.limits", [](Service& s) { s.fields[0].max_length = 0; }},
      {"fields", "service.too_many_fields", [](Service& s) { s.fields.resize(51); }},
      {"skills[0].level", "service.skill_level", [](Service& s) { s.skills = {{SkillId(1), 6}}; }},
      {"skills[0].skill_id", "service.skill", [](Service& s) { s.skills = {{SkillId(), 1}}; }},
      {"skills[1]", "service.skill", [](Service& s) { s.skills = {{SkillId(1), 1}, {SkillId(1), 2}}; }},
      {"parts[0].quantity", "service.part_quantity", [](Service& s) { s.parts = {{PartId(1), 0, false}}; }},
      {"parts[1]", "service.part", [](Service& s) { s.parts = {{PartId(1), 1, false}, {PartId(1), 1, true}}; }},
      {"fault_kinds[1]", "service.fault_kind", [](Service& s) { s.fault_kinds[1] = "leak"; }},
      {"criticality_rules[0]", "service.criticality_rule", [](Service& s) { s.criticality_rules[0] = {}; }},
      {"criticality_rules[0].fault_kind", "service.unknown_fault_kind", [](Service& s) { s.criticality_rules[0].fault_kind = "smoke"; }},
      {"criticality_rules[1].field", "service.criticality_rule", [](Service& s) { s.criticality_rules[1].field = "colour"; }},
      {"criticality_rules[1].equals", "service.criticality_rule", [](Service& s) { s.criticality_rules[1].equals = "perhaps"; }},
      {"programmes[1]", "service.twice", [](Service& s) { s.programmes = {ProgrammeId(1), ProgrammeId(1)}; }},
      {"regions[1]", "service.twice", [](Service& s) { s.regions = {RegionId(1), RegionId(1)}; }},
      {"sla_policy_id", "service.no_sla_policy", [](Service& s) { s.sla_policy_id = {}; }},
      {"refusal", "service.refusal", [](Service& s) { s.refusal = {{"en", "No."}}; }},
      {"refusal.en", "text.no_english", [](Service& s) { s.policy = ServicePolicy::forbidden; }},
      {"duration_minutes", "service.number", [](Service& s) { s.duration_minutes = 0; }},
      {"answer_minutes", "service.number", [](Service& s) { s.answer_minutes = 1441; }},
      {"parallel_offers", "service.number", [](Service& s) { s.parallel_offers = 0; }},
  };
  for (const auto& one : cases) {
    Service spoiled = service();
    one.spoil(spoiled);
    const auto outcome = check_service(spoiled);
    ASSERT_TRUE(outcome.has_error()) << one.field << " " << one.code;
    EXPECT_EQ(outcome.error().code, one.code) << one.field;
    EXPECT_EQ(outcome.error().field, one.field) << outcome.error().text();
    EXPECT_FALSE(outcome.error().cure.empty()) << outcome.error().text();
  }
}

TEST(Definition, AForbiddenServiceNeedsNoPolicyButAPoliteWord) {
  Service one = service();
  one.policy = ServicePolicy::forbidden;
  one.sla_policy_id = {};
  one.refusal = {{"en", "I am afraid we may not."}};
  EXPECT_TRUE(check_service(one).has_value());
}

}  // namespace bellman::catalogue
