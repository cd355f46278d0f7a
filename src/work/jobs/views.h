// Jobs and sheets as the worker's phone and the client's list see them.
#pragma once
#include "jobs/model.h"
#include "requests/views.h"

namespace bellman::jobs {

struct JobView : Job {
  std::string code;            // of the request
  std::string title;
  std::string description;
  std::string address;
  std::string client_name;
  std::string service_name;
  std::string site_name;
  std::map<std::string, std::string> fields;
  std::map<std::string, std::string> tastes;   // of the client: whoever meets the client knows them
  std::vector<std::string> phones;             // of the client
};
BOOST_DESCRIBE_STRUCT(JobView, (Job), (code, title, description, address, client_name, service_name, site_name, fields, tastes, phones))

struct SheetView : ServiceSheet {
  std::string code;
  std::string worker_name;
  std::vector<std::string> part_names;         // of `parts`, in their order
};
BOOST_DESCRIBE_STRUCT(SheetView, (ServiceSheet), (code, worker_name, part_names))

Result<JobView> view_of(db::Session& session, const Job& job, std::string_view language);
Result<SheetView> view_of(db::Session& session, const ServiceSheet& sheet);

}  // namespace bellman::jobs
