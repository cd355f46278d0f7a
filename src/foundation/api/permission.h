// What each role may do. Programme scope is checked besides, on every query.
#pragma once
#include "people/model.h"

namespace bellman::api {

enum class Permission {
  open,               // nobody needs to be logged in
  logged_in,          // any account
  administer,         // settings, accounts, programmes, parked effects
  edit_catalogue,     // services, policies, calendars
  see_catalogue,
  edit_clients,
  see_clients,
  edit_workers,
  see_workers,
  file_request,       // for a client in scope; a client's account only for itself
  see_requests,       // a client's account only its own, a worker's only its jobs
  handle_requests,    // operators: change, wait, merge, split, start, finish
  settle_requests,    // cancel, answer, confirm, reopen; a client's account only its own, and only what a client may (requests/rules.h)
  dispatch,           // dispatchers: assign by hand, overrule, see the reasons
  work,               // workers: answer offers, go, start, sheet
  see_reports,        // managers
};
BOOST_DESCRIBE_ENUM(Permission, open, logged_in, administer, edit_catalogue, see_catalogue, edit_clients, see_clients, edit_workers, see_workers,
                    file_request, see_requests, handle_requests, settle_requests, dispatch, work, see_reports)

bool allowed(people::Role role, Permission permission);

}  // namespace bellman::api
