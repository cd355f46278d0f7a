// The clocks of one conversation: first response, update, solution. Pure; events are taken in the order given, whatever their times.
#pragma once
#include "sla/business_time.h"

namespace bellman::sla {

// Minutes allowed; empty = no such promise.
struct ConversationTerms {
  std::optional<int> first_response;
  std::optional<int> update;
  std::optional<int> solution;
};

enum class ConversationEvent { created_by_customer, created_open, created_pending, first_response_at_set, agent_contact, customer_contact, pending, open, closed };
BOOST_DESCRIBE_ENUM(ConversationEvent, created_by_customer, created_open, created_pending, first_response_at_set, agent_contact, customer_contact,
                    pending, open, closed)

// Empty deadlines are not running: fulfilled, not promised, or the conversation is pending or closed.
struct ConversationReport {
  std::optional<Instant> first_response_due, update_due, solution_due, next_due;
  std::optional<Milliseconds> first_response_used, update_used, solution_used;  // update: the longest exchange so far
};

// Time in which the conversation is pending or closed does not count. The update clock runs from the customer's first mail without an
// answer to the agent's next contact. A measure is taken once, with what is known when its event comes: a later close cannot shorten
// the first response. Reopening sets the solution clock going again.
class Conversation {
 public:
  Conversation(ConversationTerms promised, CompiledCalendar hours) : terms(promised), calendar(std::move(hours)) {}
  void apply(ConversationEvent event, Instant at);
  Result<ConversationReport> report() const;

 private:
  void stop(Instant at);
  void go_on(Instant at);
  Milliseconds used(Instant from, Instant until) const;
  Result<std::optional<Instant>> due(std::optional<int> minutes, std::optional<Instant> from) const;

  ConversationTerms terms;
  CompiledCalendar calendar;
  std::optional<Instant> created, first_response_at, unanswered_since, closed_at, stopped_since;
  std::vector<Interval> pauses;
  std::optional<Milliseconds> first_response_used, longest_update, solution_used;
};

}  // namespace bellman::sla
