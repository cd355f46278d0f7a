// What the clients of the demonstration do: they ask for service at believable times and in believable words, and now and then cancel
// or move a visit; operators serve what is done at the desk. A generator without clock, thread or database, the same for the same
// seed and the same answers: whoever drives it performs the actions and tells it what was filed.
//
//   DemoClients clients(company, 7);
//   for (;;) {
//     ClientAction action = clients.next(clock.now());
//     … let time pass until action.when …
//     … in a transaction: TRY(request, perform(tx, action)) …
//     clients.performed(action, request);
//   }
#pragma once
#include "base/prng.h"
#include "requests/service.h"
#include "world/demo_company.h"

#include <queue>
#include <variant>

namespace bellman::world {

struct ClientFiles {
  requests::Filer filer;
  requests::FileRequest command;
  bool forbidden = false;   // will be refused by policy
};
struct ClientCancels {
  RequestId request;
  std::string reason;
};
struct ClientMoves {
  RequestId request;
  requests::ChangeRequest change;
};
// The desk has done what no worker is sent for.
struct OperatorServes {
  RequestId request;
};

struct ClientAction {
  Instant when;
  engine::Actor actor;
  std::variant<ClientFiles, ClientCancels, ClientMoves, OperatorServes> what;
};

// The request as it stands afterwards. Who comes too late (it is cancelled or under way meanwhile) changes nothing and that is no error.
Result<requests::Request> perform(engine::Tx& tx, const ClientAction& action);

struct DemoClientSettings {
  Milliseconds mean_gap = 150s;      // between two requests, over a whole day; by hour of day it is from 0.5 to 7 times as long
  double forbidden_share = 0.012;    // of the requests
  double wishes_window = 0.2;        // of the visits
  double cancels = 0.03;             // of the requests that a worker is sent for
  double moves = 0.03;
  double desk_pace = 1;              // above 1 the desk is quicker
  bool by_hour = true;               // false: the same at any hour, so that there is always something to see
};

class DemoClients {
 public:
  // The company is only read, and outlives the generator.
  DemoClients(const DemoCompany& company, std::uint64_t seed, DemoClientSettings settings = {});

  // The next thing that somebody does, never before `now`; when time has jumped, what was due meanwhile comes at `now`,
  // but new requests go on from `now`.
  ClientAction next(Instant now);
  // What came of an action: requests that are filed may be cancelled, moved or served later.
  void performed(const ClientAction& action, const requests::Request& request);
  // From now on requests come in this mean gap at any hour; what was planned at the old pace is planned anew.
  void go_live(Milliseconds mean_gap) {
    settings.mean_gap = mean_gap;
    settings.by_hour = false;
    planned.reset();
  }
  void set_desk_pace(double pace) { settings.desk_pace = pace; }

 private:
  struct Choice {
    const DemoClient* client = nullptr;
    const DemoSite* site = nullptr;
    const DemoService* service = nullptr;
  };
  struct Later {
    bool operator()(const ClientAction& a, const ClientAction& b) const { return a.when > b.when; }
  };
  Instant next_arrival(Instant after);
  ClientAction filing(Instant when);
  Choice choose();
  const DemoService* choose_service(const DemoClient& client, const DemoSite* site);
  double weight_for(const DemoService& service, const DemoClient& client, const DemoSite* site) const;
  requests::FileRequest words(const Choice& choice, Instant when);
  std::string field_value(const catalogue::FormField& field, const DemoClient& client, Instant when);
  void add_window(requests::FileRequest& command, Instant when);
  const DemoService* service_of(ServiceId id) const;

  const DemoCompany& company;
  DemoClientSettings settings;
  Zone zone;
  Prng arrivals, contents, answers;   // apart, so that what comes of a request does not change the ones after it
  std::optional<Instant> planned;     // the next request
  std::priority_queue<ClientAction, std::vector<ClientAction>, Later> pending;
};

}  // namespace bellman::world
