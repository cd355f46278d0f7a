// The tables of service levels: calendars and policies with all their versions, and the deadlines.
#pragma once
#include "db/migration.h"
#include "db/session.h"
#include "sla/model.h"

namespace bellman::sla {

const db::Migrations& migrations();

namespace store {

Result<std::optional<Calendar>> find_calendar(db::Session& session, CalendarId id);
Result<std::optional<Calendar>> find_calendar(db::Session& session, std::string_view name);
// As it was at that version.
Result<std::optional<Calendar>> find_calendar(db::Session& session, CalendarId id, std::int64_t version);
// In order of id, those after `after`.
Result<std::vector<Calendar>> calendars(db::Session& session, CalendarId after, std::int64_t limit);

Result<std::optional<Policy>> find_policy(db::Session& session, PolicyId id);
Result<std::optional<Policy>> find_policy(db::Session& session, std::string_view name);
Result<std::optional<Policy>> find_policy(db::Session& session, PolicyId id, std::int64_t version);
Result<std::vector<Policy>> policies(db::Session& session, PolicyId after, std::int64_t limit);

// Insert or replace, keep the version, and raise the version of all.
Result<> save(db::Session& session, const Calendar& calendar);
Result<> save(db::Session& session, const Policy& policy);
Result<std::int64_t> version_of_all(db::Session& session);
// Whether it is retired, without its days and rules; nothing when there is none.
Result<std::optional<bool>> calendar_retired(db::Session& session, CalendarId id);
Result<std::optional<bool>> policy_retired(db::Session& session, PolicyId id);

Result<std::optional<Deadline>> find_deadline(db::Session& session, RequestId request, DeadlineKind kind);
Result<std::vector<Deadline>> deadlines_of(db::Session& session, RequestId request);  // by kind, at most one of each
Result<> save(db::Session& session, const Deadline& deadline);
Result<> remove_deadline(db::Session& session, RequestId request, DeadlineKind kind);

// The statements of the lists and the hot path, for the test of their query plans.
std::vector<db::Query> hot_queries();

}  // namespace store
}  // namespace bellman::sla
