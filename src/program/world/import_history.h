// Takes requests of another system over into a store: as history, with the times they really had. Nothing is dispatched.
#pragma once
#include "base/result.h"
#include "db/session.h"
#include "engine/clock.h"

#include <functional>
#include <string>

namespace bellman::world {

// rows = taken + updated + known_before + rejected.
struct ImportFigures {
  std::int64_t rows = 0, taken = 0, known_before = 0, rejected = 0, updated = 0, findings = 0;
  bool whole = true;  // false: the file could not be read to its end; what came before was taken, the dirt says where it broke off
};
BOOST_DESCRIBE_STRUCT(ImportFigures, (), (rows, taken, known_before, rejected, updated, findings, whole))

struct ImportResult {
  ImportFigures figures;
  std::string dirt_text, dirt_json;
};

// Makes the programme, services and sites it needs when they are not there; a row whose external id is there already is counted,
// not taken twice, so that a broken import can be run again; it closes what was open before and is closed in the file. A file that cannot be read (on) is told in the dirt, with the line and the code of the error;
// errors are only those of opening it and of the store. `progress(share, what)`.
Result<ImportResult> import_history(db::Database& database, const engine::Clock& clock, const std::string& file, const std::string& format,
                                    const std::function<void(double, std::string_view)>& progress);

}  // namespace bellman::world
