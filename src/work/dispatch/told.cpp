#include "dispatch/told.h"

#include "texts/catalogue.h"

namespace bellman::dispatch {

namespace {

void tell(std::string& sentence, std::string_view language) { sentence = texts::catalogue().translated("why", sentence, language); }

void tell_all(std::vector<std::string>& sentences, std::string_view language) {
  for (std::string& sentence : sentences) tell(sentence, language);
}

}  // namespace

void tell_in(DecisionView& view, std::string_view language) {
  tell_all(view.sentences, language);
  for (CandidateView& candidate : view.top)
    for (TermView& term : candidate.terms) tell(term.sentence, language);
  for (LeftOutView& group : view.left_out) tell(group.sentence, language);
}

void tell_in(WhyNot& why, std::string_view language) { tell_all(why.sentences, language); }

}  // namespace bellman::dispatch
