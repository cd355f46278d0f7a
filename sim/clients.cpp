// Clients and whoever speaks for them: they file, again when the answer is lost, and change their mind.
#include "requests/service.h"
#include "requests/store.h"
#include "staff.h"
#include "world.h"

namespace bellman::sim {

namespace {

engine::Actor client_actor(ClientId id) { return {engine::ActorKind::client, id.value}; }

requests::FileRequest wish_of(Prng& random, const Company& company, std::int64_t number, Instant now) {
  const clients::Client& client = random.pick(company.clients);
  requests::FileRequest wish;
  wish.client_id = client.id;
  wish.service_id = random.chance(0.01) ? ServiceId(999'999) : random.pick(company.services).id;
  wish.title = fmt::format("Request {}", number);
  wish.description = std::string("Please come.");
  wish.external_id = fmt::format("c{}", number);
  if (random.chance(0.75)) {
    for (const clients::Site& site : company.sites)
      if (site.client_id == client.id) wish.site_id = site.id;
  } else if (random.chance(0.8)) {
    wish.place = Place{54.68 + random.uniform() * 0.05, 25.2 + random.uniform() * 0.1};
  }
  if (random.chance(0.2)) {
    wish.wished_from = now + Milliseconds(random.between(-3'600'000, 8 * 3'600'000));
    if (random.chance(0.6)) wish.wished_until = *wish.wished_from + Milliseconds(random.between(-600'000, 4 * 3'600'000));
  }
  return wish;
}

}  // namespace

void World::somebody_files() {
  filed += 1;
  file(wish_of(random, company, filed, clock.now()), 0);
  if (!with_faults) return;
  at(Milliseconds(static_cast<std::int64_t>(random.exponential(static_cast<double>(mean_gap.count())))), [this] { somebody_files(); });
}

void World::file(const requests::FileRequest& wish, int attempt) {
  const std::string external_id = *wish.external_id;
  const auto id = std::make_shared<RequestId>();
  if (attempt == 0) unanswered.insert(external_id);
  const auto sent = [=, this](const Result<>& outcome) {
    if (!unanswered.contains(external_id)) return;
    if (outcome.has_error() && outcome.error().kind == ErrorClass::unavailable) return at(seconds(2, 60), [=, this] { file(wish, attempt + 1); });
    unanswered.erase(external_id);
    if (outcome.has_value()) return acknowledged(*id);
    if (outcome.error().code != "request.external_known") return;
    for (const std::int64_t programme : {1, 2}) {
      const auto found = requests::store::by_external(house.witness(), ProgrammeId(programme), external_id);
      if (found.has_value() && *found) return acknowledged((*found)->id);
    }
    // In the same group as the first one: it is there when the group is committed.
    at(1s, [=, this] { unanswered.insert(external_id), file(wish, attempt + 1); });
  };
  const auto body = [=](engine::Tx& tx) -> Result<> {
    TRY(request, requests::file(tx, {.scope = {.all = true}, .only_client = {}}, wish));
    *id = request.id;
    return ok();
  };
  command("file", client_actor(*wish.client_id), body, sent);
  if (chance(0.08)) command("file again", client_actor(*wish.client_id), body);
}

void World::acknowledged(RequestId id) {
  trace.add(id.value);
  known_requests.push_back(id);
  if (!quiet) at(minutes(1, 20), [this, id] { client_life(id); });
}

void World::on_request(std::string name, engine::Actor actor, RequestId id, std::function<Result<>(engine::Tx&, const requests::Request&)> body, After after) {
  command(std::move(name), actor, [=](engine::Tx& tx) -> Result<> {
    TRY(request, requests::load(tx.session(), id));
    return body(tx, request);
  }, std::move(after));
}

namespace {

Result<> resume(engine::Tx& tx, const requests::Request& request) { return only_outcome(requests::resume(tx, request, "The left one.")); }

// What a client does by itself through the portal: the same use cases, in fewer states.
std::function<Result<>(engine::Tx&, const requests::Request&)> alone(requests::ClientStep step) {
  return [step](engine::Tx& tx, const requests::Request& request) { return only_outcome(requests::client_step(tx, request, step, "As the client says.")); };
}

Result<> unmerge(engine::Tx& tx, const requests::Request& request) { return only_outcome(requests::unmerge(tx, request)); }

}  // namespace

// One look of the client or an operator at the request, and perhaps a change of mind; then another look later.
void World::client_life(RequestId id) {
  using engine::Tx;
  using requests::Request;
  if (!with_faults) return;
  const bool itself = !chance(0.5);
  const engine::Actor client = client_actor(company.clients.front().id), who = itself ? client : operator_actor;
  const Milliseconds span = minutes(1, 300), later = minutes(1, 60);
  const bool answers = chance(0.6);
  // What follows when it could be done.
  const auto then = [&](std::function<void()> follow) -> After {
    return [this, later, follow = std::move(follow)](const Result<>& outcome) {
      if (outcome.has_value()) at(later, follow);
    };
  };
  // A step that the client takes itself, or an operator for it.
  const auto step = [&](std::string name, requests::ClientStep of_client, std::function<Result<>(Tx&, const Request&)> of_desk) {
    on_request(std::move(name), who, id, itself ? alone(of_client) : std::move(of_desk));
  };
  using enum requests::ClientStep;
  switch (random.below(16)) {
    case 0: step("cancel", cancel, [](Tx& tx, const Request& request) { return only_outcome(requests::cancel(tx, request, "Not needed any more.")); }); break;
    case 1:
    case 2:
      on_request("move", who, id, [span](Tx& tx, const Request& request) {
        return only_outcome(requests::change(tx, request, {.wished_from = tx.now() + span / 4, .wished_until = tx.now() + span}));
      });
      break;
    case 3:
    case 4:
    case 5: {
      const bool for_client = chance(0.5);
      on_request("wait", operator_actor, id, [span, for_client](Tx& tx, const Request& request) {
        return only_outcome(requests::wait_for(tx, request, for_client ? requests::Owing::client : requests::Owing::supplier, "Which door?", tx.now() + span));
      }, then([this, id, answers, for_client, client] {
        if (answers && for_client) on_request("answer", client, id, alone(answer));
        if (answers && !for_client) on_request("resume", operator_actor, id, resume);
      }));
      break;
    }
    case 6:
    case 7:
    case 8: step("answer", answer, resume); break;
    case 9:
      on_request("merge", operator_actor, id, [into = random.pick(known_requests)](Tx& tx, const Request& request) { return only_outcome(requests::merge(tx, request, into)); },
                 then([this, id, answers] { if (answers) on_request("unmerge", operator_actor, id, unmerge); }));
      break;
    case 10: on_request("unmerge", operator_actor, id, unmerge); break;
    case 11:
      on_request("split", operator_actor, id, [service = random.pick(company.services).id](Tx& tx, const Request& request) {
        return only_outcome(requests::split(tx, request, {.service_id = service, .title = std::string("And this too")}));
      });
      break;
    case 12: step("close", confirm, [](Tx& tx, const Request& request) { return only_outcome(requests::close(tx, request)); }); break;
    case 13: step("reopen", reopen, [](Tx& tx, const Request& request) { return only_outcome(requests::reopen(tx, request, "It broke again.")); }); break;
    default: break;
  }
  at(minutes(1, 45), [this, id] { client_life(id); });
}

}  // namespace bellman::sim
