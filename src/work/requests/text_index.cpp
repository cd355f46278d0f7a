#include "requests/text_index.h"

#include "base/fold.h"
#include "base/text.h"
#include "requests/store.h"

#include <algorithm>
#include <set>

namespace bellman::requests::store {

namespace {

constexpr std::size_t most_parts = 8;
// FTS5 has the requests of a whole word, and of its first two or three letters, in the order of their ids; for a longer beginning it
// gathers all of them first.
constexpr std::size_t indexed_prefix_letters = 3;
// Of the middle of words: endings shorter than this are not kept, longer ones only to `ending_letters`.
constexpr std::size_t shortest_middle = 3, ending_letters = 12;
// Words with what was typed in their middle that are looked for. Each costs the search a list of its own; whoever types one letter more has fewer.
constexpr std::size_t most_middles = 100;

// As a word of a tsvector or tsquery, in quotes; quotes and backslashes in it are doubled.
std::string lexeme_string(std::string_view word) {
  std::string out = "'";
  for (const char c : word) out += c == '\'' || c == '\\' ? std::string(2, c) : std::string(1, c);
  return out + "'";
}

// The words that are stored and have `middle` anywhere behind their beginning.
Result<std::set<std::string>> words_around(db::Session& session, const std::string& middle) {
  static constexpr db::Query read{"request_text.around", "SELECT ending, word FROM request_text_ending WHERE ending >= $1 AND ending < $2 ORDER BY ending, word LIMIT $3"};
  std::set<std::string> words;
  if (length_of(middle) < shortest_middle) return words;
  const std::string from(first_characters(middle, ending_letters));
  TRY_DO(db::each(session, read, [&](const db::Row& row) -> Result<> {
    const std::string word(row.text(1));
    if (words.size() < most_middles && !word.starts_with(middle) && word.find(middle) != std::string::npos) words.insert(word);
    return ok();
  }, from, end_of_prefix(from), static_cast<std::int64_t>(5 * most_middles)));
  return words;
}

// What was typed in the language of an engine's full-text search. Words are quoted, so that nothing in them is an operator.
class Expression {
 public:
  explicit Expression(db::Session& reader) : session(reader), in_sqlite(reader.engine() == db::Engine::sqlite) {}

  Result<std::string> of(std::string_view typed) {
    std::vector<Spellings> parts = typed_parts(typed);
    if (parts.size() > most_parts) parts.resize(most_parts);
    std::string all;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      TRY(one, of_part(parts[i], i + 1 == parts.size()));
      all += (i > 0 ? both : "") + one;
    }
    return all;
  }

 private:
  Result<std::string> of_part(const Spellings& spellings, bool is_last) {
    std::string any;
    for (const std::vector<std::string>& words : spellings) {
      std::string all;
      for (std::size_t i = 0; i < words.size(); ++i) {
        TRY(one, of_word(words[i], is_last && i + 1 == words.size()));
        all += (i > 0 ? both : "") + one;
      }
      any += (any.empty() ? "(" : either) + ("(" + all + ")");
    }
    return any + ")";
  }

  Result<std::string> of_word(const std::string& word, bool may_go_on) {
    const bool beginning = !in_sqlite || may_go_on || length_of(word) <= indexed_prefix_letters;
    std::string any = "(" + quoted(word) + (beginning ? (in_sqlite ? "*" : ":*") : "");
    TRY(others, words_around(session, word));
    for (const std::string& other : others) any += either + quoted(other);
    return any + ")";
  }

  std::string quoted(const std::string& word) const { return in_sqlite ? "\"" + word + "\"" : lexeme_string(word); }

  db::Session& session;
  const bool in_sqlite;
  const std::string both = in_sqlite ? " AND " : " & ", either = in_sqlite ? " OR " : " | ";
};

// What both engines ask beside the text itself.
const std::string rest = " AND (request.state = $4 OR $4 IS NULL) AND request.late >= $5 AND (request.client_id = $6 OR $6 IS NULL) AND (request.worker_id = $7 OR $7 IS NULL)"
                         " AND (request.service_id = $8 OR $8 IS NULL) AND request.filed_at >= $9 AND request.filed_at < $10";

}  // namespace

