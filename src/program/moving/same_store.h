// Whether two names mean the same store: nothing may be moved onto itself.
#pragma once
#include "db/session.h"

#include <string>

namespace bellman::moving {

// Errors: move.same (invalid), naming `field`, when both names are one file: by the same path, through a symbolic link, as a hard link,
// or when `target` is a file that belongs to the database `source` (its log, its index, its lock).
Result<> refuse_same_file(const std::string& source, const std::string& target, const std::string& field);

// The same for any two open stores; two addresses may lead to one schema of one PostgreSQL.
Result<> refuse_same_store(db::Database& source, const std::string& source_address, db::Database& target, const std::string& target_address, const std::string& field);

}  // namespace bellman::moving
