// The route table of the API. Rooms add their rows at start:
//   void routes(api::Routes& routes) {
//     routes.post<FileRequest, RequestView>("/api/v1/requests", Permission::file_request, "File a request", file);
//     routes.get<RequestView>("/api/v1/requests/{code}", Permission::see_requests, "One request", show);
//   }
// It dispatches, checks the permission, reads and validates the body, keeps Idempotency-Keys, sets ETags, and
// prints openapi.json.
#pragma once
#include "api/call.h"
#include "api/permission.h"
#include "codec/json_read.h"
#include "codec/json_write.h"
#include "codec/schema.h"

#include <deque>
#include <functional>

namespace bellman::api {

// The body of a request without one, and of an answer without one (204).
struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

enum class Verb { get, post, put, patch, delete_ };
BOOST_DESCRIBE_ENUM(Verb, get, post, put, patch, delete_)

struct Answer {
  int status = 200;
  std::string body;                      // JSON, unless content_type says what else
  std::optional<std::int64_t> version;   // becomes the ETag
  std::vector<std::pair<std::string, std::string>> headers;
  std::string content_type{};
  std::string etag{};                    // of bytes that never change, without quotes; If-None-Match is answered with 304
};

// One row of the table, its types erased.
struct Route {
  Verb verb = Verb::get;
  std::string pattern;
  Permission permission = Permission::administer;
  std::string summary;
  std::vector<std::pair<std::string, std::string>> query_parameters;  // name, what it means
  std::size_t body_limit = 256 * 1024;
  // Reads the body outside of the transaction; what it returns runs inside.
  std::function<Result<std::function<Result<Answer>(Write&)>>(std::string_view body)> write;
  std::function<Result<Answer>(Read&)> read;
  std::function<Result<Answer>(Work&, std::string_view body)> work;
  int success_status = 200;
  bool keeps_answer = true;  // for Idempotency-Key; not when the answer holds a secret
  bool bytes_in = false, bytes_out = false;  // the body, or the answer, is a file of any type and not JSON

