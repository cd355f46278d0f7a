#include "http/router.h"

namespace bellman::http {
namespace {

constexpr std::size_t segment_count_max = 32;

// A path or pattern cut at its slashes, without the first (empty) piece.
struct Segments {
  std::array<std::string_view, segment_count_max> part;
  std::size_t count = 0;
};

std::optional<Segments> split(std::string_view path) {
  Segments segments;
  if (path.empty() || path.front() != '/') return std::nullopt;
  path.remove_prefix(1);
  for (;;) {
    if (segments.count == segment_count_max) return std::nullopt;
    const auto slash = path.find('/');
    segments.part[segments.count++] = path.substr(0, slash);
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_' || (c >= '0' && c <= '9'); });
}

// "{code}" -> "code"; "{path...}" -> "path" and rest; nothing for a literal.
std::optional<std::string_view> name_of(std::string_view segment, bool& rest) {
  rest = false;
  if (segment.size() < 3 || segment.front() != '{' || segment.back() != '}') return std::nullopt;
  auto name = segment.substr(1, segment.size() - 2);
  if (name.ends_with("...")) {
    rest = true;
    name.remove_suffix(3);
  }
  return name;
}

}  // namespace

std::uint32_t Router::child(std::uint32_t node, std::string_view segment) {
  auto& literals = nodes_[node].literals;
  const auto place = std::lower_bound(literals.begin(), literals.end(), segment, [](const auto& literal, auto text) { return literal.first < text; });
  if (place != literals.end() && place->first == segment) return place->second;
  const auto fresh = static_cast<std::uint32_t>(nodes_.size());
  literals.emplace(place, std::string(segment), fresh);
  nodes_.emplace_back();
  return fresh;
}

Result<> Router::add(Route route) {
  const auto bad = [&](std::string_view why) {
    return Error::conflict("http.bad_route", fmt::format("Route {} {}: {}", to_text(route.method), route.pattern, why));
  };
  const auto segments = split(route.pattern);
  if (!segments) return bad("a pattern starts with / and has at most 32 segments.");
  if (!route.handler) return bad("it has no handler.");
  std::uint32_t node = 0;
  std::vector<std::string> names;
  bool rest = false;
  for (std::size_t i = 0; i < segments->count; ++i) {
    const auto segment = segments->part[i];
    if (rest) return bad("nothing may follow a {name...}.");
    if (const auto name = name_of(segment, rest)) {
      if (!is_name(*name) || std::find(names.begin(), names.end(), *name) != names.end()) return bad("a {name} is not a name or stands twice.");
      names.emplace_back(*name);
      if (rest) continue;
      if (nodes_[node].parameter == 0) {
        const auto fresh = static_cast<std::uint32_t>(nodes_.size());
        nodes_.emplace_back();
        nodes_[node].parameter = fresh;
      }
      node = nodes_[node].parameter;
    } else {
      if (segment.find_first_of("{}%") != std::string_view::npos) return bad("a segment is either a literal or one {name}.");
      node = child(node, segment);
    }
  }
  auto& slot = (rest ? nodes_[node].rest : nodes_[node].here)[static_cast<std::size_t>(route.method)];
  if (slot != 0) return bad("there is one already.");
  (rest ? nodes_[node].takes_rest : nodes_[node].ends_here) = true;
  routes_.push_back(std::make_unique<Route>(std::move(route)));
  names_.push_back(std::move(names));
  slot = static_cast<std::uint32_t>(routes_.size());
  return ok();
}

// Walks the trie with backtracking; literals before {names} before {rest...}.
struct Router::Search {
  const Router& router;
  Method method;
  const Segments& segments;                                   // decoded
  std::array<std::uint8_t, segment_count_max> taken{};         // which segments became parameters
  std::size_t taken_count = 0;
  std::uint32_t route = 0;                                     // number + 1
  bool by_rest = false;
  std::size_t rest_from = 0;
  unsigned allowed = 0;                                        // bits of the methods that fit the path

