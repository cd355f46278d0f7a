// The nouns of importing: a request as it stood in somebody else's system, and what was wrong with its row.
#pragma once
#include "base/instant.h"
#include "base/place.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bellman::imports {

// How the request reached the other system.
enum class Channel { phone, portal, app, operator_, worker_app, machine, social, unknown };
BOOST_DESCRIBE_ENUM(Channel, phone, portal, app, operator_, worker_app, machine, social, unknown)

// How the other system says it ended.
enum class Closure { open, done, duplicate, invalid };
BOOST_DESCRIBE_ENUM(Closure, open, done, duplicate, invalid)

struct ImportedRequest {
  std::uint64_t line = 0;   // of the file, 1-based
  std::string external_id;  // unique among the accepted rows of one file
  Instant opened;
  std::optional<Instant> target;  // when it was promised
  std::optional<Instant> closed;  // as the file says, even when that is before `opened`
  std::string title;
  std::string subject;
  std::string reason;
  std::string type;
  std::string queue;
  std::string department;
  std::string address;
  std::string neighbourhood;
  std::string postcode;
  std::optional<Place> place;    // only a real one
  bool place_was_default = false;  // the file has the point it gives to whatever it cannot place
  Channel channel = Channel::unknown;
  Closure closure = Closure::open;
  // closed <= target; nothing without both, or when it closes before it opens.
  std::optional<bool> real_on_time;
  std::string notes;  // what the other system wrote on closing
};
BOOST_DESCRIBE_STRUCT(ImportedRequest, (),
                      (line, external_id, opened, target, closed, title, subject, reason, type, queue, department, address, neighbourhood,
                       postcode, place, place_was_default, channel, closure, real_on_time, notes))

// What a finding did to its row.
enum class Effect {
  noted,     // nothing: the value is taken as it stands
  repaired,  // the value was changed, or left out
  rejected,  // the row is no request
};
BOOST_DESCRIBE_ENUM(Effect, noted, repaired, rejected)

// One piece of dirt.
struct Finding {
  std::uint64_t line = 0;
  std::string kind;   // stable, e.g. "closed_before_opened"
  Effect effect = Effect::noted;
  std::string field;  // the column's name; empty when the whole row is meant
  std::string value;  // as it stood, cut to 80 characters
  std::string message;
};
BOOST_DESCRIBE_STRUCT(Finding, (), (line, kind, effect, field, value, message))

// What became of one row: a request, or a rejected row with the findings that say why.
struct ImportedRow {
  std::uint64_t line = 0;
  std::optional<ImportedRequest> request;
  std::vector<Finding> findings;
};
BOOST_DESCRIBE_STRUCT(ImportedRow, (), (line, request, findings))

}  // namespace bellman::imports
