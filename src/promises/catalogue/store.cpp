#include "catalogue/store.h"

#include "db/typed.h"

#include <sodium.h>

namespace bellman::catalogue::store {
namespace {

const db::Select<Service>& by_key() {
  static const db::Select<Service> select("service.by_key", "FROM service WHERE key = $1");
  return select;
}
const db::Select<Service>& in_order() {
  static const db::Select<Service> select("service.all", "FROM service ORDER BY id");
  return select;
}
constexpr db::Query read_state{"catalogue_state.read", "SELECT fingerprint FROM catalogue_state WHERE id = 1"};
constexpr db::Query write_state{"catalogue_state.write", "UPDATE catalogue_state SET fingerprint = $1 WHERE id = 1"};

// BLAKE2b of 128 bits over the state before and the row as it is now.
std::string next_fingerprint(std::string_view before, const Service& service) {
  const std::string row = codec::to_json(service);
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(row.data()), row.size(),
                     reinterpret_cast<const unsigned char*>(before.data()), before.size());
  std::string text;
  for (const unsigned byte : hash) text += fmt::format("{:02x}", byte);
  return text;
}

Result<> carry_on(db::Session& session, const Service& service) {
  TRY(before, fingerprint(session));
  TRY_DO(db::post(session, write_state, next_fingerprint(before, service)));
  return ok();
}

}  // namespace

Result<std::optional<Service>> find_service(db::Session& session, ServiceId id) { return db::find<Service>(session, id); }
Result<std::optional<Service>> find_by_key(db::Session& session, std::string_view key) { return by_key().first(session, key); }
Result<std::vector<Service>> all_services(db::Session& session) { return in_order().all(session); }

Result<> insert(db::Session& session, const Service& service) {
  TRY_DO(db::insert(session, service));
  return carry_on(session, service);
}

Result<> update(db::Session& session, const Service& service) {
  TRY_DO(db::update(session, service));
  return carry_on(session, service);
}

Result<std::string> fingerprint(db::Session& session) {
  TRY(text, db::first<std::string>(session, read_state));
  if (!text) return Error::internal("catalogue.no_state", "The table catalogue_state has lost its row.");
  return *std::move(text);
}

std::vector<db::Query> hot_queries() { return {by_key().query(), read_state, write_state, db::TableQueries<Service>::get().find}; }

}  // namespace bellman::catalogue::store
