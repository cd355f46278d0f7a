// The route table as an OpenAPI 3.1 document.
#pragma once
#include "http/router.h"

#include <string>
#include <utility>
#include <vector>

namespace bellman::http {

struct OpenApiInfo {
  std::string title;
  std::string version;
  std::string description;
  // Name and JSON schema text of what routes refer to as "#/components/schemas/NAME". "Problem" is added.
  std::vector<std::pair<std::string, std::string>> schemas;
};

// The same routes give the same text, byte for byte: paths and schemas in order of their names, methods in a fixed order,
// two spaces of indent, a line feed at the end. Error: internal, naming the route whose schema text is not JSON.
Result<std::string> openapi_text(const Router& router, const OpenApiInfo& info);

}  // namespace bellman::http
