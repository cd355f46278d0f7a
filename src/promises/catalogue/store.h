// The tables of the catalogue.
#pragma once
#include "catalogue/model.h"
#include "db/migration.h"
#include "db/session.h"

namespace bellman::catalogue {

const db::Migrations& migrations();

namespace store {

Result<std::optional<Service>> find_service(db::Session& session, ServiceId id);
Result<std::optional<Service>> find_by_key(db::Session& session, std::string_view key);
// The whole catalogue in order of id: some tens to some thousands of rows, read when the fingerprint has changed.
Result<std::vector<Service>> all_services(db::Session& session);

// Each also carries the catalogue's fingerprint on.
Result<> insert(db::Session& session, const Service& service);
Result<> update(db::Session& session, const Service& service);

// Equal fingerprints, even of two stores, mean equal services.
Result<std::string> fingerprint(db::Session& session);

// The statements of the hot path, for the test of their query plans.
std::vector<db::Query> hot_queries();

}  // namespace store
}  // namespace bellman::catalogue
