#include "jobs/views.h"

#include "base/text.h"
#include "clients/service.h"
#include "requests/service.h"
#include "workers/service.h"

namespace bellman::jobs {

Result<JobView> view_of(db::Session& session, const Job& job, std::string_view language) {
  JobView view;
  static_cast<Job&>(view) = job;
  TRY(request, requests::load(session, job.request_id));
  TRY(shown, requests::view_of(session, request, language));
  view.code = shown.code;
  view.title = shown.title;
  view.description = shown.description;
  view.address = shown.address;
  view.client_name = shown.client_name;
  view.service_name = shown.service_name;
  view.site_name = shown.site_name;
  view.fields = shown.fields;
  TRY(client, clients::find_client(session, job.client_id));
  if (client) view.tastes = client->tastes;
  TRY(contacts, clients::contacts_of(session, job.client_id));
  for (const clients::ContactPoint& contact : contacts)
    if (contact.kind == clients::ContactKind::phone) view.phones.push_back(contact.value);
  return view;
}

Result<SheetView> view_of(db::Session& session, const ServiceSheet& sheet) {
  SheetView view;
  static_cast<ServiceSheet&>(view) = sheet;
  view.code = spoken_code(sheet.request_id.value);
  auto worker = workers::load_worker(session, sheet.worker_id);
  if (worker.has_value()) view.worker_name = worker->name;
  for (const UsedPart& used : sheet.parts) {
    TRY(part, workers::load_part(session, used.part_id));
    view.part_names.push_back(std::move(part.name));
  }
  return view;
}

}  // namespace bellman::jobs
