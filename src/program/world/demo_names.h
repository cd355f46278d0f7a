// The invented city of the demonstration: its districts, streets and people. All words are our own; every telephone number lies in
// a range that the British regulator keeps free for drama, so that nobody is ever rung by accident.
#pragma once
#include "base/place.h"
#include "base/prng.h"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellman::world::demo {

inline constexpr const char* city_name = "Amberholm";
inline constexpr const char* city_zone = "Europe/Vilnius";

// The languages of the product, in the order of all tables of texts.
inline constexpr std::array<std::string_view, 7> languages{"en", "ru", "es", "ro", "lt", "fil", "hy"};
// Position in `languages`; 0 (English) for any other.
std::size_t language_index(std::string_view language);

// The words between separators; empty ones are left out.
std::vector<std::string_view> split(std::string_view text, char separator = ' ');

struct District {
  std::string_view key, name;
  Place centre;
  double spread_m = 800;   // standard deviation of the places in it
  double weight = 1;       // of people who live there
};
std::span<const District> districts();
std::size_t pick_district(Prng& prng);
Place place_in(const District& district, Prng& prng);
// The indexes of the districts, nearest to `place` first.
std::vector<std::size_t> districts_near(Place place);
std::string street_address(const District& district, Prng& prng);

struct Person {
  std::string first, last;
  std::size_t culture = 0;   // position in `languages`
  std::size_t family = 0;    // position in the culture's family names
  std::string name() const { return first + " " + last; }
};
Person make_person(std::size_t culture, Prng& prng);
Person relative_of(const Person& person, Prng& prng);   // of the same family
std::string organisation_name(std::size_t number);      // all different for 0..27

// "name.number@example.com"; example.com is nobody's (RFC 2606).
std::string email_of(const Person& person, std::size_t number);
std::string mobile_phone(std::size_t number);   // E.164, 0..999
std::string office_phone(std::size_t number);   // E.164, 0..999
std::string free_phone(std::size_t number);     // E.164, 0..999

// "baruki-tomela-47": about 39 bits; enough for a demonstration, never for anything else.
std::string pronounceable_password(Prng& prng);

}  // namespace bellman::world::demo
