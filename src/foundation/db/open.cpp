#include "db/open.h"

#include <fmt/format.h>

namespace bellman::db {

Result<std::string> sqlite_file(std::string_view address) {
  constexpr std::string_view scheme = "sqlite:";
  if (is_postgresql_url(address)) return std::string();
  if (address.starts_with(scheme) && address.size() > scheme.size()) return std::string(address.substr(scheme.size()));
  if (!address.empty() && address.find(':') == std::string_view::npos) return std::string(address);  // a bare file name
  return Error::invalid("db.address", fmt::format("\"{}\" is not the address of a database.", without_password(address)), "database.url",
                        "Write sqlite:FILE or postgresql://USER@HOST:PORT/NAME.");
}

Result<std::unique_ptr<Database>> open_database(const std::string& address, const OpenOptions& options) {
  TRY(file, sqlite_file(address));
  if (!file.empty()) return open_sqlite({.path = file, .durability = options.durability, .busy_timeout_ms = options.busy_timeout_ms, .cache_kib = options.cache_kib});
  const Durability durability = options.durability == Durability::scratch ? Durability::relaxed : options.durability;
  return open_postgresql({.url = address, .lock_timeout_ms = std::max(options.busy_timeout_ms, 15'000), .durability = durability});
}

}  // namespace bellman::db
