#include "world/demo_names.h"

#include "base/fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace bellman::world::demo {

namespace {

// Family names that differ by sex are written "his|hers".
struct Culture {
  std::array<std::string_view, 12> men, women, families;
};

const std::array<Culture, languages.size()> cultures{{
    {{"Oliver", "Henry", "Thomas", "George", "Edward", "Daniel", "Philip", "Simon", "Martin", "Graham", "Peter", "Colin"},
     {"Emma", "Alice", "Charlotte", "Grace", "Helen", "Lucy", "Rachel", "Susan", "Fiona", "Claire", "Judith", "Amy"},
     {"Harper", "Whitfield", "Barlow", "Thornton", "Ashby", "Fletcher", "Pemberton", "Sutton", "Marsh", "Holloway", "Kendall", "Winter"}},
    {{"Alexei", "Dmitry", "Sergei", "Mikhail", "Andrei", "Pavel", "Nikolai", "Igor", "Viktor", "Roman", "Oleg", "Maxim"},
     {"Anna", "Olga", "Elena", "Natalia", "Irina", "Tatiana", "Svetlana", "Marina", "Ksenia", "Daria", "Vera", "Polina"},
     {"Volkov|Volkova", "Sokolov|Sokolova", "Morozov|Morozova", "Lebedev|Lebedeva", "Belov|Belova", "Orlov|Orlova", "Zaitsev|Zaitseva",
      "Gusev|Guseva", "Kalinin|Kalinina", "Vinogradov|Vinogradova", "Melnik", "Karpenko"}},
    {{"Javier", "Carlos", "Miguel", "Luis", "Andrés", "Pablo", "Diego", "Fernando", "Álvaro", "Ramón", "Tomás", "Jorge"},
     {"María", "Lucía", "Carmen", "Elena", "Isabel", "Sofía", "Paula", "Inés", "Marta", "Beatriz", "Rosa", "Noelia"},
     {"Muñoz", "Romero", "Navarro", "Iglesias", "Cabrera", "Herrero", "Peña", "Vidal", "Campos", "Núñez", "Soler", "Fuentes"}},
    {{"Andrei", "Mihai", "Ionuț", "Radu", "Cristian", "Vlad", "Bogdan", "Ștefan", "Sorin", "Adrian", "Dragoș", "Liviu"},
     {"Ioana", "Andreea", "Elena", "Raluca", "Mihaela", "Simona", "Cristina", "Alina", "Roxana", "Gabriela", "Diana", "Corina"},
     {"Ionescu", "Dumitru", "Stan", "Munteanu", "Ciobanu", "Rusu", "Moraru", "Țăranu", "Lungu", "Vasilescu", "Nistor", "Bălan"}},
    {{"Jonas", "Tomas", "Mindaugas", "Vytautas", "Darius", "Andrius", "Rokas", "Lukas", "Paulius", "Saulius", "Giedrius", "Kęstutis"},
     {"Rūta", "Eglė", "Jurga", "Ieva", "Aistė", "Daiva", "Rasa", "Živilė", "Gintarė", "Laima", "Austėja", "Milda"},
     {"Kazlauskas|Kazlauskienė", "Petrauskas|Petrauskaitė", "Žukauskas|Žukauskienė", "Butkus|Butkutė", "Paulauskas|Paulauskienė", "Navickas|Navickaitė",
      "Rimkus|Rimkienė", "Šimkus|Šimkutė", "Urbonas|Urbonienė", "Vaitkus|Vaitkutė", "Mažeika|Mažeikienė", "Stonkus|Stonkutė"}},
    {{"Jose", "Ramon", "Rodel", "Jericho", "Noel", "Arnel", "Dennis", "Rico", "Emilio", "Crisanto", "Benjie", "Marlon"},
     {"Maricel", "Jocelyn", "Rosalie", "Grace", "Analyn", "Liza", "Cherry", "Teresita", "Divina", "Marites", "Luz", "Imelda"},
     {"Santos", "Reyes", "Bautista", "Villanueva", "Dela Cruz", "Manalo", "Pangilinan", "Salonga", "Magsaysay", "Aquino", "Dimaculangan", "Lacson"}},
    {{"Armen", "Tigran", "Gevorg", "Hayk", "Aram", "Vahan", "Karen", "Ashot", "Davit", "Suren", "Narek", "Levon"},
     {"Anahit", "Ani", "Mariam", "Gayane", "Lilit", "Nare", "Hasmik", "Karine", "Astghik", "Sona", "Tatevik", "Arpine"},
     {"Hakobyan", "Grigoryan", "Sargsyan", "Petrosyan", "Avetisyan", "Manukyan", "Vardanyan", "Galstyan", "Mkrtchyan", "Harutyunyan", "Simonyan", "Ghazaryan"}},
}};

constexpr Place centre{55.4321, 24.0712};
constexpr double degrees_lat_per_km = 0.008993, degrees_lon_per_km = 0.015853;   // at this latitude

constexpr Place at_km(double north, double east) { return {centre.lat + north * degrees_lat_per_km, centre.lon + east * degrees_lon_per_km}; }

constexpr std::array<District, 8> all_districts{{
    {"old-town", "Old Town", at_km(0, 0), 550, 1.6},
    {"castle-hill", "Castle Hill", at_km(1.6, -0.8), 600, 1.2},
    {"riverside", "Riverside", at_km(-1.8, 1.2), 700, 1.4},
    {"university", "University", at_km(1.0, 2.9), 800, 1.3},
    {"linden-park", "Linden Park", at_km(-0.9, -3.1), 900, 1.5},
    {"mill-quarter", "Mill Quarter", at_km(-3.6, -1.4), 900, 1.0},
    {"northgate", "Northgate", at_km(4.2, 0.6), 1000, 0.9},
    {"airport", "Airport", at_km(-4.1, 4.6), 1100, 0.6},
}};

constexpr std::array<std::string_view, 24> streets{
    "Amber Street", "Linden Avenue", "Cooper's Lane", "Bell Street", "Station Road", "Market Square", "Mill Lane", "Castle Street",
    "Chapel Street", "River Quay", "Garden Street", "Poet's Avenue", "Tanner's Row", "Lighthouse Road", "School Street", "Birch Avenue",
    "Observatory Street", "Bridge Street", "Orchard Road", "Brewer's Yard", "North Street", "Swan Lane", "Museum Street", "Harvest Road"};

constexpr std::array<std::string_view, 28> organisations{
    "Amberholm Trade House", "Northlight Software", "Baltic Linen Works", "Heron Insurance", "Swan Lane Clinic", "Castle Hill Hotel", "Quayside Logistics",
    "Lindenhof School", "Meridian Architects", "Blue Door Bakery", "Observatory Press", "Mill Quarter Brewery", "Tern Pharmacies", "Harvest Foods",
    "Kestrel Law Office", "Riverside Fitness", "Copper Roof Cinema", "Anchor Dental", "Grey Goose Cafés", "Halden Furniture", "Corner Grocers",
    "Silver Thread Tailors", "Fern Flower Shops", "Old Town Hostel", "Bicycle Yard", "Paper Lantern Books", "Nordlicht Optics", "Little Oak Kindergartens"};

Person of_family(std::size_t culture, std::size_t family, Prng& prng) {
  const bool woman = prng.chance(0.5);
  const Culture& names = cultures[culture];
  const auto forms = split(names.families[family], '|');
  return {std::string(prng.pick(woman ? names.women : names.men)), std::string(woman ? forms.back() : forms.front()), culture, family};
}

}  // namespace

