// An empty store for one test: a file in the test's folder, or, where BELLMAN_TEST_POSTGRESQL names a database of PostgreSQL
// (tools/private_postgres runs a command with one), a schema of its own in that, gone with the Database. So every test of every room is run on both.
#pragma once
#include "db/open.h"

#include <filesystem>

namespace bellman::db {

// Whether the tests of this program run on PostgreSQL.
bool tests_use_postgresql();

// A new empty store; asserts that it can be made.
std::unique_ptr<Database> fresh_database(const std::filesystem::path& folder, Durability durability = Durability::relaxed);

}  // namespace bellman::db
