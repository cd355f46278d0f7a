// The tables of a store as its own catalogue describes them, so that a room's new table is moved without a word here.
#pragma once
#include "db/session.h"

#include <string>
#include <vector>

namespace bellman::moving {

struct Table {
  std::string name;
  std::vector<std::string> columns;    // in their order
  std::vector<std::string> key;        // of the primary key, in its order
  std::vector<std::string> parents;    // other tables that its rows refer to
  std::vector<std::string> own_links;  // columns that refer to rows of this table

  bool has_column(std::string_view wanted) const;
  std::size_t place_of(std::string_view column) const;  // which must be one of its columns
};

// All tables but those of the migrations, of the text index (each engine has its own, made from the requests) and of a copy under way.
// Parents stand before their children, otherwise by name. Error: moving.tables (internal): no such order, or a table without a key.
Result<std::vector<Table>> tables_of(db::Session& session);

// Whether there is a table of this name, of any kind.
Result<bool> has_table(db::Session& session, std::string_view name);

// "a", "b" — of the names in quotes.
std::string quoted_list(const std::vector<std::string>& names);
// $FIRST, … for as many.
std::string marks(std::size_t count, std::size_t first = 1);

}  // namespace bellman::moving