  bool accept(const std::array<std::uint32_t, method_count>& slots) {
    for (std::size_t i = 0; i < method_count; ++i)
      if (slots[i] != 0) allowed |= 1U << i;
    route = slots[static_cast<std::size_t>(method)];
    if (route == 0 && method == Method::head) route = slots[static_cast<std::size_t>(Method::get)];
    return route != 0;
  }

  bool walk(std::uint32_t at, std::size_t index) {
    const Node& node = router.nodes_[at];
    if (index == segments.count) {
      if (node.ends_here && accept(node.here)) return true;
    } else {
      const auto segment = segments.part[index];
      const auto literal =
          std::lower_bound(node.literals.begin(), node.literals.end(), segment, [](const auto& entry, auto text) { return entry.first < text; });
      if (literal != node.literals.end() && literal->first == segment && walk(literal->second, index + 1)) return true;
      if (node.parameter != 0 && !segment.empty()) {
        taken[taken_count++] = static_cast<std::uint8_t>(index);
        if (walk(node.parameter, index + 1)) return true;
        --taken_count;
      }
    }
    if (node.takes_rest && accept(node.rest)) {
      by_rest = true;
      rest_from = index;
      return true;
    }
    return false;
  }
};

namespace {

std::string allow_text(unsigned allowed) {
  if ((allowed & (1U << static_cast<unsigned>(Method::get))) != 0) allowed |= 1U << static_cast<unsigned>(Method::head);
  allowed |= 1U << static_cast<unsigned>(Method::options);
  std::string text;
  for (std::size_t i = 0; i < method_count; ++i) {
    if ((allowed & (1U << i)) == 0) continue;
    if (!text.empty()) text += ", ";
    text += to_text(static_cast<Method>(i));
  }
  return text;
}

// Decodes segments that need it into `store`. False when one cannot be read or climbs.
bool decode(Segments& segments, std::vector<std::string>& store) {
  store.reserve(segments.count);
  for (std::size_t i = 0; i < segments.count; ++i) {
    auto& part = segments.part[i];
    const bool plain = std::all_of(part.begin(), part.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '%'; });
    if (!plain) {
      auto decoded = percent_decoded(part);
      if (!decoded) return false;
      store.push_back(std::move(*decoded));
      part = store.back();
    }
    if (part == "." || part == "..") return false;
  }
  return true;
}

}  // namespace

Match Router::find(Method method, std::string_view path) const {
  Match match;
  auto segments = split(path);
  if (!segments) return match;
  std::vector<std::string> decoded;
  if (!decode(*segments, decoded)) {
    match.kind = Match::Kind::malformed;
    return match;
  }
  Search search{*this, method, *segments};
  if (search.walk(0, 0)) {
    match.kind = Match::Kind::found;
    match.route = routes_[search.route - 1].get();
    const auto& names = names_[search.route - 1];
    match.params.reserve(names.size());
    for (std::size_t i = 0; i < search.taken_count; ++i) match.params.emplace_back(names[i], segments->part[search.taken[i]]);
    if (search.by_rest) {
      std::string rest;
      for (std::size_t i = search.rest_from; i < segments->count; ++i) {
        if (i > search.rest_from) rest += '/';
        rest += segments->part[i];
      }
      match.params.emplace_back(names.back(), std::move(rest));
    }
    return match;
  }
  if (search.allowed != 0) {
    match.kind = Match::Kind::method_not_allowed;
    match.text = allow_text(search.allowed);
    return match;
  }
  if (segments->count > 1 && segments->part[segments->count - 1].empty()) {
    Segments shorter = *segments;
    --shorter.count;
    Search again{*this, method, shorter};
    if (again.walk(0, 0) || again.allowed != 0) {
      match.kind = Match::Kind::redirect;
      match.text = path.substr(0, path.size() - 1);
    }
  }
  return match;
}

}  // namespace bellman::http
