// What happens by itself: after an upgrade the words under which clients are found are made anew.
#include "clients/service.h"
#include "clients/store.h"

namespace bellman::clients {

namespace {

// The subject of the timer is the last client that has been seen to.
constexpr std::string_view words_kind = "client.words";
constexpr std::int64_t clients_at_once = 100;

Result<> renew_words_of_some(engine::Tx& tx, const engine::Timer& timer) {
  store::ListFilter everybody;
  TRY(some, store::list_clients(tx.session(), everybody, ClientId(timer.subject_id), clients_at_once));
  for (const Client& client : some) TRY_DO(renew_words(tx, client));
  if (static_cast<std::int64_t>(some.size()) < clients_at_once) return ok();
  return tx.apply(engine::Consequences{}.set_timer(std::string(words_kind), some.back().id.value, tx.now()));
}

}  // namespace

void subscribe(engine::Registry& registry) { registry.on_timer(std::string(words_kind), renew_words_of_some); }

}  // namespace bellman::clients
