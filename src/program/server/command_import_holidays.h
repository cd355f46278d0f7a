// `bellman import holidays`: a table of holidays into one calendar of a store.
#pragma once
#include <CLI/CLI.hpp>

#include <functional>
#include <memory>

namespace bellman::server {

// Adds its words below `import`; when they were given, `chosen` runs it.
void add_import_holidays(CLI::App& import, const std::shared_ptr<std::function<int()>>& chosen);

}  // namespace bellman::server
