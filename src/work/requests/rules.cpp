#include "requests/rules.h"

#include <array>

#include <fmt/format.h>

namespace bellman::requests {

using engine::Audience;

bool is_open(RequestState state) {
  switch (state) {
    case RequestState::refused:
    case RequestState::closed:
    case RequestState::cancelled:
    case RequestState::merged:
      return false;
    default:
      return true;
  }
}

bool may_move(RequestState state) {
  return state == RequestState::waiting_for_dispatch || state == RequestState::offered || state == RequestState::assigned || state == RequestState::travelling;
}

bool is_waiting(RequestState state) { return state == RequestState::waiting_for_client || state == RequestState::waiting_for_supplier; }

namespace {

// Whether a worker has accepted it, unless it is served at the desk.
bool has_worker(RequestState state) { return state == RequestState::assigned || state == RequestState::travelling || state == RequestState::in_work; }

Error not_now(const Request& request, std::string_view action) {
  return Error::conflict("request.not_now",
                         fmt::format("A request that is {} cannot be {}.", codec::enum_name(request.state), action),
                         request.owes == Owing::nobody ? "Nobody owes a step on it any more; reopen it or file a new one."
                                                       : fmt::format("The next step is \"{}\", owed by {}.", request.step, codec::enum_name(request.owes)));
}

struct Next {
  RequestState state;
  Owing owes = Owing::nobody;
  std::string step{};
  std::optional<Instant> by{};
};

// The one way a request changes its state: the row, the event with the whole change, and the version go together.
Decision moved(const Request& request, std::string kind, Audience audience, Next next, std::string reason, Instant now, RequestId other = {}) {
  Decision decision;
  decision.state = request;
  Request& after = decision.state;
  after.state = next.state;
  after.owes = next.owes;
  after.step = std::move(next.step);
  after.owed_by = next.by;
  // While somebody is asked, what is asked stands there; what happens besides is told by its event.
  const bool still_asks = is_waiting(request.state) && next.state == request.state;
  if (!reason.empty() && !still_asks && kind != "request.late_sheet") after.reason = reason;
  after.changed_at = now;
  after.version += 1;
  const Changed change{request.state, after.state, after.owes, after.step, after.owed_by, after.worker_id, after.client_id, std::move(reason), other};
  decision.event(std::move(kind), "request", request.id.value, request.programme_id, audience, change);
  return decision;
}

// moved() for changes that also set the worker, which the event has to carry.
Decision moved_with(Request request, WorkerId worker, std::string kind, Audience audience, Next next, std::string reason, Instant now) {
  request.worker_id = worker;
  return moved(request, std::move(kind), audience, std::move(next), std::move(reason), now);
}

// A worker goes on while the desk waits: whoever is waited for still owes the answer, only where the request comes back to changes.
Decision while_waiting(const Request& request, RequestState progress, std::string kind, Instant now) {
  Request next = request;
  next.resume_state = progress;
  return moved(next, std::move(kind), Audience::client, {request.state, request.owes, request.step, request.owed_by}, {}, now);
}

// Where an accepted request goes first, by the way its service is dispatched.
Next entry(catalogue::DispatchMode mode, std::optional<Instant> reach_due, std::optional<Instant> solve_due) {
  switch (mode) {
    case catalogue::DispatchMode::automatic: return {RequestState::waiting_for_dispatch, Owing::system, "find_worker", reach_due};
    case catalogue::DispatchMode::manual: return {RequestState::waiting_for_dispatch, Owing::dispatcher, "assign_worker", reach_due};
    case catalogue::DispatchMode::none: break;
  }
  return {RequestState::accepted, Owing::operator_, "serve", solve_due ? solve_due : reach_due};
}

// What is owed in a state that an interrupted request comes back to.
Next back_to(const Request& request) {
  switch (request.resume_state) {
    case RequestState::waiting_for_dispatch: return {RequestState::waiting_for_dispatch, Owing::system, "find_worker", request.reach_due};
    case RequestState::assigned: return {RequestState::assigned, Owing::worker, "travel", request.reach_due};
    case RequestState::travelling: return {RequestState::travelling, Owing::worker, "arrive", request.reach_due};
    case RequestState::in_work: return {RequestState::in_work, request.worker_id ? Owing::worker : Owing::operator_, "finish_work", request.solve_due};
    default: return {RequestState::accepted, Owing::operator_, "serve", request.solve_due};
  }
}

}  // namespace

Result<> client_may(const Request& request, ClientStep step) {
  const auto refused = [&](std::string_view sentence, std::string_view cure) -> Result<> { return Error::conflict("request.not_now", sentence, cure); };
  const bool over = !is_open(request.state), finished = request.state == RequestState::done;
  const bool begun = request.state == RequestState::in_work || (is_waiting(request.state) && request.resume_state == RequestState::in_work);
  const std::string wait = over ? "Nobody works on it any more; file a new request." : "Wait for the next step; whoever owes it stands on the request.";
  switch (step) {
    case ClientStep::answer:
      if (request.state == RequestState::waiting_for_client) break;
      return refused("Nobody waits for an answer of the client to this request.", finished ? "Confirm the work, or reopen the request with what is to be said." : wait);
    case ClientStep::cancel:
      if (finished) return refused("The work is done; it cannot be cancelled any more.", "Confirm the work, or reopen the request.");
      if (over) return refused(fmt::format("A request that is {} cannot be cancelled.", codec::enum_name(request.state)), wait);
      if (begun) return refused("Work has begun; the client cannot cancel it any more.", "Ask the desk to cancel it.");
      break;
    case ClientStep::confirm:
      if (finished) break;
      return refused(fmt::format("Only work that is done is confirmed; this request is {}.", codec::enum_name(request.state)), wait);
    case ClientStep::reopen:
      if (finished || request.state == RequestState::closed) break;
      return refused(fmt::format("Only a request that is done or closed is reopened by its client; this one is {}.", codec::enum_name(request.state)), wait);
  }
  return ok();
}

Result<> check(const FileRequest& command, Instant now, const LifeSettings& settings) {
  if (command.wished_from && *command.wished_from > now + settings.latest_wish)
    return Error::invalid("request.wish_too_far", "The wished time is more than a year ahead.", "wished_from", "Wish for a time within a year.");
  if (command.wished_until && *command.wished_until <= now)
    return Error::invalid("request.wish_past", "The wished window is already over.", "wished_until", "Give a time that is still to come.");
  if (command.wished_until && *command.wished_until > now + settings.latest_wish)
    return Error::invalid("request.wish_too_far", "The wished time is more than a year ahead.", "wished_until", "Wish for a time within a year.");
  if (command.wished_from && command.wished_until && *command.wished_until <= *command.wished_from)
    return Error::invalid("request.wish_order", "The wished window ends before it begins.", "wished_until", "Let it end after wished_from.");
  return ok();
}

Decision file(const Filing& filing, const FileRequest& command, Instant now) {
  Decision decision;
  Request& request = decision.state;
  request.id = filing.id;
  request.programme_id = filing.programme_id;
  request.client_id = filing.client_id;
  request.site_id = filing.site_id;
  request.asset_id = command.asset_id.value_or(AssetId{});
  request.service_id = filing.service->id;
  request.channel = command.channel.value_or(Channel::portal);
  request.title = command.title;
  request.description = command.description.value_or("");
  request.fields = command.fields;
  request.fault_kind = command.fault_kind.value_or("");
  request.criticality = filing.criticality;
  request.service_level = filing.service_level;
  request.region_id = filing.region_id;
  request.place = filing.place;
  request.address = filing.address;
  request.language = filing.client_language;
  request.wished_from = command.wished_from;
  request.wished_until = command.wished_until;
  request.filed_at = now;
  request.changed_at = now;
  request.external_id = command.external_id.value_or("");
  if (!filing.refusal.empty()) {
    request.state = RequestState::refused;
    request.owes = Owing::nobody;
    request.reason = filing.refusal;
  } else {
    const Next next = entry(filing.service->dispatch_mode, std::nullopt, std::nullopt);
    request.state = next.state;
    request.owes = next.owes;
    request.step = next.step;
  }
  request.resume_state = request.state;
  return decision;
}

void with_deadlines(Request& request, std::optional<Instant> reach_due, std::optional<Instant> solve_due) {
  request.reach_due = reach_due;
  request.solve_due = solve_due;
  if (request.owes == Owing::nobody) return;
  request.owed_by = request.state == RequestState::accepted || request.state == RequestState::in_work ? (solve_due ? solve_due : reach_due) : reach_due;
}

Changed change_of(const Request& request) {
  return {request.state, request.state, request.owes, request.step, request.owed_by, request.worker_id, request.client_id, request.reason, request.split_from};
}

engine::Consequences filed_event(const Request& request) {
  const Changed change = change_of(request);
  const bool taken = request.state != RequestState::refused;
  engine::Consequences consequences;
  consequences.event(taken ? "request.filed" : "request.refused", "request", request.id.value, request.programme_id, Audience::client, change);
  return consequences;
}

Result<Decision> offered(const Request& request, WorkerId worker, Instant answer_by, Instant now) {
  if (request.state != RequestState::waiting_for_dispatch && request.state != RequestState::offered) return not_now(request, "offered to a worker");
  return moved_with(request, worker, "request.offered", Audience::operator_, {RequestState::offered, Owing::worker, "answer_offer", answer_by}, {}, now);
}

Result<Decision> called(const Request& request, Instant answer_by, Instant now) {
  if (request.state != RequestState::offered) return not_now(request, "asked for by telephone");
  return moved(request, "request.called", Audience::operator_, {RequestState::offered, Owing::worker, "answer_offer", answer_by}, {}, now);
}

Result<Decision> offer_lapsed(const Request& request, std::string reason, Instant now) {
  if (request.state != RequestState::offered) return not_now(request, "taken back from a worker who was asked");
  return moved_with(request, {}, "request.offer_lapsed", Audience::operator_, {RequestState::waiting_for_dispatch, Owing::system, "find_worker", request.reach_due},
                    std::move(reason), now);
}

Result<Decision> assigned(const Request& request, WorkerId worker, Instant now) {
  // Whoever has it is released first: there are never two owners.
  if (request.state != RequestState::waiting_for_dispatch && request.state != RequestState::offered) return not_now(request, "assigned");
  Request next = request;
  if (!next.assigned_at) next.assigned_at = now;
  return moved_with(std::move(next), worker, "request.assigned", Audience::client, {RequestState::assigned, Owing::worker, "travel", request.reach_due}, {}, now);
}

Result<Decision> unassigned(const Request& request, std::string reason, Instant now) {
  const bool waits = is_waiting(request.state);
  if (!request.worker_id || !has_worker(waits ? request.resume_state : request.state)) return not_now(request, "given back");
  Request next = request;
  if (!waits)
    return moved_with(std::move(next), {}, "request.unassigned", Audience::operator_, {RequestState::waiting_for_dispatch, Owing::system, "find_worker", request.reach_due},
                      std::move(reason), now);
  // Whoever is waited for still owes the answer; only where the request comes back to changes.
  next.resume_state = RequestState::waiting_for_dispatch;
  return moved_with(std::move(next), {}, "request.unassigned", Audience::operator_, {request.state, request.owes, request.step, request.owed_by}, std::move(reason), now);
}

Result<Decision> nobody_left(const Request& request, std::string reason, Instant now) {
  if (request.state != RequestState::waiting_for_dispatch) return not_now(request, "handed to a dispatcher");
  return moved_with(request, {}, "request.nobody_left", Audience::operator_, {RequestState::waiting_for_dispatch, Owing::dispatcher, "assign_worker", request.reach_due},
                    std::move(reason), now);
}

Result<Decision> travelling(const Request& request, Instant now) {
  if (is_waiting(request.state) && request.resume_state == RequestState::assigned) return while_waiting(request, RequestState::travelling, "request.travelling", now);
  if (request.state != RequestState::assigned) return not_now(request, "travelled to");
  return moved(request, "request.travelling", Audience::client, {RequestState::travelling, Owing::worker, "arrive", request.reach_due}, {}, now);
}

Result<Decision> started(const Request& request, Instant now) {
  const bool on_the_way = request.resume_state == RequestState::assigned || request.resume_state == RequestState::travelling;
  if (is_waiting(request.state) && on_the_way) return while_waiting(request, RequestState::in_work, "request.started", now);
  if (request.state == RequestState::accepted) return moved(request, "request.started", Audience::client, {RequestState::in_work, Owing::operator_, "finish_work", request.solve_due}, {}, now);
  if (request.state != RequestState::assigned && request.state != RequestState::travelling) return not_now(request, "started");
  return moved(request, "request.started", Audience::client, {RequestState::in_work, Owing::worker, "finish_work", request.solve_due}, {}, now);
}

Result<Decision> done(const Request& request, Instant now, const LifeSettings& settings) {
  // Work that is done is done, even while the desk still waits for an answer.
  const bool finished_waiting = is_waiting(request.state) && request.resume_state == RequestState::in_work;
  if (request.state != RequestState::in_work && request.state != RequestState::accepted && !finished_waiting) return not_now(request, "finished");
  Request next = request;
  next.done_at = now;
  Decision decision = moved(next, "request.done", Audience::client, {RequestState::done, Owing::client, "confirm", now + settings.close_after}, {}, now);
  decision.set_timer("request.close", request.id.value, now + settings.close_after);
  if (finished_waiting) decision.cancel_timer("request.wait", request.id.value);
  return decision;
}

Result<Decision> close(const Request& request, Instant now) {
  if (request.state != RequestState::done) return not_now(request, "closed");
  Request next = request;
  next.closed_at = now;
  Decision decision = moved(next, "request.closed", Audience::client, {RequestState::closed}, {}, now);
  decision.cancel_timer("request.close", request.id.value);
  return decision;
}

Result<Decision> cancel(const Request& request, std::string reason, Instant now) {
  if (!is_open(request.state) || request.state == RequestState::done) return not_now(request, "cancelled");
  Request next = request;
  next.closed_at = now;
  Decision decision = moved(next, "request.cancelled", Audience::client, {RequestState::cancelled}, std::move(reason), now);
  decision.cancel_timer("request.wait", request.id.value);
  return decision;
}

Result<Decision> reopen(const Request& request, std::string reason, const catalogue::Service& service, Instant now, const LifeSettings& settings) {
  const bool reopenable = request.state == RequestState::done || request.state == RequestState::closed || request.state == RequestState::cancelled;
  if (!reopenable) return not_now(request, "reopened");
  if (request.closed_at && *request.closed_at + settings.reopen_within < now)
    return Error::conflict("request.too_old", "The request was closed too long ago to be reopened.", "File a new request and name this one in it.");
  Request next = request;
  next.done_at.reset();
  next.closed_at.reset();
  next.worker_id = {};
  next.late = false;  // its new deadlines are not missed yet; that the old ones were stays in the journal
  next.reopened += 1;
  Decision decision = moved(next, "request.reopened", Audience::client, entry(service.dispatch_mode, request.reach_due, request.solve_due), std::move(reason), now);
  decision.state.resume_state = decision.state.state;
  decision.cancel_timer("request.close", request.id.value);
  return decision;
}

Result<Decision> wait_for(const Request& request, Owing whom, std::string question, Instant until, Instant now) {
  if (!is_open(request.state) || request.state == RequestState::done || is_waiting(request.state)) return not_now(request, "made to wait");
  if (until <= now) return Error::invalid("request.wait_past", "The wait would be over before it begins.", "until", "Give a time that is still to come.");
  const bool client = whom == Owing::client;
  Request next = request;
  // An offer that is out lapses with the wait; a worker who has accepted keeps the job.
  next.resume_state = request.state == RequestState::offered ? RequestState::waiting_for_dispatch : request.state;
  if (request.state == RequestState::offered) next.worker_id = {};
  Decision decision = moved(next, client ? "request.waiting_for_client" : "request.waiting_for_supplier", Audience::client,
                            {client ? RequestState::waiting_for_client : RequestState::waiting_for_supplier, whom, "answer", until}, std::move(question), now);
  decision.set_timer("request.wait", request.id.value, until);
  return decision;
}

Result<Decision> resume(const Request& request, std::string reason, Instant now) {
  if (!is_waiting(request.state)) return not_now(request, "resumed");
  Decision decision = moved(request, "request.resumed", Audience::client, back_to(request), std::move(reason), now);
  decision.cancel_timer("request.wait", request.id.value);
  return decision;
}

Result<Decision> wait_overdue(const Request& request, Instant now) {
  if (!is_waiting(request.state)) return not_now(request, "reminded");
  return moved(request, "request.wait_overdue", Audience::operator_, {request.state, Owing::operator_, "follow_up", request.solve_due}, {}, now);
}

Result<Decision> merge(const Request& request, const Request& into, Instant now) {
  if (request.id == into.id) return Error::invalid("request.merge_self", "A request cannot be merged into itself.", "into");
  if (request.programme_id != into.programme_id)
    return Error::invalid("request.merge_programme", "Requests of two programmes cannot be merged.", "into");
  if (!is_open(request.state) || request.state == RequestState::done) return not_now(request, "merged");
  if (!is_open(into.state)) return not_now(into, "merged into");
  Request next = request;
  // Whatever it waited for may have changed when it comes out again: then it starts with whoever has to look at it.
  next.resume_state = may_move(request.state) ? RequestState::waiting_for_dispatch : RequestState::accepted;
  next.worker_id = {};
  next.merged_into = into.id;
  Decision decision = moved(next, "request.merged", Audience::client, {RequestState::merged}, {}, now, into.id);
  decision.cancel_timer("request.wait", request.id.value);
  return decision;
}

Result<Decision> unmerge(const Request& request, Instant now) {
  if (request.state != RequestState::merged) return not_now(request, "taken out of a merge");
  Request next = request;
  const RequestId from = request.merged_into;
  next.merged_into = {};
  return moved(next, "request.unmerged", Audience::client, back_to(next), {}, now, from);
}

Result<Decision> change(const Request& request, const ChangeRequest& command, Instant now, const LifeSettings& settings) {
  if (!is_open(request.state)) return not_now(request, "changed");
  FileRequest window;
  window.wished_from = command.wished_from;
  window.wished_until = command.wished_until;
  TRY_DO(check(window, now, settings));
  Request next = request;
  if (command.title) next.title = *command.title;
  if (command.description) next.description = *command.description;
  if (command.wished_from) next.wished_from = command.wished_from;
  if (command.wished_until) next.wished_until = command.wished_until;
  if (next.wished_from && next.wished_until && *next.wished_until <= *next.wished_from)
    return Error::invalid("request.wish_order", "The wished window would end before it begins.", command.wished_until ? "wished_until" : "wished_from",
                          "Give both ends of the window.");
  const bool moves = next.wished_from != request.wished_from || next.wished_until != request.wished_until;
  const RequestState stage = is_waiting(request.state) ? request.resume_state : request.state;
  if (moves && (stage == RequestState::in_work || stage == RequestState::done)) return not_now(request, "moved to another time");
  return moved(next, moves ? "request.moved" : "request.changed", Audience::client, {request.state, request.owes, request.step, request.owed_by}, {}, now);
}

bool amends(const ChangeRequest& command) {
  return command.criticality || command.service_id || command.fault_kind || !command.fields.empty() || command.site_id || command.place || command.address ||
         command.reach_due || command.solve_due;
}

Result<> may_amend(const Request& request, const ChangeRequest& command, Instant now) {
  if (!is_open(request.state) || request.state == RequestState::done) return not_now(request, "corrected");
  if (!command.reason) return Error::invalid("request.reason_missing", "Why is the request corrected?", "reason", "Say why in a few words: it stays on record.");
  const bool another_visit = command.service_id || !command.fields.empty() || command.site_id || command.place || command.address;
  const RequestState stage = is_waiting(request.state) ? request.resume_state : request.state;
  if (another_visit && stage == RequestState::in_work) return not_now(request, "sent elsewhere");
  for (const auto& [due, field] : {std::pair(command.reach_due, "reach_due"), std::pair(command.solve_due, "solve_due")})
    if (due && *due <= now) return Error::invalid("request.due_past", "The deadline is over already.", field, "Give a time that is still to come.");
  return ok();
}

namespace {

std::string in_words(const std::optional<Instant>& at) { return at ? to_text(*at) : std::string(); }
std::string in_words(const std::optional<Place>& place) { return place ? fmt::format("{:.6f}, {:.6f}", place->lat, place->lon) : std::string(); }
std::string in_words(const std::map<std::string, std::string>& fields) {
  std::string words;
  for (const auto& [key, value] : fields) words += fmt::format("{}{}: {}", words.empty() ? "" : "; ", key, value);
  return words;
}

std::vector<FieldChange> differences(const Request& before, const Request& after, const AmendedNames& names) {
  std::vector<FieldChange> changes;
  const auto add = [&](std::string field, std::string old, std::string now) {
    if (old != now) changes.push_back({std::move(field), std::move(old), std::move(now)});
  };
  add("criticality", std::string(codec::enum_name(before.criticality)), std::string(codec::enum_name(after.criticality)));
  if (before.service_id != after.service_id) add("service", names.service_before, names.service_after);
  if (before.site_id != after.site_id) add("site", names.site_before, names.site_after);
  add("fields", in_words(before.fields), in_words(after.fields));
  add("fault_kind", before.fault_kind, after.fault_kind);
  add("place", in_words(before.place), in_words(after.place));
  add("address", before.address, after.address);
  add("reach_due", in_words(before.reach_due), in_words(after.reach_due));
  add("solve_due", in_words(before.solve_due), in_words(after.solve_due));
  return changes;
}

}  // namespace

Decision amend(const Request& request, Request wanted, const AmendedNames& names, std::string reason, Instant now) {
  Decision decision;
  Amended data;
  data.changes = differences(request, wanted, names);
  if (data.changes.empty()) {
    decision.state = request;
    return decision;
  }
  // What was owed by a deadline is owed by the new one.
  if (request.owed_by && request.owed_by == request.reach_due) wanted.owed_by = wanted.reach_due;
  else if (request.owed_by && request.owed_by == request.solve_due) wanted.owed_by = wanted.solve_due;
  wanted.changed_at = now;
  wanted.version += 1;
  static_cast<Changed&>(data) = change_of(wanted);
  data.reason = std::move(reason);
  data.other_id = {};
  decision.event("request.amended", "request", wanted.id.value, wanted.programme_id, Audience::operator_, data);
  const bool another_visit = wanted.service_id != request.service_id || wanted.site_id != request.site_id || wanted.place != request.place;
  if (another_visit) {
    Changed moved_on = change_of(wanted);
    moved_on.reason.clear();
    moved_on.other_id = {};
    decision.event("request.moved", "request", wanted.id.value, wanted.programme_id, Audience::client, moved_on);
  }
  decision.state = std::move(wanted);
  return decision;
}

Decision late_sheet(const Request& request, std::string note, Instant now) {
  return moved(request, "request.late_sheet", Audience::operator_, {request.state, request.owes, request.step, request.owed_by}, std::move(note), now);
}

Decision breached(const Request& request, std::string which, Instant now) {
  Request next = request;
  next.late = true;
  return moved(next, "request.late", Audience::operator_, {request.state, request.owes, request.step, request.owed_by}, std::move(which), now);
}

void replay(Request& request, const Changed& change) {
  request.state = change.to;
  request.owes = change.owes;
  request.step = change.step;
  request.owed_by = change.owed_by;
  request.worker_id = change.worker_id;
}

}  // namespace bellman::requests
