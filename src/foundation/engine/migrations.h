// The numbered files of this folder's migrations/, embedded by CMake.
#pragma once
#include "db/migration.h"

namespace bellman::engine {

const db::Migrations& migrations();

}  // namespace bellman::engine