const db::Query& search_query(db::Engine engine) {
  static const std::string sqlite_sql = "SELECT " + db::column_list<Request>("request.") +
                                        " FROM request_text JOIN request ON request.id = request_text.rowid WHERE request_text MATCH $1 AND request_text.rowid < $2"
                                        " AND ($3 = '[]' OR request.programme_id IN (SELECT value FROM json_each($3)))" + rest +
                                        " ORDER BY request_text.rowid DESC LIMIT $11";
  static const std::string postgresql_sql =
      "SELECT " + db::column_list<Request>("request.") +
      " FROM request_text JOIN request ON request.id = request_text.id WHERE request_text.words @@ CAST(CAST($1 AS text) AS tsquery) AND request_text.id < $2"
      " AND (CAST($3 AS text) = '[]' OR request.programme_id IN (SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST(CAST($3 AS text) AS json)) AS value))" +
      rest + " ORDER BY request_text.id DESC LIMIT $11";
  static const db::Query sqlite{"request.search", sqlite_sql}, postgresql{"request.search_words", postgresql_sql};
  return engine == db::Engine::sqlite ? sqlite : postgresql;
}

Result<std::vector<Request>> search(db::Session& session, const std::vector<ProgrammeId>& programmes, std::string_view text, const Filter& filter, RequestId before, std::int64_t limit) {
  TRY(expression, Expression(session).of(text));
  if (expression.empty()) return std::vector<Request>{};
  return db::all<Request>(session, search_query(session.engine()), expression, below(before), programmes, filter.state, filter.late, filter.client_id, filter.worker_id,
                          filter.service_id, filter.filed_from.value_or(Instant::min()), filter.filed_until.value_or(Instant::max()), limit);
}

namespace {

// Not INSERT ... SELECT: that has a savepoint of its own, at whose end FTS5 writes out all it has gathered, for every single row.
constexpr db::Query put_sqlite{"request_text.put", "INSERT OR REPLACE INTO request_text (rowid, words) VALUES ($1, $2)"};
constexpr db::Query put_postgresql{"request_text.put_words", "INSERT INTO request_text (id, words) VALUES ($1, CAST(CAST($2 AS text) AS tsvector))"
                                                             " ON CONFLICT (id) DO UPDATE SET words = excluded.words"};
constexpr db::Query put_ending{"request_text.put_ending", "INSERT INTO request_text_ending (ending, word) VALUES ($1, $2) ON CONFLICT (ending, word) DO NOTHING"};
constexpr db::Query unknown_sqlite{"request_text.unknown", "SELECT value FROM json_each($1) WHERE NOT EXISTS"
                                                           " (SELECT 1 FROM request_text_ending WHERE ending = substr(value, 1, 12) AND word = value) ORDER BY value"};
constexpr db::Query unknown_postgresql{"request_text.unknown_words", "SELECT value FROM json_array_elements_text(CAST(CAST($1 AS text) AS json)) AS value WHERE NOT EXISTS"
                                                                     " (SELECT 1 FROM request_text_ending WHERE ending = substr(value, 1, 12) AND word = value) ORDER BY value"};

// Requests of one transaction on their way into the index: the words of each at once, new endings together at the end.
class Indexing {
 public:
  explicit Indexing(db::Session& writer) : session(writer), in_sqlite(writer.engine() == db::Engine::sqlite) {}

  // A row of id, title, description, address, external_id, fields, names of files.
  Result<> add(const db::Row& row) {
    std::set<std::string> words;
    for (const int column : {1, 2, 3, 4, 6}) words.merge(index_words(row.text(column)));
    TRY(fields, codec::from_json<Fields>(row.text(5), codec::Mode::stored));
    for (const auto& [name, value] : fields) words.merge(index_words(value));
    std::string list;
    for (const std::string& word : words) list += (list.empty() ? "" : " ") + (in_sqlite ? word : lexeme_string(word));
    std::ranges::copy_if(words, std::inserter(met, met.end()), [](const std::string& word) { return length_of(word) > shortest_middle; });
    return db::post(session, in_sqlite ? put_sqlite : put_postgresql, row.integer(0), list);
  }

