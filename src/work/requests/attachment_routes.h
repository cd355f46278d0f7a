// Files of requests over HTTP: bytes in, bytes out.
#pragma once
#include "api/routes.h"
#include "requests/attachments.h"

#include <memory>

namespace bellman::requests {

void attachment_routes(api::Routes& routes, std::shared_ptr<const FileStore> files);

}  // namespace bellman::requests
