// Described structs as rows. A noun that is a table says so:
//   static constexpr std::string_view table = "site";      // members are the columns, in order; the first is the key
//   static constexpr int key_columns = 2;                  // when the key is longer
// Place and Money become two columns each (place -> place_lat, place_lon; price -> price_minor, price_currency);
// lists, maps and other structs become JSON text; enums their name; an id of 0 and an empty optional are NULL.
#pragma once
#include "base/assert.h"
#include "codec/json_read.h"
#include "codec/json_write.h"
#include "db/session.h"

#include <array>
#include <deque>
#include <span>

namespace bellman::db {

template <class T>
inline constexpr bool is_embedded = std::is_same_v<T, Place> || std::is_same_v<T, Money>;
template <class T>
inline constexpr bool is_embedded<std::optional<T>> = is_embedded<T>;

// Values of one statement. Texts made on the way (JSON, enum names are static) live in `texts`, which must not move them.
class Values {
 public:
  template <class T>
  void add(const T& value) {
    using namespace codec;
    if constexpr (std::is_same_v<T, Blob> || std::is_same_v<T, std::monostate>) {
      push(value);
    } else if constexpr (std::is_same_v<T, bool> || std::is_integral_v<T>) {
      push(static_cast<std::int64_t>(value));
    } else if constexpr (is_bounded<T>) {
      push(value.value);
    } else if constexpr (std::is_floating_point_v<T>) {
      push(static_cast<double>(value));
    } else if constexpr (is_id<T>) {
      if (value) push(value.value);
      else push(std::monostate{});
    } else if constexpr (std::is_same_v<T, Instant>) {
      push(value.ms);
    } else if constexpr (std::is_same_v<T, LocalDay>) {
      push(static_cast<std::int64_t>(value.days));
    } else if constexpr (std::is_same_v<T, Milliseconds>) {
      push(static_cast<std::int64_t>(value.count()));
    } else if constexpr (std::is_same_v<T, RawJson>) {
      push(std::string_view(value.text));
    } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
      push(std::string_view(value));
    } else if constexpr (is_described_enum<T>) {
      push(enum_name(value));
    } else if constexpr (is_embedded<T> && is_optional<T>) {
      if (value) add(*value);
      else push(std::monostate{}), push(std::monostate{});
    } else if constexpr (is_embedded<T>) {
      for_each_member(value, [&](std::string_view, const auto& member) { add(member); });
    } else if constexpr (is_optional<T>) {
      if (value) add(*value);
      else push(std::monostate{});
    } else {
      texts.push_back(to_json(value));
      push(std::string_view(texts.back()));
    }
  }
  std::span<const Value> span() const { return {items.data(), count}; }

 private:
  template <class T>
  void push(T value) {
    BELLMAN_ASSERT(count < items.size(), "a statement has at most 64 values");
    items[count++] = value;
  }
  std::array<Value, 64> items;
  std::size_t count = 0;
  std::deque<std::string> texts;
};

