#include "world/demo_clients.h"

#include "base/assert.h"
#include "base/language.h"
#include "catalogue/rules.h"
#include "world/demo_names.h"
#include "world/demo_texts.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace bellman::world {

namespace {

using catalogue::DispatchMode;
using catalogue::FieldType;

// How busy an hour of the day is against the others.
constexpr std::array<double, 24> busy_by_hour{0.25, 0.2, 0.15, 0.15, 0.2, 0.35, 0.7, 1.2, 1.7, 1.9, 1.8, 1.6, 1.4, 1.3, 1.4, 1.4, 1.5, 1.6, 1.5, 1.3, 1.0, 0.8, 0.6, 0.4};
constexpr double busiest = 1.9;

constexpr double mean_busy() {
  double sum = 0;
  for (const double busy : busy_by_hour) sum += busy;
  return sum / busy_by_hour.size();
}

constexpr std::int64_t quarter_ms = 15 * 60'000, hour_ms = 60 * 60'000;

Instant next_quarter(Instant moment) { return {(moment.ms / quarter_ms + 1) * quarter_ms}; }

Milliseconds minutes(double count) { return Milliseconds(static_cast<std::int64_t>(count * 60'000)); }

bool is_forbidden(const DemoService& service) { return service.service.policy == catalogue::ServicePolicy::forbidden; }

// What a worker is sent for needs a place.
bool needs_site(const DemoService& service) { return service.service.dispatch_mode != DispatchMode::none; }

Result<requests::Request> act(engine::Tx& tx, const ClientFiles& files) { return requests::file(tx, files.filer, files.command); }
Result<requests::Request> act(engine::Tx& tx, const ClientCancels& cancels) {
  TRY(request, requests::load(tx.session(), cancels.request));
  return requests::client_step(tx, request, requests::ClientStep::cancel, cancels.reason);
}
Result<requests::Request> act(engine::Tx& tx, const ClientMoves& moves) {
  TRY(request, requests::load(tx.session(), moves.request));
  return requests::change(tx, request, moves.change);
}
Result<requests::Request> act(engine::Tx& tx, const OperatorServes& serves) { return requests::set_done(tx, serves.request, {}); }

RequestId request_of(const ClientFiles&) { return {}; }
template <class What>
RequestId request_of(const What& what) { return what.request; }

}  // namespace

Result<requests::Request> perform(engine::Tx& tx, const ClientAction& action) {
  auto outcome = std::visit([&](const auto& what) { return act(tx, what); }, action.what);
  const RequestId request = std::visit([](const auto& what) { return request_of(what); }, action.what);
  // Decided before anything was written.
  if (outcome.has_error() && request && outcome.error().code == "request.not_now") return requests::load(tx.session(), request);
  return outcome;
}

DemoClients::DemoClients(const DemoCompany& of, std::uint64_t seed, DemoClientSettings wanted)
    : company(of), settings(wanted), zone(Zone::find(of.zone).has_value() ? *Zone::find(of.zone) : Zone::utc()), arrivals(seed, 31), contents(seed, 32), answers(seed, 33) {
  BELLMAN_ASSERT(!company.clients.empty() && !company.services.empty(), "a company has clients and services");
}

// A Poisson process whose rate follows the hour of day, by thinning (Lewis and Shedler, 1979).
Instant DemoClients::next_arrival(Instant after) {
  if (!settings.by_hour)
    return after + Milliseconds(std::max<std::int64_t>(1, static_cast<std::int64_t>(arrivals.exponential(static_cast<double>(settings.mean_gap.count())))));
  const double fastest_gap_ms = static_cast<double>(settings.mean_gap.count()) * mean_busy() / busiest;
  for (;;) {
    after += Milliseconds(std::max<std::int64_t>(1, static_cast<std::int64_t>(arrivals.exponential(fastest_gap_ms))));
    const auto hour = static_cast<std::size_t>(zone.to_local(after).ms_of_day / hour_ms) % busy_by_hour.size();
    if (arrivals.chance(busy_by_hour[hour] / busiest)) return after;
  }
}

ClientAction DemoClients::next(Instant now) {
  if (!planned || *planned < now) planned = next_arrival(now);
  if (!pending.empty() && pending.top().when <= *planned) {
    ClientAction action = pending.top();
    pending.pop();
    action.when = std::max(action.when, now);
    return action;
  }
  const Instant when = *planned;
  planned = next_arrival(when);
  return filing(when);
}

ClientAction DemoClients::filing(Instant when) {
  const Choice choice = choose();
  const DemoClient& client = *choice.client;
  ClientFiles files;
  files.forbidden = is_forbidden(*choice.service);
  files.command = words(choice, when);
  // Half of them ask themselves, the others through an operator.
  static constexpr std::array<requests::Channel, 3> own{requests::Channel::portal, requests::Channel::portal, requests::Channel::chat};
  static constexpr std::array<requests::Channel, 4> by_operator{requests::Channel::phone, requests::Channel::phone, requests::Channel::messenger, requests::Channel::email};
  const bool self = contents.chance(0.5);
  files.command.channel = self ? contents.pick(own) : contents.pick(by_operator);
  files.filer.scope = {false, {client.programme}};
  if (self) files.filer.only_client = client.id;
  else files.command.client_id = client.id;
  return {when, self ? engine::Actor{engine::ActorKind::client, client.id.value} : engine::Actor{engine::ActorKind::machine, 0}, std::move(files)};
}

// Organisations ask more often than persons: once for each site.
DemoClients::Choice DemoClients::choose() {
  for (;;) {
    const DemoClient& client = contents.pick(company.clients);
    const DemoSite* site = client.sites.empty() ? nullptr : &contents.pick(client.sites);
    if (!contents.chance(std::min(1.0, (static_cast<double>(client.sites.size()) + 0.3) / 3))) continue;
    if (const DemoService* service = choose_service(client, site)) return {&client, site, service};
  }
}

double DemoClients::weight_for(const DemoService& service, const DemoClient& client, const DemoSite* site) const {
  if (is_forbidden(service) || (needs_site(service) && site == nullptr)) return 0;
  if (catalogue::availability(service.service, client.programme, site == nullptr ? RegionId{} : site->region).has_error()) return 0;
  if (service.asset.empty() || site == nullptr) return service.weight;
  const bool has_it = std::ranges::find(site->assets, service.asset, &DemoAsset::kind) != site->assets.end();
  return service.weight * (has_it ? 2.5 : 0.5);
}

const DemoService* DemoClients::choose_service(const DemoClient& client, const DemoSite* site) {
  if (contents.chance(settings.forbidden_share)) {
    std::vector<const DemoService*> forbidden;
    for (const DemoService& service : company.services)
      if (is_forbidden(service)) forbidden.push_back(&service);
    if (!forbidden.empty()) return contents.pick(forbidden);
  }
  double sum = 0;
  for (const DemoService& service : company.services) sum += weight_for(service, client, site);
  double left = contents.uniform() * sum;
  for (const DemoService& service : company.services) {
    const double weight = weight_for(service, client, site);
    if (weight > 0 && (left -= weight) < 0) return &service;
  }
  return nullptr;
}

requests::FileRequest DemoClients::words(const Choice& choice, Instant when) {
  const DemoClient& client = *choice.client;
  const catalogue::Service& service = choice.service->service;
  requests::FileRequest command;
  command.service_id = service.id;
  command.title = std::string(catalogue::localised_name(service, client.language));
  std::string about = choice.service->text;
  if (!service.fault_kinds.empty()) {
    about = contents.pick(service.fault_kinds);
    command.fault_kind = codec::Text<100>(about);
  }
  std::string description(demo::description(about, client.language));
  if (contents.chance(0.35)) description += " " + std::string(demo::closing_words(client.language, contents));
  command.description = codec::Text<10'000>(description);
  // The form of a forbidden service is not asked for.
  if (!is_forbidden(*choice.service))
    for (const catalogue::FormField& field : service.fields)
      if (field.required || contents.chance(0.5)) command.fields[field.key] = field_value(field, client, when);
  if (choice.site == nullptr || !(needs_site(*choice.service) || contents.chance(0.3))) return command;
  command.site_id = choice.site->id;
  const auto asset = std::ranges::find(choice.site->assets, choice.service->asset, &DemoAsset::kind);
  if (asset != choice.site->assets.end()) command.asset_id = asset->id;
  if (service.kind == catalogue::ServiceKind::visit && service.criticality <= sla::Criticality::normal && contents.chance(settings.wishes_window)) add_window(command, when);
  return command;
}

std::string DemoClients::field_value(const catalogue::FormField& field, const DemoClient& client, Instant when) {
  switch (field.type) {
    case FieldType::text: return demo::field_text(field.key, client.language, contents);
    case FieldType::number: {
      // Small numbers are likelier: most travel alone or in pairs.
      const double low = field.minimum.value_or(1), high = field.maximum.value_or(10), share = contents.uniform();
      return std::to_string(static_cast<std::int64_t>(std::floor(low + (high - low) * share * share)));
    }
    case FieldType::date: return to_text(zone.day_of(when) + static_cast<int>(contents.between(1, 45)));
    case FieldType::time: return fmt::format("{:02}:{:02}", contents.between(5, 22), contents.between(0, 3) * 15);
    case FieldType::choice: return contents.pick(field.choices);
    case FieldType::yes_no: return contents.chance(0.2) ? "yes" : "no";
    case FieldType::phone: return demo::mobile_phone(contents.below(1000));
    case FieldType::email: return demo::email_of(demo::make_person(demo::language_index(client.language), contents), contents.below(1000));
  }
  return {};
}

// Two or three hours, some hours ahead, between 8 and 20 o'clock.
void DemoClients::add_window(requests::FileRequest& command, Instant when) {
  Instant from = next_quarter(when + minutes(static_cast<double>(contents.between(90, 600))));
  const LocalTime local = zone.to_local(from);
  if (local.ms_of_day < 8 * hour_ms) from = zone.to_instant({local.day, 9 * hour_ms});
  else if (local.ms_of_day > 18 * hour_ms) from = zone.to_instant({local.day + 1, 9 * hour_ms});
  command.wished_from = from;
  command.wished_until = from + Milliseconds(contents.between(2, 3) * hour_ms);
}

const DemoService* DemoClients::service_of(ServiceId id) const {
  const auto found = std::ranges::find_if(company.services, [&](const DemoService& one) { return one.service.id == id; });
  return found == company.services.end() ? nullptr : &*found;
}

void DemoClients::performed(const ClientAction& action, const requests::Request& request) {
  const DemoService* service = service_of(request.service_id);
  if (!std::holds_alternative<ClientFiles>(action.what) || service == nullptr || !requests::is_open(request.state)) return;
  const engine::Actor client{engine::ActorKind::client, request.client_id.value};
  if (service->service.dispatch_mode == DispatchMode::none) {
    // Some of it takes longer than was promised.
    const double allowed = request.solve_due ? static_cast<double>((*request.solve_due - action.when).count()) / 60'000 : 120;
    const double taken = std::min(allowed, 240.0) * 0.45 * std::exp(answers.normal(0, 0.5)) / settings.desk_pace;
    pending.push({action.when + minutes(std::max(1.0, taken)), {engine::ActorKind::machine, 0}, OperatorServes{request.id}});
    return;
  }
  const double fate = answers.uniform();
  if (fate < settings.cancels) {
    pending.push({action.when + minutes(static_cast<double>(answers.between(2, 40))), client, ClientCancels{request.id, std::string(demo::cancel_reason(request.language, answers))}});
  } else if (fate < settings.cancels + settings.moves && service->service.kind == catalogue::ServiceKind::visit) {
    const Instant when = action.when + minutes(static_cast<double>(answers.between(3, 30)));
    ClientMoves moves{request.id, {}};
    moves.change.wished_from = next_quarter(when + minutes(static_cast<double>(answers.between(120, 480))));
    moves.change.wished_until = *moves.change.wished_from + 3h;
    pending.push({when, client, std::move(moves)});
  }
}

}  // namespace bellman::world
