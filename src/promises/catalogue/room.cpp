#include "api/room.h"

#include "catalogue/routes.h"
#include "catalogue/store.h"

namespace bellman::catalogue {

const api::Room& room() {
  static const api::Room catalogue{
      .name = "catalogue",
      .migrations = &migrations(),
      .tables = {{"service"}, {"catalogue_state"}},
      .routes = [](api::Routes& table, const api::Services&) { routes(table); },
  };
  return catalogue;
}

}  // namespace bellman::catalogue
