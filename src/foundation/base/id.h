// Typed identifiers: a RequestId cannot be passed where a ClientId is wanted.
#pragma once
#include <compare>
#include <cstdint>
#include <functional>

namespace bellman {

template <class Tag>
struct Id {
  std::int64_t value = 0;  // 0 means "none"; stored ids start at 1

  constexpr Id() = default;
  constexpr explicit Id(std::int64_t number) : value(number) {}
  constexpr explicit operator bool() const { return value != 0; }
  constexpr auto operator<=>(const Id&) const = default;
};

template <class T>
inline constexpr bool is_id = false;
template <class Tag>
inline constexpr bool is_id<Id<Tag>> = true;

// Every noun that has an identity. A room's model.h uses the alias.
using AccountId = Id<struct AccountTag>;
using ProgrammeId = Id<struct ProgrammeTag>;
using RegionId = Id<struct RegionTag>;
using ClientId = Id<struct ClientTag>;
using HouseholdId = Id<struct HouseholdTag>;
using ContactPointId = Id<struct ContactPointTag>;
using SiteId = Id<struct SiteTag>;
using AssetId = Id<struct AssetTag>;
using ServiceId = Id<struct ServiceTag>;
using SkillId = Id<struct SkillTag>;
using PartId = Id<struct PartTag>;
using TeamId = Id<struct TeamTag>;
using WorkerId = Id<struct WorkerTag>;
using SupplierId = Id<struct SupplierTag>;
using AbsenceId = Id<struct AbsenceTag>;
using CalendarId = Id<struct CalendarTag>;
using PolicyId = Id<struct PolicyTag>;
using RequestId = Id<struct RequestTag>;
using AttachmentId = Id<struct AttachmentTag>;
using JobId = Id<struct JobTag>;
using JobOfferId = Id<struct JobOfferTag>;
using DecisionId = Id<struct DecisionTag>;
using SheetId = Id<struct SheetTag>;
using EventId = Id<struct EventTag>;
using TimerId = Id<struct TimerTag>;
using OutboxId = Id<struct OutboxTag>;
using TokenId = Id<struct TokenTag>;

}  // namespace bellman

template <class Tag>
struct std::hash<bellman::Id<Tag>> {
  std::size_t operator()(const bellman::Id<Tag>& id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
