#include "catalogue/views.h"

#include <algorithm>
#include <map>

namespace bellman::catalogue {

namespace {

using ByParent = std::map<ServiceId, std::vector<const Service*>>;

std::vector<ServiceNode> nodes_below(ServiceId parent, const ByParent& by_parent, std::string_view language) {
  std::vector<ServiceNode> nodes;
  const auto below = by_parent.find(parent);
  if (below == by_parent.end()) return nodes;
  for (const Service* service : below->second) nodes.push_back({line_of(*service, language), nodes_below(service->id, by_parent, language)});
  return nodes;
}

}  // namespace

ServiceLine line_of(const Service& service, std::string_view language) {
  return {service.id, service.parent_id, service.key, std::string(localised_name(service, language)), service.area, service.kind, service.policy,
          service.dispatch_mode, service.active, service.version};
}

ServiceTree tree_of(const Catalogue& catalogue, const ServiceFilter& filter, std::string_view language) {
  ByParent by_parent;
  for (const auto& service : catalogue.all()) {
    if (!filter(*service)) continue;
    const auto parent = catalogue.find(service->parent_id);
    by_parent[parent && filter(*parent) ? parent->id : ServiceId{}].push_back(service.get());
  }
  return {nodes_below({}, by_parent, language)};
}

std::vector<ServiceLine> lines_of(const Catalogue& catalogue, const ServiceFilter& filter, std::string_view after, std::int64_t limit, std::string_view language) {
  std::vector<ServiceLine> lines;
  const auto& all = catalogue.all();
  const auto key_of = [](const std::shared_ptr<const Service>& service) { return std::string_view(service->key); };
  for (auto at = std::ranges::upper_bound(all, after, {}, key_of); at != all.end() && static_cast<std::int64_t>(lines.size()) < limit; ++at)
    if (filter(**at)) lines.push_back(line_of(**at, language));
  return lines;
}

Service for_outsiders(Service service) {
  service.programmes.clear();
  service.skills.clear();
  service.parts.clear();
  service.criticality_rules.clear();
  service.sla_policy_id = {};
  return service;
}

}  // namespace bellman::catalogue
