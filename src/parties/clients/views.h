// What the screens are shown of clients.
#pragma once
#include "clients/model.h"

namespace bellman::clients {

// One line of a list.
struct ClientLine {
  ClientId id;
  ProgrammeId programme_id;
  ClientKind kind = ClientKind::person;
  std::string name;
  std::string language;
  std::string tier;
  ClientId organisation_id;
  HouseholdId household_id;
  bool active = true;
  std::string found_by;  // the word that the search met
};
BOOST_DESCRIBE_STRUCT(ClientLine, (), (id, programme_id, kind, name, language, tier, organisation_id, household_id, active, found_by))

// The client's file.
struct ClientView : Client {
  std::vector<ContactPoint> contacts;
  std::vector<WorkerWish> wishes;
};
BOOST_DESCRIBE_STRUCT(ClientView, (Client), (contacts, wishes))

inline ClientLine line_of(const Client& client, std::string found_by = {}) {
  return {client.id, client.programme_id, client.kind, client.name, client.language, client.tier, client.organisation_id, client.household_id, client.active, std::move(found_by)};
}

}  // namespace bellman::clients
