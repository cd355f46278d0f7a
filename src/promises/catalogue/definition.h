// The parts of check_service(), rule by rule.
#pragma once
#include "base/result.h"
#include "catalogue/model.h"

namespace bellman::catalogue {

// Texts by language: each tag well formed, each text of 1..most characters, English among them.
Result<> check_texts(const std::map<std::string, std::string>& texts, std::size_t most, std::string_view member);
Result<> check_form(const std::vector<FormField>& fields);
Result<> check_needs(const Service& service);
Result<> check_criticality_rules(const Service& service);

}  // namespace bellman::catalogue
