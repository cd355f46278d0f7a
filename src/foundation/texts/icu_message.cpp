#include "texts/icu_message.h"

#include "base/assert.h"

#include <fmt/format.h>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>
#include <unicode/plurrule.h>

#include <algorithm>
#include <set>

namespace bellman::texts {

namespace {

icu::UnicodeString to_icu(std::string_view text) { return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()))); }

std::string from_icu(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

icu::Locale locale_of(std::string_view language) { return {std::string(language).c_str()}; }

// The plural forms that the language needs for counts up to this, and that a message must spell out.
constexpr std::int32_t counts_checked = 200;

std::string missing_plural_form(const std::set<std::string>& forms, std::string_view language) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::PluralRules> rules(icu::PluralRules::forLocale(locale_of(language), status));
  if (U_FAILURE(status) != 0) return "ICU has no plural rules of the language.";
  for (std::int32_t count = 0; count <= counts_checked; ++count) {
    const std::string form = from_icu(rules->select(count));
    if (!forms.contains(form)) return fmt::format("The plural form “{}” is missing, which {} takes.", form, count);
  }
  return {};
}

std::string fault_of_argument(const icu::MessagePattern& pattern, std::int32_t start, const Variable& variable, std::string_view language) {
  const auto type = pattern.getPart(start).getArgType();
  if (type == UMSGPAT_ARG_TYPE_NONE) return {};
  const bool number = variable.type == "number";
  if (type == UMSGPAT_ARG_TYPE_SELECT && !number) return {};
  if (type == UMSGPAT_ARG_TYPE_SIMPLE && number) return {};
  if (type != UMSGPAT_ARG_TYPE_PLURAL || !number) return fmt::format("The variable “{}” is used as another type than English says.", variable.name);
  std::set<std::string> forms;
  const std::int32_t limit = pattern.getLimitPartIndex(start);
  for (std::int32_t i = start, depth = 0; i < limit; ++i) {
    const auto& part = pattern.getPart(i);
    if (part.getType() == UMSGPAT_PART_TYPE_ARG_START) ++depth;
    if (part.getType() == UMSGPAT_PART_TYPE_ARG_LIMIT) --depth;
    if (depth == 1 && part.getType() == UMSGPAT_PART_TYPE_ARG_SELECTOR) forms.insert(from_icu(pattern.getSubstring(part)));
  }
  return missing_plural_form(forms, language);
}

}  // namespace

std::string fault_of_message(std::string_view text, std::string_view language, std::span<const Variable> variables) {
  if (variables.empty()) return text.find_first_of("{}") == std::string_view::npos ? "" : "English has no variable here.";
  UErrorCode status = U_ZERO_ERROR;
  UParseError where{};
  const icu::MessagePattern pattern(to_icu(text), &where, status);
  if (U_FAILURE(status) != 0) return fmt::format("ICU cannot read it at character {}: {}.", where.offset, u_errorName(status));
  std::set<std::string> used;
  for (std::int32_t i = 0; i < pattern.countParts(); ++i) {
    if (pattern.getPartType(i) != UMSGPAT_PART_TYPE_ARG_START) continue;
    const std::string name = from_icu(pattern.getSubstring(pattern.getPart(i + 1)));
    const auto known = std::ranges::find_if(variables, [&](const Variable& variable) { return variable.name == name; });
    if (known == variables.end()) return fmt::format("English has no variable “{}”.", name);
    if (std::string why = fault_of_argument(pattern, i, *known, language); !why.empty()) return why;
    used.insert(name);
  }
  for (const Variable& variable : variables)
    if (!used.contains(variable.name)) return fmt::format("The variable “{}” is left out.", variable.name);
  return {};
}

std::string format_message(std::string_view text, std::string_view language, const Values& values) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::MessageFormat format(to_icu(text), locale_of(language), status);
  std::vector<icu::UnicodeString> names;
  std::vector<icu::Formattable> given;
  for (const auto& [name, value] : values) {
    names.push_back(to_icu(name));
    if (const auto* number = std::get_if<std::int64_t>(&value)) given.emplace_back(*number);
    else given.emplace_back(to_icu(std::get<std::string>(value)));
  }
  icu::UnicodeString out;
  format.format(names.data(), given.data(), static_cast<std::int32_t>(names.size()), out, status);
  BELLMAN_ASSERT(U_SUCCESS(status) != 0, text);
  return from_icu(out);
}

}  // namespace bellman::texts
