// What the screens are shown of the catalogue.
#pragma once
#include "catalogue/service.h"

#include <functional>

namespace bellman::catalogue {

// One line of a list, in the reader's language.
struct ServiceLine {
  ServiceId id;
  ServiceId parent_id;
  std::string key;
  std::string name;
  std::string area;
  ServiceKind kind = ServiceKind::visit;
  ServicePolicy policy = ServicePolicy::allowed;
  DispatchMode dispatch_mode = DispatchMode::automatic;
  bool active = true;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(ServiceLine, (), (id, parent_id, key, name, area, kind, policy, dispatch_mode, active, version))

struct ServiceNode : ServiceLine {
  std::vector<ServiceNode> children;  // in order of key
};
BOOST_DESCRIBE_STRUCT(ServiceNode, (ServiceLine), (children))

struct ServiceTree {
  std::vector<ServiceNode> services;
};
BOOST_DESCRIBE_STRUCT(ServiceTree, (), (services))

using ServiceFilter = std::function<bool(const Service&)>;

ServiceLine line_of(const Service& service, std::string_view language);
// The services that pass the filter; one whose parent does not pass stands at the top.
ServiceTree tree_of(const Catalogue& catalogue, const ServiceFilter& filter, std::string_view language);
// At most `limit` lines that pass the filter, after the key `after`, in order of key.
std::vector<ServiceLine> lines_of(const Catalogue& catalogue, const ServiceFilter& filter, std::string_view after, std::int64_t limit, std::string_view language);
// What a client or a worker needs to fill the form; how we rank and serve it is the house's own business.
Service for_outsiders(Service service);

}  // namespace bellman::catalogue
