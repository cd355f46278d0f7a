// The OpenAPI 3.1 document of a route table. The same table gives the same bytes.
#pragma once
#include "api/routes.h"

namespace bellman::api {

// "post_requests_code_cancel" out of POST /api/v1/requests/{code}/cancel.
std::string operation_id(const Route& route);
std::string openapi(const Routes& routes, std::string_view product_version);

}  // namespace bellman::api
