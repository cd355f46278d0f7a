// Takes requests of another system over into a store: as history, with the times they really had. Nothing is dispatched.
#pragma once
#include "base/result.h"
#include "db/session.h"
#include "engine/clock.h"

#include <functional>
#include <string>

namespace bellman::world {

struct ImportFigures {
  std::int64_t rows = 0, taken = 0, known_before = 0, rejected = 0, findings = 0;
};
BOOST_DESCRIBE_STRUCT(ImportFigures, (), (rows, taken, known_before, rejected, findings))

struct ImportResult {
  ImportFigures figures;
  std::string dirt_text, dirt_json;
};

// Makes the programme, services and sites it needs when they are not there; a row whose external id is there already is counted,
// not taken twice, so that a broken import can be run again. `progress(share, what)`.
Result<ImportResult> import_history(db::Database& database, const engine::Clock& clock, const std::string& file, const std::string& format,
                                    const std::function<void(double, std::string_view)>& progress);

}  // namespace bellman::world
