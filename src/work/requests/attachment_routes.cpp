#include "requests/attachment_routes.h"

#include "requests/service.h"
#include "requests/views.h"

namespace bellman::requests {

namespace {

using api::Permission;

struct AttachmentList {
  std::vector<Attachment> items;
};
BOOST_DESCRIBE_STRUCT(AttachmentList, (), (items))

// First the file, durably, then the row: a row never names a file that is not there.
Result<Attachment> upload(api::Work& call, const FileStore& files, std::string_view bytes) {
  TRY_DO(call.read([&](db::Session& session) -> Result<> {
    TRY(request, request_of_path(call, session));
    return may_attach(session, request);
  }));
  TRY(file, files.put(bytes));
  const std::string name = attachment_name(call.query("name").value_or(""));
  std::optional<Attachment> added;
  TRY_DO(call.write([&](engine::Tx& tx) -> Result<> {
    TRY(request, request_of_path(call, tx.session()));
    TRY(attachment, add_attachment(tx, request.id, file, name));
    added = std::move(attachment);
    return ok();
  }));
  return *std::move(added);
}

Result<Attachment> visible(const api::Call& call, db::Session& session) {
  const Error unknown = Error::not_found("attachment.unknown", "There is no such attachment.", "id");
  TRY(id, call.id<AttachmentId>("id"));
  TRY(attachment, find_attachment(session, id));
  if (!attachment) return unknown;
  TRY(request, load(session, attachment->request_id));
  if (!may_see(call.who(), request)) return unknown;
  return *std::move(attachment);
}

// Nothing in the file may run or load anything, whatever a browser takes it for.
constexpr std::string_view harmless = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'";

Result<api::Answer> download(api::Work& call, const FileStore& files) {
  std::optional<Attachment> attachment;
  TRY_DO(call.read([&](db::Session& session) -> Result<> {
    TRY(found, visible(call, session));
    attachment = std::move(found);
    return ok();
  }));
  TRY(bytes, files.get(attachment->hash));
  const Serving serving = serving_of(attachment->content_type);
  api::Answer answer;
  answer.body = std::move(bytes);
  answer.content_type = serving.content_type;
  answer.etag = attachment->hash;
  // (The server itself says nosniff.) Who may see it may change, what it holds never: kept by the caller alone.
  answer.headers = {{"Content-Disposition", content_disposition(serving, attachment->name)},
                    {"Content-Security-Policy", std::string(harmless)},
                    {"Cache-Control", "private, max-age=31536000, immutable"}};
  return answer;
}

}  // namespace

void attachment_routes(api::Routes& routes, std::shared_ptr<const FileStore> files) {
  routes
      .upload<Attachment>("/api/v1/requests/{code}/attachments", Permission::see_requests, "Add a file to a request", attachment_bytes_max,
                          [files](api::Work& call, std::string_view bytes) { return upload(call, *files, bytes); })
      .with_query("name", "How the file is called; only shown.");
  routes.get<AttachmentList>("/api/v1/requests/{code}/attachments", Permission::see_requests, "The files of a request", [](api::Read& call) -> Result<AttachmentList> {
    TRY(request, request_of_path(call, call.session));
    TRY(attachments, attachments_of(call.session, request.id));
    return AttachmentList{std::move(attachments)};
  });
  routes.download("/api/v1/attachments/{id}", Permission::see_requests, "The bytes of a file", [files](api::Work& call) { return download(call, *files); });
}

}  // namespace bellman::requests
