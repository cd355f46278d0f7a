// The screens that are embedded in the binary, under /app/.
#pragma once
#include "http/router.h"

namespace bellman::server {

// "/" leads to the board. Without embedded screens a page says how to build them.
Result<> add_screens(http::Router& router);
bool has_screens();

}  // namespace bellman::server
