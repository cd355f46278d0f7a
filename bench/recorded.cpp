#include "recorded.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace bellman::bench {

namespace {

// pgbench takes a colon for the beginning of a variable, also inside of texts.
std::string text_literal(std::string_view text) {
  std::string out = "E'";
  for (const char c : text) {
    if (c == '\'') out += "''";
    else if (c == '\\') out += "\\\\";
    else if (c == ':') out += "\\x3a";
    else if (c == '\n') out += "\\n";
    else out += c;
  }
  return out + "'";
}

std::string literal(const db::Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *number);
  if (const auto* real = std::get_if<double>(&value)) return fmt::format("{}", *real);
  if (const auto* text = std::get_if<std::string_view>(&value)) return text_literal(*text);
  if (const auto* blob = std::get_if<db::Blob>(&value)) {
    std::string out = "'\\\\x";
    for (const char c : blob->bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return "E" + out + "'";
  }
  return "NULL";
}

class RecordingSession final : public db::Session {
 public:
  RecordingSession(std::unique_ptr<db::Session> wrapped, Recorder& keeper) : inner(std::move(wrapped)), recorder(keeper) {}
  db::Engine engine() const override { return inner->engine(); }
  Result<> query(const db::Query& wanted, std::span<const db::Value> values, const db::RowVisitor& visit) override {
    note(wanted, values);
    return inner->query(wanted, values, visit);
  }
  Result<std::int64_t> execute(const db::Query& wanted, std::span<const db::Value> values) override {
    note(wanted, values);
    return inner->execute(wanted, values);
  }
  Result<> post(const db::Query& wanted, std::span<const db::Value> values, const Error* rows_gone) override {
    note(wanted, values);
    return inner->post(wanted, values, rows_gone);
  }
  Result<> script(std::string_view sql) override { return inner->script(sql); }
  Result<> begin(db::Access access) override {
    current.clear();
    return inner->begin(access);
  }
  Result<> commit() override {
    recorder.transactions.push_back(std::exchange(current, {}));
    return inner->commit();
  }
  void rollback() override { inner->rollback(); }
  bool in_transaction() const override { return inner->in_transaction(); }
  Result<> savepoint() override { return inner->savepoint(); }
  Result<> release_savepoint() override { return inner->release_savepoint(); }
  Result<> rollback_to_savepoint() override { return inner->rollback_to_savepoint(); }
  std::int64_t writes() const override { return inner->writes(); }
  std::int64_t connections() const override { return inner->connections(); }
  Result<> notify(std::string_view message) override { return inner->notify(message); }

 private:
  void note(const db::Query& wanted, std::span<const db::Value> values) {
    Statement statement{std::string(wanted.name), std::string(wanted.sql), {}};
    for (const db::Value& value : values) statement.literals.push_back(literal(value));
    current.push_back(std::move(statement));
  }
  std::unique_ptr<db::Session> inner;
  Recorder& recorder;
  Transaction current;
};

class RecordingDatabase final : public db::Database {
 public:
  RecordingDatabase(std::unique_ptr<db::Database> wrapped, Recorder& keeper) : inner(std::move(wrapped)), recorder(keeper) {}
  db::Engine engine() const override { return inner->engine(); }
  bool shared() const override { return inner->shared(); }
  Result<> make_durable() override { return inner->make_durable(); }
  Result<std::unique_ptr<db::Session>> open(db::Access access) override {
    TRY(session, inner->open(access));
    if (access == db::Access::read) return std::move(session);
    return std::unique_ptr<db::Session>(std::make_unique<RecordingSession>(std::move(session), recorder));
  }

 private:
  std::unique_ptr<db::Database> inner;
  Recorder& recorder;
};

bool only_one_at_a_time(const Statement& statement) {
  return statement.name == "timer.wake_by" || statement.name.starts_with("id_sequence.") || statement.name.starts_with("kept_version.") || statement.name.starts_with("lease.");
}

}  // namespace

std::unique_ptr<db::Database> Recorder::around(std::unique_ptr<db::Database> inner) { return std::make_unique<RecordingDatabase>(std::move(inner), *this); }

std::string pgbench_script(const Transaction& transaction, std::int64_t fresh_from, const std::vector<std::string>& fresh_texts) {
  constexpr int numbers_max = 64;
  std::map<std::string, int> numbers;  // each fresh number of the sample -> its place among those of one run
  std::string script = "\\set n random(1, 100000000000000000)\nBEGIN;\n";
  const auto written = [&](const std::string& value) -> std::string {
    if (std::ranges::find(fresh_texts, value) != fresh_texts.end()) return "CAST(CAST(:n AS bigint) AS text)";
    if (value.size() > 5 && value.find_first_not_of("0123456789") == std::string::npos && std::stoll(value) >= fresh_from) {
      const int place = numbers.emplace(value, static_cast<int>(numbers.size())).first->second;
      return fmt::format("(CAST(:n AS bigint) * {} + {})", numbers_max, place);
    }
    return value;
  };
  for (const Statement& statement : transaction) {
    if (only_one_at_a_time(statement)) continue;
    std::string sql = statement.sql;
    for (std::size_t i = statement.literals.size(); i-- > 0;) {  // from the last, so that $1 is not found in $12
      const std::string mark = fmt::format("${}", i + 1);
      for (std::size_t at = sql.find(mark); at != std::string::npos; at = sql.find(mark, at + 1)) {
        const std::string value = written(statement.literals[i]);
        sql.replace(at, mark.size(), value);
        at += value.size() - 1;
      }
    }
    std::ranges::replace(sql, '\n', ' ');
    script += sql + ";\n";
  }
  return script + "COMMIT;\n";
}

}  // namespace bellman::bench
