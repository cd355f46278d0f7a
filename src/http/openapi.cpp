#include "http/openapi.h"

#include "base/text.h"
#include "http/problem.h"

#include <boost/json.hpp>

namespace bellman::http {
namespace {

namespace json = boost::json;

constexpr std::string_view problem_schema = R"({
  "type": "object", "required": ["type", "code", "title", "status"],
  "properties": {
    "type": {"type": "string"}, "code": {"type": "string", "description": "Stable and dotted."}, "title": {"type": "string"},
    "status": {"type": "integer"}, "detail": {"type": "string", "description": "A sentence for a person."},
    "field": {"type": "string", "description": "Path of the input at fault."}, "cure": {"type": "string"}, "request_id": {"type": "string"}
  }
})";

void append_pretty(std::string& out, const json::value& value, std::size_t depth) {
  const auto line = [&](std::size_t levels) {
    out += '\n';
    out.append(levels * 2, ' ');
  };
  if (const auto* object = value.if_object(); object != nullptr && !object->empty()) {
    out += '{';
    bool first = true;
    for (const auto& [key, member] : *object) {
      if (!std::exchange(first, false)) out += ',';
      line(depth + 1);
      append_json_string(out, key);
      out += ": ";
      append_pretty(out, member, depth + 1);
    }
    line(depth);
    out += '}';
  } else if (const auto* array = value.if_array(); array != nullptr && !array->empty()) {
    out += '[';
    bool first = true;
    for (const auto& element : *array) {
      if (!std::exchange(first, false)) out += ',';
      line(depth + 1);
      append_pretty(out, element, depth + 1);
    }
    line(depth);
    out += ']';
  } else {
    out += json::serialize(value);
  }
}

Result<json::value> schema_of(std::string_view text, std::string_view owner) {
  boost::system::error_code fault;
  json::value value = json::parse(text, fault);
  if (fault || !(value.is_object() || value.is_bool()))
    return Error::internal("http.bad_schema", fmt::format("The schema of {} is not a JSON schema.", owner));
  return value;
}

json::object content_of(json::value schema, std::string_view type) { return {{type, {{"schema", std::move(schema)}}}}; }

Result<json::object> parameter(const QueryParameter& declared, std::string_view where, std::string_view owner) {
  TRY(schema, schema_of(declared.schema, owner));
  json::object result{{"name", declared.name}, {"in", where}};
  if (declared.required) result["required"] = true;
  if (!declared.description.empty()) result["description"] = declared.description;
  result["schema"] = std::move(schema);
  return result;
}

// "/a/{path...}" -> "/a/{path}", and the names on the way.
std::string documented_path(std::string_view pattern, json::array& parameters) {
  std::string path(pattern);
  if (const auto dots = path.find("...}"); dots != std::string::npos) path.erase(dots, 3);
  for (auto open = path.find('{'); open != std::string::npos; open = path.find('{', open + 1)) {
    const auto name = path.substr(open + 1, path.find('}', open) - open - 1);
    parameters.push_back(json::object{{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
  }
  return path;
}

Result<json::object> operation(const Route& route, json::array parameters) {
  const std::string owner = fmt::format("{} {}", to_text(route.method), route.pattern);
  json::object result;
  if (!route.operation_id.empty()) result["operationId"] = route.operation_id;
  if (!route.summary.empty()) result["summary"] = route.summary;
  if (!route.tag.empty()) result["tags"] = json::array{route.tag};
  if (!route.permission.empty()) result["x-permission"] = route.permission;
  for (const auto& declared : route.query) {
    TRY(entry, parameter(declared, "query", owner));
    parameters.push_back(std::move(entry));
  }
  for (const auto& declared : route.headers) {
    TRY(entry, parameter(declared, "header", owner));
    parameters.push_back(std::move(entry));
  }
  if (!parameters.empty()) result["parameters"] = std::move(parameters);
  if (!route.request_schema.empty()) {
    TRY(schema, schema_of(route.request_schema, owner));
    result["requestBody"] = json::object{{"required", true}, {"content", content_of(std::move(schema), "application/json")}};
  }
  json::object success{{"description", reason_phrase(route.success_status)}};
  if (!route.response_schema.empty()) {
    TRY(schema, schema_of(route.response_schema, owner));
    success["content"] = content_of(std::move(schema), "application/json");
  }
  result["responses"] = json::object{{std::to_string(route.success_status), std::move(success)}, {"default", {{"$ref", "#/components/responses/Problem"}}}};
  return result;
}

std::string lower_method(Method method) { return lower_ascii(to_text(method)); }

Result<json::object> paths_of(const Router& router) {
  std::map<std::string, std::map<Method, json::object>> sorted;
  for (const auto& route : router.routes()) {
    if (!route->described) continue;
    json::array parameters;
    const std::string path = documented_path(route->pattern, parameters);
    TRY(described, operation(*route, std::move(parameters)));
    sorted[path][route->method] = std::move(described);
  }
  json::object paths;
  for (auto& [path, methods] : sorted) {
    json::object item;
    for (auto& [method, described] : methods) item[lower_method(method)] = std::move(described);
    paths[path] = std::move(item);
  }
  return paths;
}

Result<json::object> schemas_of(const OpenApiInfo& info) {
  std::map<std::string, std::string_view> sorted{{"Problem", problem_schema}};
  for (const auto& [name, text] : info.schemas) sorted[name] = text;
  json::object schemas;
  for (const auto& [name, text] : sorted) {
    TRY(schema, schema_of(text, "component " + name));
    schemas[name] = std::move(schema);
  }
  return schemas;
}

}  // namespace

Result<std::string> openapi_text(const Router& router, const OpenApiInfo& info) {
  TRY(paths, paths_of(router));
  TRY(schemas, schemas_of(info));
  json::object about{{"title", info.title}, {"version", info.version}};
  if (!info.description.empty()) about["description"] = info.description;
  json::value reference = json::object{{"$ref", "#/components/schemas/Problem"}};
  json::object problem_response{{"description", "What went wrong, as RFC 9457 describes it."},
                                {"content", content_of(std::move(reference), "application/problem+json")}};
  json::object document{{"openapi", "3.1.0"}, {"info", std::move(about)}, {"paths", std::move(paths)}};
  document["components"] = json::object{{"responses", {{"Problem", std::move(problem_response)}}}, {"schemas", std::move(schemas)}};
  std::string text;
  append_pretty(text, document, 0);
  text += '\n';
  return text;
}

}  // namespace bellman::http
