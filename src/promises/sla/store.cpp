#include "sla/store.h"

#include "db/typed.h"

namespace bellman::sla::store {
namespace {

struct CalendarEdition {
  static constexpr std::string_view table = "calendar_edition";
  static constexpr int key_columns = 2;
  CalendarId calendar_id;
  std::int64_t version = 0;
  codec::RawJson data;
};
BOOST_DESCRIBE_STRUCT(CalendarEdition, (), (calendar_id, version, data))

struct PolicyEdition {
  static constexpr std::string_view table = "sla_policy_edition";
  static constexpr int key_columns = 2;
  PolicyId policy_id;
  std::int64_t version = 0;
  codec::RawJson data;
};
BOOST_DESCRIBE_STRUCT(PolicyEdition, (), (policy_id, version, data))

const db::Select<Calendar>& calendar_by_name() {
  static const db::Select<Calendar> select("calendar.by_name", "FROM calendar WHERE name = $1");
  return select;
}
const db::Select<Calendar>& calendar_page() {
  static const db::Select<Calendar> select("calendar.page", "FROM calendar WHERE id > $1 ORDER BY id LIMIT $2");
  return select;
}
const db::Select<Policy>& policy_by_name() {
  static const db::Select<Policy> select("sla_policy.by_name", "FROM sla_policy WHERE name = $1");
  return select;
}
const db::Select<Policy>& policy_page() {
  static const db::Select<Policy> select("sla_policy.page", "FROM sla_policy WHERE id > $1 ORDER BY id LIMIT $2");
  return select;
}
const db::Select<Deadline>& deadlines_by_request() {
  static const db::Select<Deadline> select("deadline.by_request", "FROM deadline WHERE request_id = $1 ORDER BY kind");
  return select;
}
constexpr db::Query read_version{"sla_version.read", "SELECT version FROM sla_version WHERE id = 1"};
constexpr db::Query raise_version{"sla_version.raise", "UPDATE sla_version SET version = version + 1 WHERE id = 1"};

template <class Noun, class Edition, class Id>
Result<std::optional<Noun>> find_edition(db::Session& session, Id id, std::int64_t version) {
  TRY(edition, db::find<Edition>(session, id, version));
  if (!edition) return std::optional<Noun>();
  TRY(noun, codec::from_json<Noun>(edition->data.text, codec::Mode::stored));
  return std::optional<Noun>(std::move(noun));
}

template <class Edition, class Noun>
Result<> save_with_edition(db::Session& session, const Noun& noun) {
  TRY_DO(db::upsert(session, noun));
  TRY_DO(db::insert(session, Edition{noun.id, noun.version, {codec::to_json(noun)}}));
  TRY_DO(db::post(session, raise_version));
  return ok();
}

}  // namespace

Result<std::optional<Calendar>> find_calendar(db::Session& session, CalendarId id) { return db::find<Calendar>(session, id); }
Result<std::optional<Calendar>> find_calendar(db::Session& session, std::string_view name) { return calendar_by_name().first(session, name); }
Result<std::optional<Calendar>> find_calendar(db::Session& session, CalendarId id, std::int64_t version) {
  return find_edition<Calendar, CalendarEdition>(session, id, version);
}
Result<std::vector<Calendar>> calendars(db::Session& session, CalendarId after, std::int64_t limit) {
  return calendar_page().all(session, after.value, limit);
}

Result<std::optional<bool>> calendar_retired(db::Session& session, CalendarId id) {
  static constexpr db::Query query{"calendar.retired", "SELECT retired FROM calendar WHERE id = $1"};
  return db::first<bool>(session, query, id);
}
Result<std::optional<bool>> policy_retired(db::Session& session, PolicyId id) {
  static constexpr db::Query query{"sla_policy.retired", "SELECT retired FROM sla_policy WHERE id = $1"};
  return db::first<bool>(session, query, id);
}

Result<std::optional<Policy>> find_policy(db::Session& session, PolicyId id) { return db::find<Policy>(session, id); }
Result<std::optional<Policy>> find_policy(db::Session& session, std::string_view name) { return policy_by_name().first(session, name); }
Result<std::optional<Policy>> find_policy(db::Session& session, PolicyId id, std::int64_t version) {
  return find_edition<Policy, PolicyEdition>(session, id, version);
}
Result<std::vector<Policy>> policies(db::Session& session, PolicyId after, std::int64_t limit) { return policy_page().all(session, after.value, limit); }

Result<> save(db::Session& session, const Calendar& calendar) { return save_with_edition<CalendarEdition>(session, calendar); }
Result<> save(db::Session& session, const Policy& policy) { return save_with_edition<PolicyEdition>(session, policy); }

Result<std::int64_t> version_of_all(db::Session& session) {
  TRY(version, db::first<std::int64_t>(session, read_version));
  if (!version) return Error::internal("sla.no_version", "The table sla_version has lost its row.");
  return *version;
}

Result<std::optional<Deadline>> find_deadline(db::Session& session, RequestId request, DeadlineKind kind) {
  return db::find<Deadline>(session, request, kind);
}
Result<std::vector<Deadline>> deadlines_of(db::Session& session, RequestId request) { return deadlines_by_request().all(session, request); }
Result<> save(db::Session& session, const Deadline& deadline) { return db::upsert(session, deadline); }
Result<> remove_deadline(db::Session& session, RequestId request, DeadlineKind kind) {
  TRY_DO(db::remove<Deadline>(session, request, kind));
  return ok();
}

std::vector<db::Query> hot_queries() {
  return {calendar_by_name().query(),      calendar_page().query(), policy_by_name().query(),
          policy_page().query(),           read_version,            deadlines_by_request().query(),
          db::TableQueries<Deadline>::get().find, db::TableQueries<CalendarEdition>::get().find, db::TableQueries<PolicyEdition>::get().find};
}

}  // namespace bellman::sla::store
