// Field types that carry their own limits, so that one description of a struct serves reading, checking and OpenAPI.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bellman::codec {

// Text from outside of at least Min and at most Max characters (code points) after trimming.
template <std::size_t Max, std::size_t Min = 0>
struct Text : std::string {
  using std::string::string;
  Text() = default;
  Text(std::string text) : std::string(std::move(text)) {}
  Text(std::string_view text) : std::string(text) {}
};

// A whole number from outside within [Low, High].
template <std::int64_t Low, std::int64_t High>
struct Bounded {
  std::int64_t value = Low > 0 ? Low : 0;
  constexpr Bounded() = default;
  constexpr Bounded(std::int64_t number) : value(number) {}
  constexpr operator std::int64_t() const { return value; }
};

// A JSON value kept as the text it was stored as; written through unchanged.
struct RawJson {
  std::string text = "null";
  bool operator==(const RawJson&) const = default;
};

template <class T>
inline constexpr bool is_text = false;
template <std::size_t Max, std::size_t Min>
inline constexpr bool is_text<Text<Max, Min>> = true;
template <class T>
struct TextLimits;
template <std::size_t Max, std::size_t Min>
struct TextLimits<Text<Max, Min>> {
  static constexpr std::size_t max = Max, min = Min;
};

template <class T>
inline constexpr bool is_bounded = false;
template <std::int64_t Low, std::int64_t High>
inline constexpr bool is_bounded<Bounded<Low, High>> = true;
template <class T>
struct BoundedLimits;
template <std::int64_t Low, std::int64_t High>
struct BoundedLimits<Bounded<Low, High>> {
  static constexpr std::int64_t low = Low, high = High;
};

}  // namespace bellman::codec
