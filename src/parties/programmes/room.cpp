#include "api/room.h"

#include "programmes/routes.h"
#include "programmes/store.h"

namespace bellman::programmes {

const api::Room& room() {
  static const api::Room programmes{
      .name = "programmes",
      .migrations = &migrations(),
      .tables = {{"programme"}, {"region"}},
      .routes = [](api::Routes& table, const api::Services&) { routes(table); },
  };
  return programmes;
}

}  // namespace bellman::programmes
