#include "http/static_files.h"

#include "base/text.h"
#include "http/exchange.h"
#include "http/problem.h"

namespace bellman::http {
namespace {

// Calls `each` with every trimmed element of a comma-separated header; stops when it returns true.
template <class Each>
bool any_element(std::string_view list, Each each) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    if (each(trimmed(list.substr(0, comma)))) return true;
    if (comma == std::string_view::npos) return false;
    list.remove_prefix(comma + 1);
  }
  return false;
}

bool takes_gzip(const Request& request) {
  return any_element(request.header("accept-encoding").value_or(""), [](std::string_view element) {
    const auto semicolon = element.find(';');
    if (!equals_ignoring_case(trimmed(element.substr(0, semicolon)), "gzip")) return false;
    if (semicolon == std::string_view::npos) return true;
    // "q=0", "q=0.0", … refuse it.
    return element.substr(semicolon + 1).find_first_of("123456789") != std::string_view::npos;
  });
}

// If-None-Match compares weakly (RFC 9110 13.1.2).
bool client_has(const Request& request, std::string_view quoted_etag) {
  return any_element(request.header("if-none-match").value_or(""), [&](std::string_view element) {
    if (element == "*") return true;
    if (element.starts_with("W/")) element.remove_prefix(2);
    return element == quoted_etag;
  });
}

// "name-HASH.ext" with eight or more characters of hash, as Vite names what it builds.
bool name_carries_hash(std::string_view path) {
  if (!path.starts_with("assets/")) return false;
  const auto dot = path.find('.', path.rfind('/'));
  const auto dash = path.rfind('-', dot);
  return dot != std::string_view::npos && dash != std::string_view::npos && dot - dash > 8;
}

}  // namespace

StaticFiles::StaticFiles(std::span<const EmbeddedFile> files) {
  by_path_.reserve(files.size());
  for (const auto& file : files) by_path_.push_back(&file);
  std::sort(by_path_.begin(), by_path_.end(), [](const auto* a, const auto* b) { return a->path < b->path; });
}

const EmbeddedFile* StaticFiles::find(std::string_view path) const {
  const auto place = std::lower_bound(by_path_.begin(), by_path_.end(), path, [](const auto* file, auto text) { return file->path < text; });
  return place != by_path_.end() && (*place)->path == path ? *place : nullptr;
}

Response StaticFiles::answer(const Request& request, std::string_view path) const {
  const EmbeddedFile* file = find(path);
  if (file == nullptr && path.find('.', path.rfind('/') + 1) == std::string_view::npos) file = find("index.html");
  if (file == nullptr) return problem(Error::not_found("http.not_found", "There is nothing at this address.", {}, "Begin at /."), request.id());
  const bool compressed = !file->gzip.empty() && takes_gzip(request);
  const std::string etag = fmt::format("\"{}{}\"", file->etag, compressed ? "-gz" : "");
  Response response;
  response.with("ETag", etag);
  response.with("Cache-Control", name_carries_hash(file->path) ? "public, max-age=31536000, immutable" : "no-cache");
  if (!file->gzip.empty()) response.with("Vary", "Accept-Encoding");
  // Also of a 304: its headers replace those the browser has kept, and the content security policy goes by the type.
  response.content_type = file->content_type;
  if (client_has(request, etag)) {
    response.status = 304;
    return response;
  }
  if (compressed) response.with("Content-Encoding", "gzip");
  response.fixed_body = compressed ? file->gzip : file->bytes;
  return response;
}

Result<> add_static_files(Router& router, std::string prefix, std::span<const EmbeddedFile> files) {
  const auto table = std::make_shared<const StaticFiles>(files);
  Route route{.method = Method::get, .pattern = prefix + "/{path...}", .mode = Mode::inline_, .any_query = true};
  route.handler = [table, prefix](const std::shared_ptr<Exchange>& exchange) {
    const auto& request = exchange->request();
    if (request.path() == prefix) return exchange->respond(Response::redirect(prefix + "/", 308));
    exchange->respond(table->answer(request, request.param("path")));
  };
  return router.add(std::move(route));
}

}  // namespace bellman::http
