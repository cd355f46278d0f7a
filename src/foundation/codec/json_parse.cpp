// JSON text as a tree. Boost.JSON's own parser lets the last of two members of one name win; whoever sends both hardly knows which is
// meant, and another program on the way may have read the other one. And it makes an infinity of 1e999 and no number at all of 0e999. So we
// give its parser handlers of our own: the one that builds the tree counts the members in the text and looks at the numbers, which costs
// next to nothing; only when something is wrong a second look says what and where.
#include "base/text.h"
#include "codec/json_read.h"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

#include <cmath>
#include <set>

namespace bellman::codec {

namespace {

namespace json = boost::json;
using json::error_code;

// What the parser tells when it only passes over something; the handlers below say what they care for.
struct Listener {
  static constexpr std::size_t max_object_size = json::object::max_size(), max_array_size = json::array::max_size(), max_key_size = json::string::max_size(),
                               max_string_size = json::string::max_size();
  static bool on_document_begin(error_code&) { return true; }
  static bool on_document_end(error_code&) { return true; }
  static bool on_object_begin(error_code&) { return true; }
  static bool on_array_begin(error_code&) { return true; }
  static bool on_number_part(json::string_view, error_code&) { return true; }
  static bool on_comment_part(json::string_view, error_code&) { return true; }
  static bool on_comment(json::string_view, error_code&) { return true; }
};

struct TreeBuilder : Listener {
  json::value_stack stack;
  std::size_t members = 0;  // in the text, each as often as it stands there
  bool finite = true;       // all numbers

  TreeBuilder(unsigned char* room, std::size_t size) : stack({}, room, size) { stack.reset(); }
  bool on_object_end(std::size_t count, error_code&) { return members += count, stack.push_object(count), true; }
  bool on_array_end(std::size_t count, error_code&) { return stack.push_array(count), true; }
  bool on_key_part(json::string_view text, std::size_t, error_code&) { return stack.push_chars(text), true; }
  bool on_key(json::string_view text, std::size_t, error_code&) { return stack.push_key(text), true; }
  bool on_string_part(json::string_view text, std::size_t, error_code&) { return stack.push_chars(text), true; }
  bool on_string(json::string_view text, std::size_t, error_code&) { return stack.push_string(text), true; }
  bool on_int64(std::int64_t number, json::string_view, error_code&) { return stack.push_int64(number), true; }
  bool on_uint64(std::uint64_t number, json::string_view, error_code&) { return stack.push_uint64(number), true; }
  bool on_double(double number, json::string_view, error_code&) { return finite = finite && std::isfinite(number), stack.push_double(number), true; }
  bool on_bool(bool value, error_code&) { return stack.push_bool(value), true; }
  bool on_null(error_code&) { return stack.push_null(), true; }
};

// Follows the text to the first name that its object has already, or number that is none, and stops there.
struct FaultFinder : Listener {
  struct Level {
    bool is_object = false;
    std::set<std::string, std::less<>> names;
    std::string name;       // of the member that is being read
    std::size_t index = 0;  // of the item that is being read
  };
  std::vector<Level> levels;
  std::string part;  // of a name that comes in pieces
  std::string place;
  bool in_number = false;

  bool begin(bool is_object) { return levels.push_back({.is_object = is_object, .names = {}, .name = {}}), true; }
  bool over() {  // a value is
    if (!levels.empty()) ++levels.back().index;
    return true;
  }
  bool end() { return levels.pop_back(), over(); }

  bool on_object_begin(error_code&) { return begin(true); }
  bool on_object_end(std::size_t, error_code&) { return end(); }
  bool on_array_begin(error_code&) { return begin(false); }
  bool on_array_end(std::size_t, error_code&) { return end(); }
  bool on_key_part(json::string_view text, std::size_t, error_code&) { return part += std::string_view(text), true; }
  bool on_key(json::string_view text, std::size_t, error_code& stop) {
    Level& level = levels.back();
    level.name = std::move(part) + std::string(text);
    part.clear();
    if (level.names.insert(level.name).second) return true;
    return found(stop);
  }
  static bool on_string_part(json::string_view, std::size_t, error_code&) { return true; }
  bool on_string(json::string_view, std::size_t, error_code&) { return over(); }
  bool on_int64(std::int64_t, json::string_view, error_code&) { return over(); }
  bool on_uint64(std::uint64_t, json::string_view, error_code&) { return over(); }
  bool on_double(double number, json::string_view, error_code& stop) {
    if (std::isfinite(number)) return over();
    in_number = true;
    return found(stop);
  }
  bool on_bool(bool, error_code&) { return over(); }
  bool on_null(error_code&) { return over(); }

  bool found(error_code& stop) {
    stop = json::error::syntax;  // any: nobody asks for it
    tell_place();
    return false;
  }
  void tell_place() {
    for (const Level& level : levels) {
      if (!level.is_object) place += fmt::format("[{}]", level.index);
      else place += (place.empty() ? "" : ".") + std::string(first_characters(level.name, 60));
    }
    place = first_characters(std::string(place), 300);
  }
};

json::parse_options bounded() {
  json::parse_options options;
  options.max_depth = 32;
  return options;
}

std::size_t member_count(const json::value& tree) {
  std::size_t sum = 0;
  if (const json::object* object = tree.if_object()) {
    sum = object->size();
    for (const auto& member : *object) sum += member_count(member.value());
  } else if (const json::array* array = tree.if_array()) {
    for (const json::value& item : *array) sum += member_count(item);
  }
  return sum;
}

Error first_fault(std::string_view text) {
  json::basic_parser<FaultFinder> parser(bounded());
  error_code stopped;
  parser.write_some(false, text.data(), text.size(), stopped);
  const FaultFinder& finder = parser.handler();
  if (finder.in_number) return Error::malformed("json.number", "A number is too large to be one.", finder.place, "Send a number below 1.7e308.");
  const std::string_view name = first_characters(finder.levels.empty() ? "" : std::string_view(finder.levels.back().name), 60);
  return Error::malformed("json.named_twice", fmt::format("An object names \"{}\" twice.", name), finder.place, "Send each name once in an object.");
}

}  // namespace

Result<json::value> parse_json(std::string_view text) {
  unsigned char room[4096];  // enough for most bodies; beyond it the heap is taken
  json::basic_parser<TreeBuilder> parser(bounded(), room, sizeof room);
  error_code failure;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), failure);
  if (!failure && read < text.size()) failure = json::error::extra_data;
  if (failure)
    return Error::malformed("json.malformed", "The body is not valid JSON: " + failure.message() + ".", {}, "Send one JSON value in UTF-8, nested at most 32 deep.");
  json::value tree = parser.handler().stack.release();
  if (!parser.handler().finite || member_count(tree) != parser.handler().members) return first_fault(text);
  return tree;
}

}  // namespace bellman::codec
