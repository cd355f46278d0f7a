#include "api/room.h"

#include "api/idempotency.h"
#include "engine/journal_months.h"
#include "engine/migrations.h"

namespace bellman::api {

// The engine and the API are no rooms of the business, but have tables and recurring work as these do.
const Room& room() {
  static const Room foundation{
      .name = "foundation",
      .migrations = &engine::migrations(),
      .tables = {{"schema_migration", {}, Moving::local},
                 {"id_sequence"},
                 {"event"},  // ids and enumerations; which persons they are of, the rooms say whose nouns they are
                 {"timer"},
                 {"outbox"},
                 {"idempotency", {{Person::account, "account_id = $1", {"key", "body", "created_at"}}}},
                 {"lease"},
                 {"kept_version"},
                 {"follower"}},
      .subscribe = [](engine::Registry& registry, const Services&) {
        engine::keep_journal_months(registry);
        subscribe(registry);
      },
      .start = [](engine::Tx& tx) -> Result<> {
        TRY_DO(engine::set_first_journal_look(tx));
        return set_first_purge(tx);
      },
  };
  return foundation;
}

}  // namespace bellman::api
