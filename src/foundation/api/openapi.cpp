#include "api/openapi.h"

#include "api/stream.h"

namespace bellman::api {

namespace {

std::string quoted(std::string_view text) {
  std::string out;
  codec::write_json_string(out, text);
  return out;
}

constexpr std::string_view bytes_content = R"({"application/octet-stream":{"schema":{"type":"string","format":"binary"}}})";

std::string parameters_of(const Route& route) {
  std::string list;
  const auto add = [&](std::string_view name, std::string_view in, std::string_view meaning, bool required) {
    list += fmt::format("{}{{\"name\":{},\"in\":\"{}\",\"required\":{},\"description\":{},\"schema\":{{\"type\":\"string\"}}}}", list.empty() ? "" : ",",
                        quoted(name), in, required, quoted(meaning));
  };
  for (std::size_t at = route.pattern.find('{'); at != std::string::npos; at = route.pattern.find('{', at + 1)) {
    std::string_view name = std::string_view(route.pattern).substr(at + 1, route.pattern.find('}', at) - at - 1);
    if (name.ends_with("...")) name.remove_suffix(3);
    add(name, "path", "", true);
  }
  for (const auto& [name, meaning] : route.query_parameters) add(name, "query", meaning, false);
  if (route.verb == Verb::post) add("Idempotency-Key", "header", "1 to 100 printable characters; the same key gets the same answer for 48 hours.", false);
  // Steps of a request's life go by its state; who sends what it has seen is told when that is no longer so.
  if (route.verb == Verb::post && route.pattern.starts_with("/api/v1/requests/{code}/")) add("If-Match", "header", "The ETag of the version that was seen; 412 when it has changed.", false);
  if (route.verb == Verb::put || route.verb == Verb::patch) add("If-Match", "header", "The ETag of the version that is changed.", false);
  return list;
}

std::string operation(const Route& route, codec::Components& components) {
  const std::string_view rest = std::string_view(route.pattern).substr(std::min(route.pattern.size(), std::string_view("/api/v1/").size()));
  std::string text = fmt::format("{{\"operationId\":{},\"summary\":{},\"tags\":[{}],\"x-permission\":\"{}\"", quoted(operation_id(route)), quoted(route.summary),
                                 quoted(rest.substr(0, rest.find('/'))), codec::enum_name(route.permission));
  if (route.permission == Permission::open) text += ",\"security\":[]";
  text += ",\"parameters\":[" + parameters_of(route) + "]";
  if (route.request_schema) text += R"(,"requestBody":{"required":true,"content":{"application/json":{"schema":)" + route.request_schema(components) + "}}}";
  if (route.bytes_in) text += fmt::format(R"(,"requestBody":{{"required":true,"content":{}}})", bytes_content);
  text += fmt::format(",\"responses\":{{\"{}\":{{\"description\":\"Done.\"", route.success_status);
  if (route.response_schema) text += R"(,"content":{"application/json":{"schema":)" + route.response_schema(components) + "}}";
  if (route.bytes_out) text += fmt::format(",\"content\":{}", bytes_content);
  text += R"(},"default":{"$ref":"#/components/responses/Problem"}}})";
  return text;
}

// The stream is no row of the table: it never ends.
std::string stream_operation(codec::Components& components) {
  return R"({"operationId":"get_stream","summary":"Events as they happen as server-sent events named \"change\"; Last-Event-ID goes on where you stopped",)"
         R"("tags":["stream"],"x-permission":"logged_in","parameters":[{"name":"Last-Event-ID","in":"header","required":false,)"
         R"("description":"The id of the last event that was seen.","schema":{"type":"string"}}],)"
         R"("responses":{"200":{"description":"The data of each event.","content":{"text/event-stream":{"schema":)" +
         codec::schema<StreamEvent>(components) + R"(}}},"default":{"$ref":"#/components/responses/Problem"}}})";
}

constexpr std::string_view problem_components =
    R"("responses":{"Problem":{"description":"What went wrong (RFC 9457).","content":{"application/problem+json":{"schema":{"type":"object",)"
    R"("required":["type","code","title","status","detail"],"properties":{"type":{"type":"string"},"code":{"type":"string"},"title":{"type":"string"},)"
    R"("status":{"type":"integer"},"detail":{"type":"string"},"field":{"type":"string"},"cure":{"type":"string"},"request_id":{"type":"string"}}}}}}},)"
    R"("securitySchemes":{"token":{"type":"http","scheme":"bearer"},"session":{"type":"apiKey","in":"cookie","name":"bellman_session"}})";

}  // namespace

std::string operation_id(const Route& route) {
  std::string id(codec::enum_name(route.verb));
  std::string_view rest = route.pattern;
  if (rest.starts_with("/api/v1/")) rest.remove_prefix(7);
  for (const char c : rest) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain) id += c;
    else if (id.back() != '_') id += '_';
  }
  while (id.back() == '_') id.pop_back();
  return id;
}

std::string openapi(const Routes& routes, std::string_view product_version) {
  codec::Components components;
  std::map<std::string, std::map<std::string, std::string>> paths;
  for (const Route& route : routes.all()) {
    std::string pattern = route.pattern;
    if (const auto dots = pattern.find("...}"); dots != std::string::npos) pattern.erase(dots, 3);
    paths[pattern][std::string(codec::enum_name(route.verb))] = operation(route, components);
  }
  paths["/api/v1/stream"]["get"] = stream_operation(components);
  std::string text = fmt::format(R"({{"openapi":"3.1.0","info":{{"title":"Bellman","version":{}}},"security":[{{"token":[]}},{{"session":[]}}],"paths":{{)",
                                 quoted(product_version));
  bool first_path = true;
  for (const auto& [pattern, operations] : paths) {
    text += fmt::format("{}\n{}:{{", first_path ? "" : ",", quoted(pattern));
    first_path = false;
    bool first = true;
    for (const auto& [verb, described] : operations) {
      text += fmt::format("{}\n \"{}\":{}", first ? "" : ",", verb, described);
      first = false;
    }
    text += "}";
  }
  text += "\n},\"components\":{" + std::string(problem_components) + ",\"schemas\":{";
  bool first = true;
  for (const auto& [name, schema] : components) {
    text += fmt::format("{}\n{}:{}", first ? "" : ",", quoted(name), schema);
    first = false;
  }
  return text + "\n}}}\n";
}

}  // namespace bellman::api