// Reads one value starting at `column` and moves `column` on.
template <class T>
Result<> read_column(const Row& row, int& column, T& into) {
  using namespace codec;
  if constexpr (std::is_same_v<T, bool>) {
    into = row.integer(column++) != 0;
  } else if constexpr (is_bounded<T> || (std::is_integral_v<T>)) {
    into = static_cast<T>(row.integer(column++));
  } else if constexpr (std::is_floating_point_v<T>) {
    into = row.real(column++);
  } else if constexpr (is_id<T>) {
    into = T(row.is_null(column) ? 0 : row.integer(column));
    ++column;
  } else if constexpr (std::is_same_v<T, Instant>) {
    into.ms = row.integer(column++);
  } else if constexpr (std::is_same_v<T, LocalDay>) {
    into.days = static_cast<std::int32_t>(row.integer(column++));
  } else if constexpr (std::is_same_v<T, Milliseconds>) {
    into = Milliseconds(row.integer(column++));
  } else if constexpr (std::is_same_v<T, RawJson>) {
    into.text = row.text(column++);
  } else if constexpr (std::is_same_v<T, std::string> || is_text<T>) {
    into = T(row.text(column++));
  } else if constexpr (is_described_enum<T>) {
    const auto value = enum_value<T>(row.text(column));
    if (!value) return Error::internal("db.unknown_choice", fmt::format("A row holds the unknown choice \"{}\".", row.text(column)));
    into = *value;
    ++column;
  } else if constexpr (is_embedded<T> && is_optional<T>) {
    if (row.is_null(column)) {
      into.reset();
      column += 2;
    } else {
      TRY_DO(read_column(row, column, into.emplace()));
    }
  } else if constexpr (is_embedded<T>) {
    Result<> result = ok();
    for_each_member(into, [&](std::string_view, auto& member) {
      if (result.has_value()) result = read_column(row, column, member);
    });
    return result;
  } else if constexpr (is_optional<T>) {
    if (row.is_null(column)) {
      into.reset();
      ++column;
    } else {
      TRY_DO(read_column(row, column, into.emplace()));
    }
  } else {
    TRY(json, parse_json(row.text(column++)));
    return read_json(json, into, Mode::stored);
  }
  return ok();
}

// What reading a struct needs to know of a member, so that the loop over the members is compiled once and not for each struct.
struct ColumnReader {
  std::string_view name;
  Result<> (*read)(const Row& row, int& column, void* object);
};
Result<> read_columns(const Row& row, void* object, std::span<const ColumnReader> columns);

template <class T, template <class...> class List, class... Members>
constexpr std::array<ColumnReader, sizeof...(Members)> column_readers(List<Members...>) {
  return {ColumnReader{Members::name, [](const Row& row, int& column, void* object) { return read_column(row, column, static_cast<T*>(object)->*Members::pointer); }}...};
}

// A described struct from consecutive columns, or a single value when T is no struct.
template <class T>
Result<T> read_row(const Row& row) {
  T object{};
  if constexpr (codec::is_described_struct<T> && !is_embedded<T>) {
    static constexpr auto columns = column_readers<T>(codec::members_of<T>{});
    TRY_DO(read_columns(row, &object, columns));
  } else {
    int column = 0;
    TRY_DO(read_column(row, column, object));
  }
  return object;
}

template <class... Arguments>
Result<std::int64_t> execute(Session& session, const Query& query, const Arguments&... arguments) {
  Values values;
  (values.add(arguments), ...);
  return session.execute(query, values.span());
}

// As execute(), when nobody asks how many rows; see Session::post().
template <class... Arguments>
Result<> post(Session& session, const Query& query, const Arguments&... arguments) {
  Values values;
  (values.add(arguments), ...);
  return session.post(query, values.span());
}

template <class... Arguments>
Result<> each(Session& session, const Query& query, const RowVisitor& visit, const Arguments&... arguments) {
  Values values;
  (values.add(arguments), ...);
  return session.query(query, values.span(), visit);
}

template <class T, class... Arguments>
Result<std::vector<T>> all(Session& session, const Query& query, const Arguments&... arguments) {
  std::vector<T> rows;
  TRY_DO(each(session, query, [&](const Row& row) -> Result<> {
    TRY(object, read_row<T>(row));
    rows.push_back(std::move(object));
    return ok();
  }, arguments...));
  return rows;
}

// The first row, or nothing.
template <class T, class... Arguments>
Result<std::optional<T>> first(Session& session, const Query& query, const Arguments&... arguments) {
  std::optional<T> found;
  TRY_DO(each(session, query, [&](const Row& row) -> Result<> {
    if (found) return ok();
    TRY(object, read_row<T>(row));
    found = std::move(object);
    return ok();
  }, arguments...));
  return found;
}

// A member as the columns of a statement: one, or the two of a place or of money.
struct ColumnName {
  std::string_view name;
  std::string_view first, second;  // what the two end in
};

