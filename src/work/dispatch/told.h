// A decision's sentences in the reader's language: they are made in English, as the journal and the log keep them.
#pragma once
#include "dispatch/reasons.h"

namespace bellman::dispatch {

void tell_in(DecisionView& view, std::string_view language);
void tell_in(WhyNot& why, std::string_view language);

}  // namespace bellman::dispatch
