#include "api/room.h"

#include "jobs/routes.h"
#include "jobs/service.h"
#include "jobs/store.h"

namespace bellman::jobs {

const api::Room& room() {
  using api::Erasure, api::Person;
  static const api::Room jobs{
      .name = "jobs",
      .migrations = &migrations(),
      .tables = {{"job",
                  {{Person::client, "client_id = $1", {"place_lat", "place_lon", "start_at", "done_at"}, Erasure::words},
                   {Person::worker, "worker_id = $1", {"start_at", "travelling_at", "started_at", "done_at"}, Erasure::kept, "the client's proof of who came"}}},
                 {"service_sheet",
                  {{Person::client, "client_id = $1", {"work_done", "signer", "signature", "photos"}, Erasure::words},
                   {Person::worker, "worker_id = $1", {"started_at", "finished_at"}, Erasure::kept, "the client's proof of who came"}}}},
      .of_request = {{"job", "request_id = $1"},
                     {"service_sheet", "request_id = $1"},
                     {"event", "subject = 'job' AND subject_id IN (SELECT id FROM job WHERE request_id = $1)"}},
      .subscribe = [](engine::Registry& registry, const api::Services&) { subscribe(registry); },
      .routes = [](api::Routes& table, const api::Services&) { routes(table); },
  };
  return jobs;
}

}  // namespace bellman::jobs
