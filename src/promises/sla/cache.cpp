#include "sla/cache.h"

#include "sla/store.h"

namespace bellman::sla {
namespace {

constexpr std::size_t most_editions = 1000;  // a bound on memory; what is dropped is read again

Result<std::shared_ptr<const CalendarEdition>> compiled(const Calendar& calendar) {
  TRY(ready, CompiledCalendar::compile(calendar));
  return std::shared_ptr<const CalendarEdition>(std::make_shared<CalendarEdition>(CalendarEdition{calendar.id, calendar.version, std::move(ready)}));
}

Error lost_edition(std::string_view noun, std::int64_t id, std::int64_t version) {
  return Error::internal("sla.lost_edition", fmt::format("Version {} of the {} {} is not in the store.", version, noun, id));
}

}  // namespace

template <class Value>
std::shared_ptr<const Value> Cache::Kept<Value>::keep(std::int64_t id, std::int64_t version, std::shared_ptr<const Value> value) {
  if (editions.size() >= most_editions) editions.clear();
  return editions[{id, version}] = std::move(value);
}

void Cache::forget() {
  version_of_all = 0;
  policies = {};
  calendars = {};
}

void Cache::forget_if_abandoned(engine::Tx& tx) {
  tx.on_abandon([this] { forget(); });
}

Result<> Cache::refresh(engine::Tx& tx) {
  TRY(version, store::version_of_all(tx.session()));
  if (version == version_of_all) return ok();
  policies.current.clear();
  calendars.current.clear();
  version_of_all = version;
  forget_if_abandoned(tx);
  return ok();
}

Result<std::shared_ptr<const Policy>> Cache::policy(engine::Tx& tx, PolicyId id) {
  TRY_DO(refresh(tx));
  if (const auto found = policies.current.find(id.value); found != policies.current.end()) return found->second;
  TRY(policy, store::find_policy(tx.session(), id));
  if (!policy) return Error::invalid("sla.unknown_policy", "There is no such SLA policy.", "policy_id");
  forget_if_abandoned(tx);
  const std::int64_t version = policy->version;
  return policies.current[id.value] = policies.keep(id.value, version, std::make_shared<const Policy>(*std::move(policy)));
}

Result<std::shared_ptr<const CalendarEdition>> Cache::calendar(engine::Tx& tx, CalendarId id) {
  TRY_DO(refresh(tx));
  if (const auto found = calendars.current.find(id.value); found != calendars.current.end()) return found->second;
  TRY(calendar, store::find_calendar(tx.session(), id));
  if (!calendar) return Error::invalid("sla.unknown_calendar", "There is no such calendar.", "calendar_id");
  TRY(edition, compiled(*calendar));
  forget_if_abandoned(tx);
  return calendars.current[id.value] = calendars.keep(id.value, edition->version, edition);
}

Result<std::shared_ptr<const Policy>> Cache::policy(engine::Tx& tx, PolicyId id, std::int64_t version) {
  if (const auto found = policies.editions.find({id.value, version}); found != policies.editions.end()) return found->second;
  TRY(policy, store::find_policy(tx.session(), id, version));
  if (!policy) return lost_edition("SLA policy", id.value, version);
  forget_if_abandoned(tx);
  return policies.keep(id.value, version, std::make_shared<const Policy>(*std::move(policy)));
}

Result<std::shared_ptr<const CalendarEdition>> Cache::calendar(engine::Tx& tx, CalendarId id, std::int64_t version) {
  if (const auto found = calendars.editions.find({id.value, version}); found != calendars.editions.end()) return found->second;
  if (!id) return calendars.keep(0, version, std::make_shared<const CalendarEdition>(CalendarEdition{{}, version, CompiledCalendar::round_the_clock(Zone::utc())}));
  TRY(calendar, store::find_calendar(tx.session(), id, version));
  if (!calendar) return lost_edition("calendar", id.value, version);
  TRY(edition, compiled(*calendar));
  forget_if_abandoned(tx);
  return calendars.keep(id.value, version, edition);
}

}  // namespace bellman::sla
