// What the codec needs to know of a type at compile time. Structs and enums are described once with Boost.Describe:
//   BOOST_DESCRIBE_STRUCT(Site, (), (id, name, place))      BOOST_DESCRIBE_ENUM(SiteKind, home, office)
#pragma once
#include "base/id.h"
#include "base/instant.h"
#include "base/money.h"
#include "base/place.h"
#include "base/zone.h"
#include "codec/types.h"

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellman {
BOOST_DESCRIBE_STRUCT(Money, (), (minor, currency))
BOOST_DESCRIBE_STRUCT(Place, (), (lat, lon))
}  // namespace bellman

namespace bellman::codec {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_string_map = false;
template <class T>
inline constexpr bool is_string_map<std::map<std::string, T>> = true;

template <class T>
inline constexpr bool is_described_enum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;
template <class T>
inline constexpr bool is_described_struct = boost::describe::has_describe_members<T>::value && !std::is_union_v<T> && !is_text<T>;

template <class T>
using members_of = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

// Calls visit(name, member reference) for each described member, in order.
template <class T, class Visitor>
constexpr void for_each_member(T& object, Visitor&& visit) {
  boost::mp11::mp_for_each<members_of<std::remove_const_t<T>>>([&](auto member) { visit(std::string_view(member.name), object.*member.pointer); });
}

// Enumerators that would be C++ keywords end in '_' ("private_"); the outside sees them without it.
constexpr std::string_view trim_keyword(std::string_view name) {
  if (!name.empty() && name.back() == '_') name.remove_suffix(1);
  return name;
}

// The type of a described member.
template <class T, class Member>
using member_type = std::remove_reference_t<decltype(std::declval<T&>().*Member::pointer)>;

template <template <class...> class List, class... Items>
constexpr std::array<std::string_view, sizeof...(Items)> names_of(List<Items...>) {
  return {trim_keyword(Items::name)...};
}
template <class E>
inline constexpr auto enum_names = names_of(boost::describe::describe_enumerators<E>{});

template <class E>
std::string_view enum_name(E value) {
  std::string_view name = "?";
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto item) {
    if (item.value == value) name = item.name;
  });
  return trim_keyword(name);
}

template <class E>
std::optional<E> enum_value(std::string_view text) {
  std::optional<E> result;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto item) {
    if (trim_keyword(item.name) == text) result = item.value;
  });
  return result;
}

std::string joined(std::span<const std::string_view> names);  // "home, office"
template <class E>
std::string enum_choices() {
  return joined(enum_names<E>);
}

}  // namespace bellman::codec
