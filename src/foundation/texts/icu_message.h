// ICU's messages behind plain types: no other file of the house includes ICU's headers for them. Inside the room only.
#pragma once
#include "texts/catalogue.h"

namespace bellman::texts {

struct Variable {
  std::string name;
  std::string type;  // "text", "number", or the group of a phrase
};

// Why the message is not one over exactly these variables in this language; empty when it is.
std::string fault_of_message(std::string_view text, std::string_view language, std::span<const Variable> variables);
// Precondition: fault_of_message() found nothing, and every variable has its value.
std::string format_message(std::string_view text, std::string_view language, const Values& values);

}  // namespace bellman::texts
