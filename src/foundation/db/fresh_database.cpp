#include "db/fresh_database.h"

#include "base/assert.h"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>

namespace bellman::db {

namespace {

std::string test_address() {
  const char* address = std::getenv("BELLMAN_TEST_POSTGRESQL");
  return address == nullptr ? "" : address;
}

// Runs one script on the database as a whole, outside of the schemas.
void run(const std::string& sql) {
  auto database = open_postgresql({.url = test_address(), .durability = Durability::relaxed});
  BELLMAN_ASSERT(database.has_value(), database.error().text());
  auto session = (*database)->open(Access::write);
  BELLMAN_ASSERT(session.has_value() && (*session)->script(sql).has_value(), "a schema for a test");
}

class InSchema final : public Database {
 public:
  InSchema(std::unique_ptr<Database> opened, std::string made) : inner(std::move(opened)), schema(std::move(made)) {}
  ~InSchema() override {
    inner.reset();
    run("DROP SCHEMA " + schema + " CASCADE");
  }
  InSchema(const InSchema&) = delete;
  InSchema& operator=(const InSchema&) = delete;
  db::Engine engine() const override { return inner->engine(); }
  Result<std::unique_ptr<Session>> open(Access access) override { return inner->open(access); }
  Result<> make_durable() override { return inner->make_durable(); }
  bool shared() const override { return inner->shared(); }
  Result<std::unique_ptr<Listener>> listen(ListenerCallbacks callbacks) override { return inner->listen(std::move(callbacks)); }

 private:
  std::unique_ptr<Database> inner;
  const std::string schema;
};

}  // namespace

bool tests_use_postgresql() { return !test_address().empty(); }

std::unique_ptr<Database> fresh_database(const std::filesystem::path& folder, Durability durability) {
  if (!tests_use_postgresql()) {
    auto file = open_sqlite({.path = folder / "test.db", .durability = durability});
    BELLMAN_ASSERT(file.has_value(), file.error().text());
    return *std::move(file);
  }
  static std::atomic<int> count = 0;
  const std::string schema = fmt::format("test_{}_{}", getpid(), ++count);
  run("CREATE SCHEMA " + schema);
  const std::string url = test_address();
  auto made = open_postgresql({.url = fmt::format("{}{}options=-csearch_path%3D{}", url, url.find('?') == std::string::npos ? "?" : "&", schema), .durability = durability});
  BELLMAN_ASSERT(made.has_value(), made.error().text());
  return std::make_unique<InSchema>(*std::move(made), schema);
}

}  // namespace bellman::db