  Result<> finish() {
    const std::vector<std::string> all(met.begin(), met.end());
    TRY(fresh, db::all<std::string>(session, in_sqlite ? unknown_sqlite : unknown_postgresql, all));
    for (const std::string& word : fresh)
      for (std::size_t at = 0; at < word.size(); ++at)
        if (const std::string_view ending = std::string_view(word).substr(at); !is_utf8_continuation(ending.front()) && length_of(ending) >= shortest_middle)
          TRY_DO(db::post(session, put_ending, first_characters(ending, ending_letters), word));
    return ok();
  }

 private:
  using Fields = std::map<std::string, std::string>;
  db::Session& session;
  const bool in_sqlite;
  std::set<std::string> met;
};

// The texts of requests, by what follows FROM.
struct Texts {
  std::string sql;
  db::Query query;
  Texts(db::Engine engine, std::string_view name, std::string_view which)
      : sql(fmt::format("SELECT id, title, description, address, external_id, fields, coalesce((SELECT {}(name, ' ') FROM attachment WHERE request_id = request.id), '') FROM request WHERE {}",
                        engine == db::Engine::sqlite ? "group_concat" : "string_agg", which)),
        query{name, sql} {}
  Texts(const Texts&) = delete;
  Texts& operator=(const Texts&) = delete;
};

const db::Query& texts_behind(db::Engine engine) {
  static const Texts sqlite(db::Engine::sqlite, "request_text.fill", "id > $1 ORDER BY id LIMIT $2"), postgresql(db::Engine::postgresql, "request_text.fill_words", "id > $1 ORDER BY id LIMIT $2");
  return engine == db::Engine::sqlite ? sqlite.query : postgresql.query;
}
const db::Query& texts_of(db::Engine engine) {
  static const Texts sqlite(db::Engine::sqlite, "request_text.texts", "id = $1"), postgresql(db::Engine::postgresql, "request_text.texts_words", "id = $1");
  return engine == db::Engine::sqlite ? sqlite.query : postgresql.query;
}

// Goes on behind the last request that the index has. True when there is none behind it.
Result<bool> fill_part(db::Session& session, std::int64_t limit) {
  static constexpr db::Query last_sqlite{"request_text.last", "SELECT rowid FROM request_text ORDER BY rowid DESC LIMIT 1"};
  static constexpr db::Query last_postgresql{"request_text.last_words", "SELECT id FROM request_text ORDER BY id DESC LIMIT 1"};
  TRY(last, db::first<std::int64_t>(session, session.engine() == db::Engine::sqlite ? last_sqlite : last_postgresql));
  std::int64_t seen = 0;
  Indexing indexing(session);
  TRY_DO(db::each(session, texts_behind(session.engine()), [&](const db::Row& row) -> Result<> {
    ++seen;
    return indexing.add(row);
  }, last.value_or(0), limit));
  TRY_DO(indexing.finish());
  return seen < limit;
}

}  // namespace

Result<bool> fill_index(db::Session& session, std::int64_t limit) { return fill_part(session, limit); }

Result<> index_texts(db::Session& session, RequestId id) {
  Indexing indexing(session);
  TRY_DO(db::each(session, texts_of(session.engine()), [&](const db::Row& row) { return indexing.add(row); }, id));
  return indexing.finish();
}

Result<std::vector<RequestId>> without_texts(db::Session& session, RequestId after, RequestId until, std::int64_t limit) {
  static constexpr db::Query in_sqlite{"request_text.missing", "SELECT id FROM request WHERE id > $1 AND id <= $2 AND NOT EXISTS (SELECT 1 FROM request_text WHERE request_text.rowid = request.id)"
                                                               " ORDER BY id LIMIT $3"};
  static constexpr db::Query words{"request_text.missing_words", "SELECT id FROM request WHERE id > $1 AND id <= $2 AND NOT EXISTS (SELECT 1 FROM request_text WHERE request_text.id = request.id)"
                                                                 " ORDER BY id LIMIT $3"};
  return db::all<RequestId>(session, session.engine() == db::Engine::sqlite ? in_sqlite : words, after.value, until.value, limit);
}

}  // namespace bellman::requests::store