  // Declares ?name=; parameters that are not declared are refused.
  Route& with_query(std::string name, std::string meaning) {
    query_parameters.emplace_back(std::move(name), std::move(meaning));
    return *this;
  }
  // ?limit= and ?after= of a list.
  Route& paged() { return with_query("limit", "Items on a page, 1 to 200; 50 when left out.").with_query("after", "`next` of the page before."); }
  std::function<std::string(codec::Components&)> request_schema, response_schema;  // empty: none
};

class Routes {
 public:
  template <class In, class Out>
  Route& post(std::string pattern, Permission permission, std::string summary, std::function<Result<Out>(Write&, const In&)> handler) {
    return add_write<In, Out>(Verb::post, std::move(pattern), permission, std::move(summary), std::move(handler));
  }
  template <class In, class Out>
  Route& put(std::string pattern, Permission permission, std::string summary, std::function<Result<Out>(Write&, const In&)> handler) {
    return add_write<In, Out>(Verb::put, std::move(pattern), permission, std::move(summary), std::move(handler));
  }
  template <class In, class Out>
  Route& patch(std::string pattern, Permission permission, std::string summary, std::function<Result<Out>(Write&, const In&)> handler) {
    return add_write<In, Out>(Verb::patch, std::move(pattern), permission, std::move(summary), std::move(handler));
  }
  template <class Out>
  Route& remove(std::string pattern, Permission permission, std::string summary, std::function<Result<Out>(Write&, const Nothing&)> handler) {
    return add_write<Nothing, Out>(Verb::delete_, std::move(pattern), permission, std::move(summary), std::move(handler));
  }
  template <class Out>
  Route& get(std::string pattern, Permission permission, std::string summary, std::function<Result<Out>(Read&)> handler) {
    Route& route = add(Verb::get, std::move(pattern), permission, std::move(summary));
    route.response_schema = [](codec::Components& components) { return codec::schema<Out>(components); };
    route.read = [handler = std::move(handler)](Read& call) -> Result<Answer> {
      TRY(out, handler(call));
      return answer_of(200, out);
    };
    return route;
  }
  // Outside of any transaction, see Work. Its answers are not kept for an Idempotency-Key.
  template <class In, class Out>
  Route& work(Verb verb, std::string pattern, Permission permission, std::string summary, std::function<Result<Out>(Work&, const In&)> handler) {
    Route& route = add(verb, std::move(pattern), permission, std::move(summary));
    describe<In, Out>(route);
    route.keeps_answer = false;
    route.work = [handler = std::move(handler), status = route.success_status](Work& call, std::string_view body) -> Result<Answer> {
      In in{};
      if constexpr (!std::is_same_v<In, Nothing>) {
        TRY(read, codec::from_json<In>(body));
        in = std::move(read);
      }
      TRY(out, handler(call, in));
      Answer answer = answer_of(status, out);
      answer.headers = std::move(call.headers);
      return answer;
    };
    return route;
  }
  // A file comes in, of any content type, as it is: at most `limit_bytes`, else 413. Outside of any transaction, see Work.
  template <class Out>
  Route& upload(std::string pattern, Permission permission, std::string summary, std::size_t limit_bytes,
                std::function<Result<Out>(Work&, std::string_view bytes)> handler) {
    Route& route = add(Verb::post, std::move(pattern), permission, std::move(summary));
    describe<Nothing, Out>(route);
    route.keeps_answer = false;
    route.bytes_in = true;
    route.body_limit = limit_bytes;
    route.work = [handler = std::move(handler), status = route.success_status](Work& call, std::string_view body) -> Result<Answer> {
      TRY(out, handler(call, body));
      return answer_of(status, out);
    };
    return route;
  }
  // A file goes out: the handler gives its bytes, type, headers and ETag.
  Route& download(std::string pattern, Permission permission, std::string summary, std::function<Result<Answer>(Work&)> handler);
  const std::deque<Route>& all() const { return table; }

 private:
  Route& add(Verb verb, std::string pattern, Permission permission, std::string summary);

  template <class Out>
  static Answer answer_of(int status, const Out& out) {
    if constexpr (std::is_same_v<Out, Nothing>) return {.status = 204};
    else if constexpr (requires { out.version; }) return {.status = status, .body = codec::to_json(out), .version = out.version};
    else return {.status = status, .body = codec::to_json(out)};
  }

  template <class In, class Out>
  static void describe(Route& route) {
    if constexpr (!std::is_same_v<In, Nothing>) route.request_schema = [](codec::Components& components) { return codec::schema<In>(components); };
    if constexpr (!std::is_same_v<Out, Nothing>) route.response_schema = [](codec::Components& components) { return codec::schema<Out>(components); };
    route.success_status = std::is_same_v<Out, Nothing> ? 204 : route.verb == Verb::post ? 201 : 200;
  }

  template <class In, class Out>
  Route& add_write(Verb verb, std::string pattern, Permission permission, std::string summary, std::function<Result<Out>(Write&, const In&)> handler) {
    Route& route = add(verb, std::move(pattern), permission, std::move(summary));
    describe<In, Out>(route);
    route.write = [handler = std::move(handler), status = route.success_status](std::string_view body) -> Result<std::function<Result<Answer>(Write&)>> {
      In in{};
      if constexpr (!std::is_same_v<In, Nothing>) {
        TRY(read, codec::from_json<In>(body));
        in = std::move(read);
      }
      return std::function<Result<Answer>(Write&)>([handler, status, in = std::move(in)](Write& call) -> Result<Answer> {
        TRY(out, handler(call, in));
        return answer_of(status, out);
      });
    };
    return route;
  }

  std::deque<Route> table;  // rows stay where they are: add() gives references
};

}  // namespace bellman::api
