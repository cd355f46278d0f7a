#include "requests/service.h"

#include "base/fold.h"
#include "base/text.h"
#include "catalogue/rules.h"
#include "catalogue/service.h"
#include "clients/service.h"
#include "requests/store.h"
#include "sla/service.h"

namespace bellman::requests {

namespace {

Result<Request> save(engine::Tx& tx, Decision decision) {
  TRY_DO(store::update(tx.session(), decision.state));
  tx.remember(decision.state.id.value, decision.state);
  TRY_DO(tx.apply(std::move(decision)));
  return std::move(decision.state);
}

Result<Request> save(engine::Tx& tx, Result<Decision> decided) {
  TRY(decision, std::move(decided));
  return save(tx, std::move(decision));
}

void take_dues(Request& request, const sla::Dues& dues) {
  request.reach_due = dues.reach;
  request.solve_due = dues.solve;
}

// The places a request may be at: its site, or what it says itself.
Result<> locate(engine::Tx& tx, const FileRequest& command, Filing& filing, CalendarId& calendar) {
  if (!command.site_id) {
    filing.place = command.place;
    filing.address = command.address.value_or("");
    return ok();
  }
  TRY(site, clients::find_site(tx.session(), *command.site_id));
  if (!site || site->programme_id != filing.programme_id || (site->client_id && site->client_id != filing.client_id))
    return Error::invalid("request.unknown_site", "The client has no such site.", "site_id", "Choose one of the client's sites, or give a place and an address.");
  if (!site->active) return Error::invalid("request.site_closed", "The site is no longer served.", "site_id", "Choose another site.");
  filing.site_id = site->id;
  filing.service_level = site->service_level;
  filing.region_id = site->region_id;
  filing.place = command.place ? command.place : site->place;
  filing.address = command.address ? std::string(*command.address) : site->address;
  calendar = site->calendar_id;
  return ok();
}

Result<clients::Client> filing_client(engine::Tx& tx, const Filer& filer, const FileRequest& command) {
  const ClientId wanted = filer.only_client ? filer.only_client : command.client_id.value_or(ClientId{});
  if (!wanted) return Error::invalid("request.client_missing", "For whom is the request?", "client_id", "Name the client.");
  if (filer.only_client && command.client_id && *command.client_id != filer.only_client)
    return Error::forbidden("request.other_client", "A client files requests only for itself.", "Leave client_id out.");
  TRY(client, clients::find_client(tx.session(), wanted));
  if (!client || !filer.scope.allows(client->programme_id))
    return Error::invalid("request.unknown_client", "There is no such client.", "client_id", "Search for the client first.");
  if (!client->active) return Error::invalid("request.client_inactive", "The client is no longer served.", "client_id", "Reactivate the client first.");
  return *std::move(client);
}

// The calendar of the request's site; none when it has no site, or the site no calendar of its own.
Result<CalendarId> calendar_of(engine::Tx& tx, const Request& request) {
  if (!request.site_id) return CalendarId{};
  TRY(site, clients::find_site(tx.session(), request.site_id));
  return site ? site->calendar_id : CalendarId{};
}

Result<> check_asset(engine::Tx& tx, const FileRequest& command) {
  if (!command.asset_id || !*command.asset_id) return ok();
  TRY(asset, clients::find_asset(tx.session(), *command.asset_id));
  if (asset && asset->active && command.site_id && asset->site_id == *command.site_id) return ok();
  return Error::invalid("request.unknown_asset", "There is no such equipment at the site.", "asset_id", "Choose one of the site's assets, or leave it out.");
}

Result<sla::Dues> open_deadlines(engine::Tx& tx, const Request& request, const catalogue::Service& service, CalendarId calendar) {
  if (!service.sla_policy_id) return sla::Dues{};
  const sla::DeadlineFacts facts{request.id, request.programme_id, service.sla_policy_id, calendar, request.criticality, request.service_level, request.fault_kind};
  return sla::open_deadlines(tx, facts, tx.now());
}

Result<Request> insert_filed(engine::Tx& tx, const Filing& filing, const FileRequest& command, CalendarId calendar, RequestId split_from) {
  Decision decision = file(filing, command, tx.now());
  decision.state.split_from = split_from;
  if (decision.state.state != RequestState::refused) {
    TRY(dues, open_deadlines(tx, decision.state, *filing.service, calendar));
    with_deadlines(decision.state, dues.reach, dues.solve);
  }
  TRY_DO(store::insert(tx.session(), decision.state));
  tx.remember(decision.state.id.value, decision.state);
  decision.append(filed_event(decision.state));
  TRY_DO(tx.apply(std::move(decision)));
  return std::move(decision.state);
}

// What the catalogue says of this service for this client: its criticality, or the sentence that refuses it.
Result<> consult_catalogue(const clients::Client& client, const FileRequest& command, Filing& filing) {
  const catalogue::Service& service = *filing.service;
  if (service.policy == catalogue::ServicePolicy::forbidden) {
    filing.refusal = catalogue::refusal_text(service, client.language);
    return ok();
  }
  TRY_DO(catalogue::availability(service, filing.programme_id, filing.region_id));
  TRY_DO(catalogue::check_fault_kind(service, command.fault_kind.value_or("")));
  TRY_DO(catalogue::check_fields(service, command.fields));
  filing.criticality = catalogue::criticality_of(service, command.fault_kind.value_or(""), command.fields, client.tier);
  return ok();
}

}  // namespace

Result<Request> load(db::Session& session, RequestId id) {
  TRY(request, store::find(session, id));
  if (!request) return Error::not_found("request.unknown", "There is no such request.", {}, "Check the code.");
  return *std::move(request);
}

Result<Request> load(engine::Tx& tx, RequestId id) {
  if (const auto* written = tx.recall<Request>(id.value)) return *written;
  return load(tx.session(), id);
}

Result<Request> file(engine::Tx& tx, const Filer& filer, const FileRequest& command, const LifeSettings& settings) {
  TRY_DO(check(command, tx.now(), settings));
  TRY(client, filing_client(tx, filer, command));
  TRY(service, catalogue::find_service(tx, command.service_id));
  if (!service) return Error::invalid("request.unknown_service", "There is no such service.", "service_id", "Choose a service of the catalogue.");
  Filing filing;
  filing.programme_id = client.programme_id;
  filing.client_id = client.id;
  filing.client_tier = client.tier;
  filing.client_language = client.language;
  filing.service = service.get();
  CalendarId calendar;
  TRY_DO(locate(tx, command, filing, calendar));
  TRY_DO(check_asset(tx, command));
  TRY_DO(consult_catalogue(client, command, filing));
  if (command.external_id && !command.external_id->empty()) {
    TRY(known, store::by_external(tx.session(), client.programme_id, *command.external_id));
    if (known)
      return Error::conflict("request.external_known", fmt::format("A request with this external_id is there already: {}.", spoken_code(known->id.value)),
                             "Use that request, or another external_id.");
  }
  TRY(id, tx.next_id<Request>());
  filing.id = id;
  return insert_filed(tx, filing, command, calendar, {});
}

namespace {

// `from`: the state it was in here, of one that is not new.
Result<> tell_imported(engine::Tx& tx, const Request& request, std::optional<RequestState> from = std::nullopt) {
  Changed data = change_of(request);
  if (from) data.from = *from;
  engine::Consequences consequences;
  consequences.event(from ? "request.import_updated" : "request.imported", "request", request.id.value, request.programme_id, engine::Audience::operator_, data);
  return tx.apply(std::move(consequences));
}

// What the other system says now of a request that was open there.
Request ended(Request known, const Request& told, Instant now) {
  known.state = known.resume_state = told.state;
  known.owes = told.owes;
  known.step = told.step;
  known.owed_by = told.owed_by;
  known.done_at = told.done_at;
  known.closed_at = told.closed_at;
  known.late = told.late;
  known.reason = told.reason;
  if (!told.description.empty()) known.description = told.description;
  known.changed_at = now;
  ++known.version;
  return known;
}

}  // namespace

Result<TakenOver> take_over(engine::Tx& tx, Request request) {
  if (!request.external_id.empty()) {
    TRY(known, store::by_external(tx.session(), request.programme_id, request.external_id));
    if (known) {
      if (!is_open(known->state) || is_open(request.state) || known->worker_id) return TakenOver::known;
      const Request closed = ended(*known, request, tx.now());
      TRY_DO(store::update(tx.session(), closed));
      tx.remember(closed.id.value, closed);
      TRY_DO(tell_imported(tx, closed, known->state));
      return TakenOver::updated;
    }
  }
  TRY(id, tx.next_id<Request>());
  request.id = id;
  TRY_DO(store::insert(tx.session(), request));
  TRY_DO(tell_imported(tx, request));
  return TakenOver::fresh;
}

Result<Request> set_offered(engine::Tx& tx, RequestId id, WorkerId worker, Instant answer_by) {
  TRY(request, load(tx.session(), id));
  return save(tx, offered(request, worker, answer_by, tx.now()));
}

Result<Request> set_called(engine::Tx& tx, RequestId id, Instant answer_by) {
  TRY(request, load(tx.session(), id));
  return save(tx, called(request, answer_by, tx.now()));
}

Result<Request> set_offer_lapsed(engine::Tx& tx, RequestId id, std::string reason) {
  TRY(request, load(tx.session(), id));
  return save(tx, offer_lapsed(request, std::move(reason), tx.now()));
}

Result<Request> set_assigned(engine::Tx& tx, RequestId id, WorkerId worker) {
  TRY(request, load(tx.session(), id));
  return save(tx, assigned(request, worker, tx.now()));
}

Result<Request> set_unassigned(engine::Tx& tx, RequestId id, std::string reason) {
  TRY(request, load(tx.session(), id));
  return save(tx, unassigned(request, std::move(reason), tx.now()));
}

Result<Request> set_nobody_left(engine::Tx& tx, RequestId id, std::string reason) {
  TRY(request, load(tx.session(), id));
  return save(tx, nobody_left(request, std::move(reason), tx.now()));
}

Result<Request> set_travelling(engine::Tx& tx, RequestId id) {
  TRY(request, load(tx.session(), id));
  return save(tx, travelling(request, tx.now()));
}

Result<Request> set_started(engine::Tx& tx, RequestId id) {
  TRY(request, load(tx.session(), id));
  TRY_DO(sla::meet_deadline(tx, id, sla::DeadlineKind::reach));
  return save(tx, started(request, tx.now()));
}

Result<Request> set_done(engine::Tx& tx, RequestId id, const LifeSettings& settings) {
  TRY(request, load(tx.session(), id));
  TRY(decision, done(request, tx.now(), settings));
  TRY_DO(sla::meet_deadline(tx, id, sla::DeadlineKind::reach));
  TRY_DO(sla::meet_deadline(tx, id, sla::DeadlineKind::solve));
  return save(tx, std::move(decision));
}

Result<> note_late_sheet(engine::Tx& tx, RequestId id, std::string note) {
  TRY(request, load(tx, id));
  TRY_DO(save(tx, late_sheet(request, std::move(note), tx.now())));
  return ok();
}

Result<Request> close(engine::Tx& tx, const Request& request) { return save(tx, close(request, tx.now())); }

Result<Request> cancel(engine::Tx& tx, const Request& request, std::string reason) {
  TRY(decision, cancel(request, std::move(reason), tx.now()));
  TRY_DO(sla::cancel_deadlines(tx, request.id));
  return save(tx, std::move(decision));
}

Result<Request> reopen(engine::Tx& tx, const Request& request, std::string reason, const LifeSettings& settings) {
  TRY(service, catalogue::find_service(tx, request.service_id));
  if (!service) return Error::conflict("request.service_gone", "The service of this request is no longer in the catalogue.", "File a new request.");
  TRY_DO(reopen(request, reason, *service, tx.now(), settings));
  TRY(calendar, calendar_of(tx, request));
  TRY(dues, open_deadlines(tx, request, *service, calendar));
  // Before the decision: what is owed, and the event that says so, go by the new deadlines.
  Request renewed = request;
  take_dues(renewed, dues);
  return save(tx, reopen(renewed, std::move(reason), *service, tx.now(), settings));
}

Result<Request> wait_for(engine::Tx& tx, const Request& request, Owing whom, std::string question, Instant until) {
  TRY(decision, wait_for(request, whom, std::move(question), until, tx.now()));
  // Only the client's own delay stops the clock; a supplier's is ours.
  if (whom == Owing::client) {
    TRY(dues, sla::pause_deadlines(tx, request.id));
    take_dues(decision.state, dues);
  }
  return save(tx, std::move(decision));
}

Result<Request> resume(engine::Tx& tx, const Request& request, std::string reason) {
  Request current = request;
  if (request.state == RequestState::waiting_for_client) {
    TRY(dues, sla::resume_deadlines(tx, request.id));
    take_dues(current, dues);
  }
  return save(tx, resume(current, std::move(reason), tx.now()));
}

Result<Request> client_step(engine::Tx& tx, const Request& request, ClientStep step, std::string reason, const LifeSettings& settings) {
  TRY_DO(client_may(request, step));
  switch (step) {
    case ClientStep::answer: return resume(tx, request, std::move(reason));
    case ClientStep::cancel: return cancel(tx, request, std::move(reason));
    case ClientStep::confirm: return close(tx, request);
    case ClientStep::reopen: break;
  }
  return reopen(tx, request, std::move(reason), settings);
}

Result<Request> merge(engine::Tx& tx, const Request& request, RequestId into_id) {
  TRY(into, load(tx.session(), into_id));
  TRY(decision, merge(request, into, tx.now()));
  TRY_DO(sla::pause_deadlines(tx, request.id));
  return save(tx, std::move(decision));
}

Result<Request> unmerge(engine::Tx& tx, const Request& request) {
  TRY_DO(unmerge(request, tx.now()));
  TRY(dues, sla::resume_deadlines(tx, request.id));
  Request current = request;
  take_dues(current, dues);
  return save(tx, unmerge(current, tx.now()));
}

Result<Request> split(engine::Tx& tx, const Request& request, const SplitCommand& command) {
  if (!is_open(request.state))
    return Error::conflict("request.not_now", "Only an open request can be split.", "Reopen it, or file a new request.");
  TRY(client, clients::find_client(tx.session(), request.client_id));
  TRY(service, catalogue::find_service(tx, command.service_id));
  if (!client || !service) return Error::invalid("request.unknown_service", "There is no such service.", "service_id", "Choose a service of the catalogue.");
  FileRequest part;
  part.service_id = command.service_id;
  part.title = command.title;
  part.description = command.description;
  part.fields = command.fields;
  part.fault_kind = command.fault_kind;
  part.channel = request.channel;
  part.wished_from = request.wished_from;
  part.wished_until = request.wished_until;
  Filing filing;
  filing.programme_id = request.programme_id;
  filing.client_id = request.client_id;
  filing.client_tier = client->tier;
  filing.client_language = request.language;
  filing.service = service.get();
  filing.site_id = request.site_id;
  filing.service_level = request.service_level;
  filing.region_id = request.region_id;
  filing.place = request.place;
  filing.address = request.address;
  TRY_DO(consult_catalogue(*client, part, filing));
  TRY(calendar, calendar_of(tx, request));
  TRY(id, tx.next_id<Request>());
  filing.id = id;
  return insert_filed(tx, filing, part, calendar, request.id);
}

namespace {

// What the desk names, looked up: the service for this client, the site with its region and calendar.
Result<Request> corrected(engine::Tx& tx, const Request& request, const ChangeRequest& command, const catalogue::Service& service, CalendarId& calendar) {
  Request wanted = request;
  if (command.site_id || command.place || command.address) {
    FileRequest at;
    if (command.site_id) at.site_id = *command.site_id;
    else if (request.site_id) at.site_id = request.site_id;
    at.place = command.place ? command.place : command.site_id ? std::nullopt : request.place;
    at.address = command.address;
    if (!at.address && !command.site_id) at.address = codec::Text<500>(request.address);
    Filing filing;
    filing.programme_id = request.programme_id;
    filing.client_id = request.client_id;
    TRY_DO(locate(tx, at, filing, calendar));
    wanted.site_id = filing.site_id;
    if (filing.site_id) {
      wanted.service_level = filing.service_level;
      wanted.region_id = filing.region_id;
    }
    wanted.place = filing.place;
    wanted.address = filing.address;
    if (wanted.site_id != request.site_id) wanted.asset_id = {};  // it stands at the other site
  }
  if (command.service_id || !command.fields.empty()) wanted.fields = command.fields;
  if (command.service_id) wanted.fault_kind.clear();
  if (command.fault_kind) wanted.fault_kind = *command.fault_kind;
  wanted.service_id = service.id;
  if (command.service_id || command.fault_kind || !command.fields.empty() || command.site_id) {
    TRY(client, clients::find_client(tx.session(), request.client_id));
    if (!client) return Error::internal("request.no_client", "The request's client is gone.");
    FileRequest asked;
    asked.fields = wanted.fields;
    asked.fault_kind = codec::Text<100>(wanted.fault_kind);
    Filing filing;
    filing.programme_id = request.programme_id;
    filing.region_id = wanted.region_id;
    filing.service = &service;
    TRY_DO(consult_catalogue(*client, asked, filing));
    if (!filing.refusal.empty()) return Error::invalid("request.forbidden_service", filing.refusal, "service_id", "Choose a service that may be had.");
    if (!command.site_id) wanted.criticality = filing.criticality;
  }
  if (command.criticality) wanted.criticality = *command.criticality;
  return wanted;
}

Result<Request> correct(engine::Tx& tx, const Request& request, const ChangeRequest& command) {
  TRY_DO(may_amend(request, command, tx.now()));
  TRY(before, catalogue::find_service(tx, request.service_id));
  TRY(service, catalogue::find_service(tx, command.service_id.value_or(request.service_id)));
  if (!before || !service)
    return Error::invalid("request.unknown_service", "There is no such service.", "service_id", "Choose a service of the catalogue.");
  if ((before->dispatch_mode == catalogue::DispatchMode::none) != (service->dispatch_mode == catalogue::DispatchMode::none))
    return Error::conflict("request.other_dispatch", "One of the services is done by a worker, the other at the desk.", "Split off a request for the other service.");
  TRY(calendar, calendar_of(tx, request));
  TRY(wanted, corrected(tx, request, command, *service, calendar));
  const sla::DeadlineFacts facts{request.id, request.programme_id, service->sla_policy_id, calendar, wanted.criticality, wanted.service_level, wanted.fault_kind};
  TRY(dues, sla::change_deadlines(tx, facts, {command.reach_due, command.solve_due}));
  take_dues(wanted, dues);
  AmendedNames names;
  names.service_before = catalogue::localised_name(*before, "en");
  names.service_after = catalogue::localised_name(*service, "en");
  if (request.site_id) {
    TRY(name, clients::site_name(tx.session(), request.site_id));
    names.site_before = std::move(name);
  }
  if (wanted.site_id) {
    TRY(name, clients::site_name(tx.session(), wanted.site_id));
    names.site_after = std::move(name);
  }
  Decision decision = amend(request, std::move(wanted), names, std::string(*command.reason), tx.now());
  return save(tx, std::move(decision));
}

}  // namespace

Result<Request> change(engine::Tx& tx, const Request& request, const ChangeRequest& command, const LifeSettings& settings) {
  const bool words = command.title || command.description || command.wished_from || command.wished_until;
  const bool corrects = amends(command);
  if (!words && corrects) return correct(tx, request, command);
  TRY(decision, change(request, command, tx.now(), settings));
  TRY(changed, save(tx, std::move(decision)));
  return corrects ? correct(tx, changed, command) : Result<Request>(std::move(changed));
}

Result<> may_attach(db::Session& session, const Request& request) {
  if (!is_open(request.state))
    return Error::conflict("request.not_now", fmt::format("A request that is {} takes no more files.", codec::enum_name(request.state)), "Reopen it first.");
  TRY(there, store::attachments_of(session, request.id));
  if (there.size() >= attachments_of_request_max)
    return Error::conflict("attachment.too_many", fmt::format("The request has {} files already, the most there may be.", there.size()), "Put several into one file.");
  return ok();
}

Result<Attachment> add_attachment(engine::Tx& tx, RequestId request_id, const StoredFile& file, std::string name) {
  TRY(request, load(tx.session(), request_id));
  TRY_DO(may_attach(tx.session(), request));
  TRY(id, tx.next_id<Attachment>());
  Attachment attachment{id, request.id, std::move(name), file.content_type, file.size_bytes, file.hash, tx.now()};
  TRY_DO(store::insert(tx.session(), attachment));
  Attached data;
  static_cast<Changed&>(data) = {request.state, request.state, request.owes, request.step, request.owed_by, request.worker_id, {}, {}};
  data.attachment_id = id;
  data.name = attachment.name;
  data.content_type = attachment.content_type;
  TRY_DO(tx.apply(engine::Consequences{}.event("request.attached", "request", request.id.value, request.programme_id, engine::Audience::client, data)));
  return attachment;
}

Result<std::vector<Attachment>> attachments_of(db::Session& session, RequestId id) { return store::attachments_of(session, id); }
Result<std::optional<Attachment>> find_attachment(db::Session& session, AttachmentId id) { return store::find_attachment(session, id); }

namespace {

void newest_first(std::vector<Request>& requests, std::int64_t limit) {
  std::ranges::sort(requests, std::greater<>(), &Request::id);
  const auto twice = std::ranges::unique(requests, {}, &Request::id);
  requests.erase(twice.begin(), twice.end());
  if (requests.size() > static_cast<std::size_t>(limit)) requests.resize(static_cast<std::size_t>(limit));
}

// A word may be the beginning of a code by chance ("leak"): without a digit or a hyphen it is taken for one only when no text has it.
bool looks_like_code(std::string_view typed) {
  return typed.find(' ') == std::string_view::npos && typed.find_first_of("0123456789-") != std::string_view::npos;
}

// The newest requests by every way in which what was typed may name them.
Result<std::vector<Request>> search(db::Session& session, const std::vector<ProgrammeId>& programmes, const store::Filter& filter, const ListQuery& query) {
  std::string_view typed = trimmed(query.search);
  const bool is_code = typed.starts_with('#');
  if (is_code) typed = trimmed(typed.substr(1));
  if (const auto id = parse_spoken_code(typed)) {
    TRY(named, store::by_code(session, programmes, typed, filter, RequestId(*id + 1), 1));
    if (!named.empty() && named.front().id.value == *id) return query.before && named.front().id >= query.before ? std::vector<Request>{} : std::move(named);
  }
  if (is_code) return store::by_code(session, programmes, typed, filter, query.before, query.limit);
  TRY(found, store::search(session, programmes, typed, filter, query.before, query.limit));
  const auto add = [&](std::vector<Request> more) {
    std::ranges::move(more, std::back_inserter(found));
    newest_first(found, query.limit);
  };
  if (const std::string digits = phone_digits(typed); !digits.empty()) {
    TRY(callers, clients::find_clients_by_phone(session, programmes, digits));
    TRY(theirs, store::of_clients(session, callers, programmes, filter, query.before, query.limit));
    add(std::move(theirs));
  }
  bool codes_too = looks_like_code(typed);
  if (!codes_too && found.empty() && typed.find(' ') == std::string_view::npos) {
    // On a later page: only when the pages before it were of codes.
    TRY(anywhere, query.before ? store::search(session, programmes, typed, filter, {}, 1) : std::vector<Request>{});
    codes_too = anywhere.empty();
  }
  if (codes_too) {
    TRY(named, store::by_code(session, programmes, typed, filter, query.before, query.limit));
    add(std::move(named));
  }
  return std::move(found);
}

void last_filed_first(std::vector<Request>& requests, std::int64_t limit) {
  std::ranges::sort(requests, std::greater<>(), [](const Request& request) { return std::pair(request.filed_at, request.id); });
  if (requests.size() > static_cast<std::size_t>(limit)) requests.resize(static_cast<std::size_t>(limit));
}

}  // namespace

Result<std::vector<Request>> list(db::Session& session, const people::Scope& of_caller, const ListQuery& query) {
  people::Scope scope = of_caller;
  if (query.programme) scope = {false, of_caller.allows(query.programme) ? std::vector{query.programme} : std::vector<ProgrammeId>{}};
  if (!scope.all && scope.programmes.empty()) return std::vector<Request>{};
  const std::vector<ProgrammeId> programmes = scope.all ? std::vector<ProgrammeId>{} : scope.programmes;
  const store::Filter filter{query.state, query.late, query.client_id, query.worker_id, query.service_id, query.filed_from, query.filed_until};
  if (!query.phone.empty()) {
    TRY(callers, clients::find_clients_by_phone(session, programmes, phone_digits(query.phone)));
    if (trimmed(query.search).empty()) return store::of_clients(session, callers, programmes, filter, query.before, query.limit);
    TRY(found, search(session, programmes, filter, query));
    std::erase_if(found, [&](const Request& request) { return std::ranges::count(callers, request.client_id) == 0; });
    return std::move(found);
  }
  if (!trimmed(query.search).empty()) return search(session, programmes, filter, query);
  if (scope.all) return store::list(session, {}, filter, query.before, query.limit);
  std::vector<Request> merged;
  for (const ProgrammeId programme : scope.programmes) {
    TRY(page, store::list(session, programme, filter, query.before, query.limit));
    std::ranges::move(page, std::back_inserter(merged));
  }
  if (filter.by_filing() && !filter.client_id && !filter.worker_id) last_filed_first(merged, query.limit);
  else newest_first(merged, query.limit);
  return merged;
}

Result<std::vector<engine::Event>> time_line(db::Session& session, RequestId id, engine::Audience audience) {
  static const db::Select<engine::Event> select("event.time_line", "FROM event WHERE subject = 'request' AND subject_id = $1 ORDER BY id LIMIT 1000");
  TRY(events, select.all(session, id));
  std::erase_if(events, [&](const engine::Event& event) { return event.audience > audience; });
  return std::move(events);
}

}  // namespace bellman::requests
