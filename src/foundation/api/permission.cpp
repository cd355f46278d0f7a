#include "api/permission.h"

#include <array>

namespace bellman::api {

namespace {

using people::Role;
constexpr unsigned bit(Role role) { return 1U << static_cast<unsigned>(role); }

constexpr unsigned administrator = bit(Role::administrator), manager = bit(Role::manager), dispatcher = bit(Role::dispatcher),
                   operator_ = bit(Role::operator_), worker = bit(Role::worker), client = bit(Role::client), machine = bit(Role::machine);
constexpr unsigned staff = administrator | manager | dispatcher | operator_;

// The table of README.md, row by row.
unsigned roles_of(Permission permission) {
  switch (permission) {
    case Permission::open:
    case Permission::logged_in: return staff | worker | client | machine;
    case Permission::administer: return administrator;
    case Permission::edit_catalogue: return administrator | manager;
    case Permission::see_catalogue: return staff | worker | client | machine;
    case Permission::edit_clients: return administrator | manager | operator_ | machine;
    case Permission::see_clients: return staff | machine;
    case Permission::edit_workers: return administrator | manager | dispatcher;
    case Permission::see_workers: return staff;
    case Permission::file_request: return staff | client | machine;
    case Permission::see_requests: return staff | worker | client | machine;
    case Permission::handle_requests: return staff;
    case Permission::settle_requests: return staff | client;
    case Permission::dispatch: return administrator | manager | dispatcher;
    case Permission::work: return worker;
    case Permission::see_reports: return administrator | manager;
  }
  return 0;
}

}  // namespace

bool allowed(Role role, Permission permission) { return (roles_of(permission) & bit(role)) != 0; }

}  // namespace bellman::api
