#include "sla/scenario.h"

#include <algorithm>

namespace bellman::sla {

void Conversation::stop(Instant at) {
  if (!stopped_since) stopped_since = at;
}

void Conversation::go_on(Instant at) {
  if (stopped_since) pauses.push_back({*stopped_since, at});
  stopped_since.reset();
  closed_at.reset();
  solution_used.reset();
}

Milliseconds Conversation::used(Instant from, Instant until) const {
  std::vector<Interval> all = pauses;
  if (stopped_since) all.push_back({*stopped_since, Instant::max()});
  return calendar.elapsed(from, until, all);
}

void Conversation::apply(ConversationEvent event, Instant at) {
  switch (event) {
    case ConversationEvent::created_by_customer:
      created = at;
      unanswered_since = at;
      break;
    case ConversationEvent::created_open: created = at; break;
    case ConversationEvent::created_pending:
      created = at;
      stop(at);
      break;
    case ConversationEvent::first_response_at_set:
      first_response_at = at;
      if (created) first_response_used = used(*created, at);
      break;
    case ConversationEvent::customer_contact:
      if (!unanswered_since) unanswered_since = at;
      break;
    case ConversationEvent::agent_contact:
      if (unanswered_since) longest_update = std::max(longest_update.value_or(0ms), used(*unanswered_since, at));
      unanswered_since.reset();
      break;
    case ConversationEvent::pending: stop(at); break;
    case ConversationEvent::open: go_on(at); break;
    case ConversationEvent::closed:
      closed_at = at;
      stop(at);
      if (created) solution_used = used(*created, at);
      break;
  }
}

Result<std::optional<Instant>> Conversation::due(std::optional<int> minutes, std::optional<Instant> from) const {
  if (!minutes || !from || stopped_since) return std::optional<Instant>();
  TRY(moment, calendar.due(*from, std::chrono::minutes(*minutes), pauses));
  return std::optional(moment);
}

Result<ConversationReport> Conversation::report() const {
  ConversationReport report;
  if (!created) return report;
  TRY(first, due(terms.first_response, first_response_at ? std::nullopt : created));
  TRY(update, due(terms.update, unanswered_since));
  TRY(solution, due(terms.solution, closed_at ? std::nullopt : created));
  report.first_response_due = first;
  report.update_due = update;
  report.solution_due = solution;
  for (const auto& one : {first, update, solution})
    if (one && (!report.next_due || *one < *report.next_due)) report.next_due = one;

  report.first_response_used = first_response_used;
  report.solution_used = solution_used;
  report.update_used = longest_update;
  return report;
}

}  // namespace bellman::sla