template <class Member>
constexpr ColumnName column_name(std::string_view name) {
  if constexpr (std::is_same_v<Member, Place> || std::is_same_v<Member, std::optional<Place>>) return {name, "_lat", "_lon"};
  else if constexpr (is_embedded<Member>) return {name, "_minor", "_currency"};
  else return {name, {}, {}};
}

template <class T, template <class...> class List, class... Members>
constexpr std::array<ColumnName, sizeof...(Members)> column_names(List<Members...>) {
  return {column_name<codec::member_type<T, Members>>(codec::trim_keyword(Members::name))...};
}

// "id, client_id, place_lat, place_lon" in the order read_row<T> reads.
std::string column_list(std::span<const ColumnName> names, std::string_view prefix);
template <class T>
std::string column_list(std::string_view prefix = {}) {
  static constexpr auto names = column_names<T>(codec::members_of<T>{});
  return column_list(names, prefix);
}

template <class T>
constexpr int key_columns_of() {
  if constexpr (requires { T::key_columns; }) return T::key_columns;
  else return 1;
}

// The statements every table needs.
class TableStatements {
 public:
  TableStatements(const std::string& table, const std::string& columns, int keys);
  TableStatements(const TableStatements&) = delete;
  TableStatements& operator=(const TableStatements&) = delete;
  Query insert, upsert, update, find, remove;

 private:
  Query made(int slot, const std::string& table, std::string_view verb, std::string sql);
  std::string names[5], texts[5];
};

// Made once per type.
template <class T>
struct TableQueries {
  static const TableStatements& get() {
    static const TableStatements statements(std::string(T::table), column_list<T>(), key_columns_of<T>());
    return statements;
  }
};

template <class T>
Values values_of(const T& object) {
  Values values;
  codec::for_each_member(object, [&](std::string_view, const auto& member) { values.add(member); });
  return values;
}

template <class T>
Result<> insert(Session& session, const T& object) {
  return session.post(TableQueries<T>::get().insert, values_of(object).span());
}

// Inserts, or replaces the row with the same key.
template <class T>
Result<> upsert(Session& session, const T& object) {
  return session.post(TableQueries<T>::get().upsert, values_of(object).span());
}

// All columns of the row with the same key; "db.gone" when there is none.
template <class T>
Result<> update(Session& session, const T& object) {
  static const Error gone = Error::internal("db.gone", fmt::format("There is no such row of {} to change.", T::table));
  return session.post(TableQueries<T>::get().update, values_of(object).span(), &gone);
}

template <class T, class... Keys>
Result<std::optional<T>> find(Session& session, const Keys&... keys) {
  static_assert(sizeof...(Keys) == key_columns_of<T>());
  return first<T>(session, TableQueries<T>::get().find, keys...);
}

template <class T, class... Keys>
Result<std::int64_t> remove(Session& session, const Keys&... keys) {
  static_assert(sizeof...(Keys) == key_columns_of<T>());
  return execute(session, TableQueries<T>::get().remove, keys...);
}

// A SELECT of T's columns, e.g.
//   static const db::Select<Site> by_client("site.by_client", "FROM site WHERE client_id = $1 ORDER BY id");
// The rest after the column list must end in a total order.
template <class T>
class Select {
 public:
  Select(std::string_view name, std::string_view rest) : text("SELECT " + column_list<T>() + " " + std::string(rest)), statement{name, text} {}
  Select(const Select&) = delete;
  Select& operator=(const Select&) = delete;
  const Query& query() const { return statement; }

  template <class... Arguments>
  Result<std::vector<T>> all(Session& session, const Arguments&... arguments) const { return db::all<T>(session, statement, arguments...); }
  template <class... Arguments>
  Result<std::optional<T>> first(Session& session, const Arguments&... arguments) const { return db::first<T>(session, statement, arguments...); }

 private:
  std::string text;
  Query statement;
};

}  // namespace bellman::db
