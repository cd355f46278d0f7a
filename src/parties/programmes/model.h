// A programme is a brand and its lines (a bank's card programme, a corporate contract, a club); a region is where it serves.
#pragma once
#include "codec/describe.h"

namespace bellman::programmes {

struct Programme {
  static constexpr std::string_view table = "programme";
  ProgrammeId id;
  std::string key;                     // short and stable, e.g. "gold"
  std::string name;
  std::string colour = "#1f6f5c";      // of the brand, for its screens
  std::vector<std::string> languages;  // BCP 47, first is the fall-back
  std::string currency = "EUR";        // ISO 4217
  std::string zone = "UTC";            // tz database
  std::string phone_line;              // E.164, may be empty
  bool active = true;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Programme, (), (id, key, name, colour, languages, currency, zone, phone_line, active, version))

struct Region {
  static constexpr std::string_view table = "region";
  RegionId id;
  std::string key;
  std::string name;
  Place centre;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Region, (), (id, key, name, centre, version))

}  // namespace bellman::programmes