std::size_t language_index(std::string_view language) {
  const auto found = std::ranges::find(languages, language);
  return found == languages.end() ? 0 : static_cast<std::size_t>(found - languages.begin());
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::span<const District> districts() { return all_districts; }

std::size_t pick_district(Prng& prng) {
  double sum = 0;
  for (const District& district : all_districts) sum += district.weight;
  double left = prng.uniform() * sum;
  for (std::size_t i = 0; i < all_districts.size(); ++i)
    if ((left -= all_districts[i].weight) < 0) return i;
  return all_districts.size() - 1;
}

Place place_in(const District& district, Prng& prng) {
  const double north = prng.normal(0, district.spread_m / 1000), east = prng.normal(0, district.spread_m / 1000);
  return {district.centre.lat + north * degrees_lat_per_km, district.centre.lon + east * degrees_lon_per_km};
}

std::vector<std::size_t> districts_near(Place place) {
  std::vector<std::size_t> order(all_districts.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return distance_m(place, all_districts[i].centre); });
  return order;
}

std::string street_address(const District& district, Prng& prng) {
  const auto street = prng.pick(streets);
  const auto house = prng.between(1, 120);
  if (prng.chance(0.6)) return fmt::format("{} {}-{}, {}, {}", street, house, prng.between(1, 60), district.name, city_name);
  return fmt::format("{} {}, {}, {}", street, house, district.name, city_name);
}

Person make_person(std::size_t culture, Prng& prng) { return of_family(culture, prng.below(static_cast<std::uint32_t>(cultures[culture].families.size())), prng); }

Person relative_of(const Person& person, Prng& prng) {
  Person relative = of_family(person.culture, person.family, prng);
  while (relative.first == person.first) relative = of_family(person.culture, person.family, prng);
  return relative;
}

std::string organisation_name(std::size_t number) { return std::string(organisations[number % organisations.size()]); }

std::string email_of(const Person& person, std::size_t number) {
  std::string local;
  for (const char c : folded(person.first + "." + person.last))
    if ((c >= 'a' && c <= 'z') || c == '.') local += c;
  return fmt::format("{}.{}@example.com", local, number);
}

// Ofcom, "Telephone numbers for use in TV and radio drama programmes": 07700 900000-900999, 020 7946 0000-0999, 0808 157 0000-0999.
std::string mobile_phone(std::size_t number) { return fmt::format("+447700900{:03}", number % 1000); }
std::string office_phone(std::size_t number) { return fmt::format("+442079460{:03}", number % 1000); }
std::string free_phone(std::size_t number) { return fmt::format("+448081570{:03}", number % 1000); }

std::string pronounceable_password(Prng& prng) {
  constexpr std::string_view consonants = "bdfgklmnprstvz", vowels = "aeiou";
  std::string password;
  for (int word = 0; word < 2; ++word) {
    for (int syllable = 0; syllable < 3; ++syllable) {
      password += prng.pick(consonants);
      password += prng.pick(vowels);
    }
    password += '-';
  }
  return password + std::to_string(prng.between(10, 99));
}

}  // namespace bellman::world::demo
