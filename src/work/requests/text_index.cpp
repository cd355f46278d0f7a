#include "requests/text_index.h"

#include "base/language.h"
#include "requests/store.h"

#include <algorithm>
#include <set>

namespace bellman::requests::store {

namespace {

// The words of `text` as an FTS5 expression: each quoted, so that nothing in it is an operator. FTS5 has the requests of a whole
// word, and of its first two or three letters, in the order of their ids; for a longer beginning it gathers all of them first.
constexpr std::size_t indexed_prefix_letters = 3;
constexpr std::size_t most_words = 8;

// As a word of a tsvector or tsquery, in quotes; quotes and backslashes in it are doubled.
std::string lexeme_string(std::string_view word) {
  std::string out = "'";
  for (const char c : word) out += c == '\'' || c == '\\' ? std::string(2, c) : std::string(1, c);
  return out + "'";
}

std::size_t letters(std::string_view word) {
  return static_cast<std::size_t>(std::count_if(word.begin(), word.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

std::string match_expression(std::string_view text) {
  std::string expression;
  std::size_t words = 0;
  for (std::size_t at = 0; at < text.size() && words < most_words;) {
    const std::size_t end = std::min(text.find_first_of(" \t\n\r\"", at), text.size());
    if (end > at) {
      const bool is_last = text.find_first_not_of(" \t\n\r\"", end) == std::string_view::npos;
      const bool may_be_beginning = is_last || letters(text.substr(at, end - at)) <= indexed_prefix_letters;
      expression += (expression.empty() ? "\"" : " \"") + std::string(text.substr(at, end - at)) + (may_be_beginning ? "\"*" : "\"");
      ++words;
    }
    at = end + 1;
  }
  return expression;
}

// The same words as a tsquery. They are folded, as those in the table are, so each is found as it stands.
std::string words_expression(std::string_view text) {
  std::string expression;
  std::size_t words = 0;
  for (const std::string& word : words_of(text)) {
    if (++words > most_words) break;
    expression += (expression.empty() ? "" : " & ") + lexeme_string(word) + ":*";
  }
  return expression;
}

// What both engines ask beside the text itself.
const std::string rest = " AND (request.state = $4 OR $4 IS NULL) AND request.late >= $5 AND (request.client_id = $6 OR $6 IS NULL) AND (request.worker_id = $7 OR $7 IS NULL)";

}  // namespace

const db::Query& search_query(db::Engine engine) {
  static const std::string sqlite_sql = "SELECT " + db::column_list<Request>("request.") +
                                        " FROM request_text JOIN request ON request.id = request_text.rowid WHERE request_text MATCH $1 AND request_text.rowid < $2"
                                        " AND ($3 = '[]' OR request.programme_id IN (SELECT value FROM json_each($3)))" + rest +
                                        " ORDER BY request_text.rowid DESC LIMIT $8";
  static const std::string postgresql_sql =
      "SELECT " + db::column_list<Request>("request.") +
      " FROM request_text JOIN request ON request.id = request_text.id WHERE request_text.words @@ CAST(CAST($1 AS text) AS tsquery) AND request_text.id < $2"
      " AND (CAST($3 AS text) = '[]' OR request.programme_id IN (SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST(CAST($3 AS text) AS json)) AS value))" +
      rest + " ORDER BY request_text.id DESC LIMIT $8";
  static const db::Query sqlite{"request.search", sqlite_sql}, postgresql{"request.search_words", postgresql_sql};
  return engine == db::Engine::sqlite ? sqlite : postgresql;
}

Result<std::vector<Request>> search(db::Session& session, const std::vector<ProgrammeId>& programmes, std::string_view text, const Filter& filter, RequestId before, std::int64_t limit) {
  const std::string expression = session.engine() == db::Engine::sqlite ? match_expression(text) : words_expression(text);
  if (expression.empty()) return std::vector<Request>{};
  return db::all<Request>(session, search_query(session.engine()), expression, below(before), programmes, filter.state, filter.late, filter.client_id, filter.worker_id, limit);
}

namespace {
// All words of a request's texts as a tsvector without positions.
std::string word_list(const db::Row& row) {
  std::set<std::string> words;
  for (const int column : {1, 2, 3}) words.merge([&] {
    const auto found = words_of(row.text(column));
    return std::set<std::string>(found.begin(), found.end());
  }());
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : " ") + lexeme_string(word);
  return list;
}
}  // namespace

namespace {
// Not INSERT ... SELECT: that has a savepoint of its own, at whose end FTS5 writes out all it has gathered, for every single row.
constexpr db::Query insert_texts{"request_text.add", "INSERT INTO request_text (rowid, title, description, address) VALUES ($1, $2, $3, $4)"};
constexpr db::Query insert_words{"request_text.add_words", "INSERT INTO request_text (id, words) VALUES ($1, CAST(CAST($2 AS text) AS tsvector)) ON CONFLICT (id) DO NOTHING"};

// A row of id, title, description, address.
Result<> add_texts(db::Session& session, const db::Row& row) {
  if (session.engine() == db::Engine::sqlite) return db::post(session, insert_texts, row.integer(0), row.text(1), row.text(2), row.text(3));
  return db::post(session, insert_words, row.integer(0), word_list(row));
}
}  // namespace

Result<bool> fill_index(db::Session& session, std::int64_t limit) {
  static constexpr db::Query last_text{"request_text.last", "SELECT rowid FROM request_text ORDER BY rowid DESC LIMIT 1"};
  static constexpr db::Query last_words{"request_text.last_words", "SELECT id FROM request_text ORDER BY id DESC LIMIT 1"};
  static constexpr db::Query read{"request_text.fill", "SELECT id, title, description, address FROM request WHERE id > $1 ORDER BY id LIMIT $2"};
  static constexpr db::Query forget{"request_text.forget", "DELETE FROM request_text_cursor"};
  static constexpr db::Query newest{"request_text.newest", "INSERT INTO request_text_cursor (id, event_id) SELECT 1, coalesce(max(id), 0) FROM event"};
  TRY(last, db::first<std::int64_t>(session, session.engine() == db::Engine::sqlite ? last_text : last_words));
  std::int64_t seen = 0;
  TRY_DO(db::each(session, read, [&](const db::Row& row) -> Result<> {
    ++seen;
    return add_texts(session, row);
  }, last.value_or(0), limit));
  if (seen == limit) return false;
  TRY_DO(db::execute(session, forget));
  TRY_DO(db::execute(session, newest));
  return true;
}

Result<bool> index_more(db::Session& session, std::int64_t limit) {
  static constexpr db::Query read_cursor{"request_text.cursor", "SELECT event_id FROM request_text_cursor WHERE id = 1"};
  static constexpr db::Query write_cursor{"request_text.move", "UPDATE request_text_cursor SET event_id = $1 WHERE id = 1"};
  // No condition on the subject: it would lead the planner to the index of subjects, through every event of the journal.
  static constexpr db::Query read_events{"request_text.events", "SELECT id, subject_id, kind FROM event WHERE id > $1 ORDER BY id LIMIT $2"};
  static constexpr db::Query drop{"request_text.drop", "DELETE FROM request_text WHERE rowid = $1"};
  static constexpr db::Query drop_words{"request_text.drop_words", "DELETE FROM request_text WHERE id = $1"};
  static constexpr db::Query texts{"request_text.texts", "SELECT id, title, description, address FROM request WHERE id = $1"};
  const bool in_sqlite = session.engine() == db::Engine::sqlite;
  const auto add = [&](std::int64_t id) {
    return db::each(session, texts, [&](const db::Row& row) { return add_texts(session, row); }, id);
  };

  TRY(cursor, db::first<std::int64_t>(session, read_cursor));
  std::int64_t last = cursor.value_or(0), seen = 0;
  std::set<std::int64_t> fresh, changed;
  TRY_DO(db::each(session, read_events, [&](const db::Row& row) -> Result<> {
    last = row.integer(0);
    ++seen;
    const std::string_view kind = row.text(2);
    if (kind == "request.filed" || kind == "request.refused" || kind == "request.imported") fresh.insert(row.integer(1));
    else if (kind == "request.changed" || kind == "request.moved" || kind == "request.amended") changed.insert(row.integer(1));
    return ok();
  }, cursor.value_or(0), limit));
  for (const std::int64_t id : changed)
    if (!fresh.contains(id)) {
      TRY_DO(db::post(session, in_sqlite ? drop : drop_words, id));
      TRY_DO(add(id));
    }
  for (const std::int64_t id : fresh) TRY_DO(add(id));
  if (seen > 0) TRY_DO(db::post(session, write_cursor, last));
  return seen < limit;
}

}  // namespace bellman::requests::store
