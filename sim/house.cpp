#include "house.h"

#include "api/rooms.h"
#include "db/migration.h"

namespace bellman::sim {

namespace files = std::filesystem;

namespace {
constexpr std::uintmax_t bytes_of_logged_page = 4096 + 24;
constexpr int checkpoint_pages = 1000;  // small, so that long runs carry the log over into the file as well
}

House::House(files::path folder, const engine::Clock& time, int wanted, std::function<void(engine::Registry&)> furniture)
    : base(std::move(folder)), clock(time), furnish(std::move(furniture)), process_count(wanted) {
  faults.copy_files = [this](Faults::Mark mark, double share) { copy_files(mark, share); };
  faults.mark_log = [this](Faults::Mark mark) { (mark == Faults::Mark::commit ? log_at_commit : log_at_durable) = log_bytes(); };
  // Before it carries the log over into the file, SQLite itself waits until the log is on the disk.
  faults.note_checkpoint = [this] {
    if (log_bytes() >= (checkpoint_pages - 1) * bytes_of_logged_page) log_at_durable = log_bytes();
  };
}

House::~House() {
  close();
  std::error_code ignored;
  files::remove_all(base, ignored);
}

Result<> House::build(Instant now) {
  std::error_code failure;
  files::create_directories(file().parent_path(), failure);
  if (failure) return Error::unavailable("sim.folder", fmt::format("The folder {} cannot be made: {}.", file().parent_path().string(), failure.message()));
  TRY(fresh, db::open_sqlite({.path = file()}));
  TRY(session, fresh->open(db::Access::write));
  TRY_DO(db::migrate(*session, api::migrations_of(api::rooms()), now));
  // Of the simulator's own follower (followers.cpp).
  TRY_DO(session->script("CREATE TABLE sim_followed (event_id bigint PRIMARY KEY, place bigint NOT NULL)"));
  session.reset();
  fresh.reset();
  return open();
}

Result<> House::open() {
  TRY(opened, db::open_sqlite({.path = file(), .durability = db::Durability::grouped, .cache_kib = 2048, .checkpoint_pages = checkpoint_pages}));
  log_at_durable = log_bytes();
  store = std::move(opened);
  TRY(read, store->open(db::Access::read));
  reader = std::move(read);
  for (int i = 0; i < process_count; ++i) {
    TRY(made, start_process());
    processes.push_back(std::move(made));
  }
  return ok();
}

Result<House::Process> House::start_process() {
  Process made;
  made.number = ++processes_started;
  made.faulty = with_faults(*store, faults, made.number);
  made.registry = std::make_unique<engine::Registry>();
  made.services = std::make_unique<api::Services>();
  api::subscribe_rooms(api::rooms(), *made.registry, *made.services);
  furnish(*made.registry);
  engine::EngineSettings settings{.id_block = 64};
  if (process_count > 1) settings.process = fmt::format("p{}", made.number);
  made.running = std::make_unique<engine::Engine>(*made.faulty, *made.registry, clock, settings);
  TRY_DO(made.running->start());
  return made;
}

Result<> House::replace() {
  processes[current].running.reset();
  TRY(made, start_process());
  processes[current] = std::move(made);
  return ok();
}

void House::close() {
  for (Process& one : processes) one.running.reset();  // it refers to all the rest
  processes.clear();
  reader.reset();
  store.reset();
}

Result<> House::recover() {
  close();
  std::error_code ignored;
  files::remove_all(file().parent_path(), ignored);
  life += 1;
  faults.revive();
  return open();
}

std::uintmax_t House::log_bytes() const {
  std::error_code missing;
  const auto size = files::file_size(file().string() + "-wal", missing);
  return missing ? 0 : size;
}

// The index of the log (-shm) is not copied: it is made anew from the log, as after a power cut.
void House::copy_files(Faults::Mark mark, double share) {
  const files::path next = base / std::to_string(life + 1);
  std::error_code failure;
  files::create_directories(next, failure);
  files::copy_file(file(), next / "bellman.db", files::copy_options::overwrite_existing, failure);
  BELLMAN_ASSERT(!failure, "the simulator cannot copy the files");
  const auto log = log_bytes();
  if (log == 0) return;
  const files::path copy = next / "bellman.db-wal";
  files::copy_file(file().string() + "-wal", copy, files::copy_options::overwrite_existing, failure);
  BELLMAN_ASSERT(!failure, "the simulator cannot copy the files");
  const std::uintmax_t certain = mark == Faults::Mark::commit ? log_at_commit : log_at_durable;
  if (share >= 1 || log <= certain) return;
  files::resize_file(copy, certain + static_cast<std::uintmax_t>(share * static_cast<double>(log - certain)), failure);
}

}  // namespace bellman::sim
