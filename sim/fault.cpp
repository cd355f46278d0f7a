#include "fault.h"

namespace bellman::sim {

namespace {

constexpr int forget_every = 4;

// The catalogue in memory is shared by the whole process: whether it is read depends on what other runs have read.
bool depends_on_others(const db::Query& query) { return query.name == "service.all" || query.name == "catalogue_state.read"; }

Error crashed_error() { return Error::unavailable("sim.crashed", "The process was killed."); }

bool counts(FaultKind kind, FaultKind call) {
  switch (kind) {
    case FaultKind::disk_full:
    case FaultKind::power_cut:
    case FaultKind::process_dies:
    case FaultKind::io_error: return call == FaultKind::crash_before_statement;
    case FaultKind::crash_in_commit:
    case FaultKind::crash_after_commit:
    case FaultKind::disk_full_at_commit: return call == FaultKind::crash_before_commit;
    default: return call == kind;
  }
}

}  // namespace

// `call` names the place: crash_before_statement, crash_before_commit or locked (BEGIN).
bool Faults::strikes(FaultKind call) {
  if (!armed.active || !counts(armed.kind, call)) return false;
  if (armed.after-- > 0) return false;
  armed.active = false;
  return true;
}

void Faults::crash(bool commit_may_be_there, double share_of_last_write) {
  if (dead) return;
  copy_files(Mark::commit, share_of_last_write);
  dead = true;
  unknown = commit_may_be_there;
  armed.active = false;
}

void Faults::cut_power(double share) {
  if (dead) return;
  copy_files(Mark::durable, share);
  dead = true;
  unknown = false;  // whoever had something committed but not told knows that himself
  armed.active = false;
}

class FaultySession final : public db::Session {
 public:
  FaultySession(std::unique_ptr<db::Session> wrapped, Faults& control, int of_process) : inner(std::move(wrapped)), faults(control), process(of_process) {}
  db::Engine engine() const override { return inner->engine(); }

  Result<> query(const db::Query& wanted, std::span<const db::Value> values, const db::RowVisitor& visit) override {
    if (is_dead()) return crashed_error();
    if (!depends_on_others(wanted)) TRY_DO(before_statement());
    return inner->query(wanted, values, visit);
  }
  Result<std::int64_t> execute(const db::Query& wanted, std::span<const db::Value> values) override {
    TRY_DO(before_statement());
    if (forgets(wanted, values)) return std::int64_t{1};
    return inner->execute(wanted, values);
  }
  Result<> script(std::string_view sql) override {
    TRY_DO(before_statement());
    return inner->script(sql);
  }
  Result<> begin(db::Access access) override {
    if (is_dead()) return crashed_error();
    if (faults.strikes(FaultKind::locked)) return Error::unavailable("db.locked", "The database is locked by another program (simulated).");
    return inner->begin(access);
  }
  Result<> commit() override;
  void rollback() override {
    if (!faults.dead) inner->rollback();
  }
  bool in_transaction() const override { return !is_dead() && inner->in_transaction(); }
  std::int64_t writes() const override { return inner->writes(); }
  std::int64_t foreign_commits() const override { return inner->foreign_commits(); }
  Result<> savepoint() override {
    TRY_DO(before_statement());
    return inner->savepoint();
  }
  Result<> release_savepoint() override {
    TRY_DO(before_statement());
    return inner->release_savepoint();
  }
  Result<> rollback_to_savepoint() override {
    if (is_dead()) return crashed_error();
    return inner->rollback_to_savepoint();
  }

 private:
  bool is_dead() const { return faults.dead || faults.is_killed(process); }
  Result<> before_statement() {
    if (is_dead()) return crashed_error();
    const FaultKind kind = faults.armed.kind;
    if (!faults.strikes(FaultKind::crash_before_statement)) return ok();
    if (kind == FaultKind::io_error) return Error::unavailable("db.io", "The database file cannot be read or written (simulated).");
    if (kind == FaultKind::disk_full) {
      inner->rollback();
      return Error::unavailable("db.full", "The disk that holds the database is full (simulated).");
    }
    if (kind == FaultKind::process_dies) {
      inner->rollback();  // as the store does when the connection breaks
      faults.kill(process);
      return crashed_error();
    }
    if (kind == FaultKind::power_cut) faults.cut_power(faults.armed.share);
    else faults.crash(false);
    return crashed_error();
  }

  bool forgets(const db::Query& wanted, std::span<const db::Value> values) {
    if (faults.forgotten_timer.empty() || wanted.name != "timer.upsert") return false;
    const auto* kind = std::get_if<std::string_view>(&values[0]);
    return kind != nullptr && *kind == faults.forgotten_timer && ++faults.timers_written % forget_every == 0;
  }

  std::unique_ptr<db::Session> inner;
  Faults& faults;
  const int process;
};

Result<> FaultySession::commit() {
  if (is_dead()) return crashed_error();
  const FaultKind kind = faults.armed.kind;
  const double share = faults.armed.share;
  if (!faults.strikes(FaultKind::crash_before_commit)) {
    TRY_DO(inner->commit());
    faults.commits += 1;
    faults.note_checkpoint();
    return ok();
  }
  switch (kind) {
    case FaultKind::disk_full_at_commit:
      inner->rollback();
      return Error::unavailable("db.full", "The disk that holds the database is full (simulated).");
    case FaultKind::crash_in_commit:
      // A checkpoint in the same call would write the pages of this commit elsewhere too.
      TRY_DO(inner->script("PRAGMA wal_autocheckpoint=0"));
      faults.mark_log(Faults::Mark::commit);
      TRY_DO(inner->commit());
      faults.crash(true, share);
      return crashed_error();
    case FaultKind::crash_after_commit:
      TRY_DO(inner->commit());
      faults.crash(true);
      return crashed_error();
    default:
      faults.crash(false);
      return crashed_error();
  }
}

class FaultyDatabase final : public db::Database {
 public:
  FaultyDatabase(db::Database& wrapped, Faults& control, int of_process) : inner(wrapped), faults(control), process(of_process) {}
  db::Engine engine() const override { return inner.engine(); }
  Result<std::unique_ptr<db::Session>> open(db::Access access) override {
    TRY(session, inner.open(access));
    return std::unique_ptr<db::Session>(std::make_unique<FaultySession>(std::move(session), faults, process));
  }
  Result<> make_durable() override {
    if (faults.dead || faults.is_killed(process)) return crashed_error();
    TRY_DO(inner.make_durable());
    faults.commits = 0;
    faults.mark_log(Faults::Mark::durable);
    return ok();
  }

 private:
  db::Database& inner;
  Faults& faults;
  const int process;
};

std::unique_ptr<db::Database> with_faults(db::Database& inner, Faults& faults, int process) { return std::make_unique<FaultyDatabase>(inner, faults, process); }

}  // namespace bellman::sim
