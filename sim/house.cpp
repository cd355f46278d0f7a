#include "house.h"

#include "catalogue/store.h"
#include "clients/store.h"
#include "db/migration.h"
#include "dispatch/store.h"
#include "jobs/service.h"
#include "jobs/store.h"
#include "requests/service.h"
#include "requests/store.h"
#include "sla/service.h"
#include "sla/store.h"
#include "workers/store.h"

namespace bellman::engine {
const db::Migrations& migrations();
}

namespace bellman::sim {

namespace files = std::filesystem;

House::House(files::path folder, const engine::Clock& time, std::function<void(engine::Registry&)> furniture)
    : base(std::move(folder)), clock(time), furnish(std::move(furniture)) {
  faults.copy_files = [this](double share) { copy_files(share); };
  faults.mark_log = [this] { marked_log_bytes = log_bytes(); };
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
  TRY_DO(db::migrate(*session,
                     {&engine::migrations(), &sla::migrations(), &catalogue::migrations(), &clients::migrations(), &workers::migrations(),
                      &requests::migrations(), &jobs::migrations(), &dispatch::migrations()},
                     now));
  session.reset();
  fresh.reset();
  return open();
}

Result<> House::open() {
  TRY(opened, db::open_sqlite({.path = file(), .cache_kib = 2048}));
  store = std::move(opened);
  TRY(read, store->open(db::Access::read));
  reader = std::move(read);
  faulty = with_faults(*store, faults);
  registry = std::make_unique<engine::Registry>();
  dispatching = std::make_unique<dispatch::Dispatcher>();
  sla::subscribe(*registry);
  workers::subscribe(*registry);
  requests::subscribe(*registry);
  jobs::subscribe(*registry);
  dispatching->subscribe(*registry);
  furnish(*registry);
  running = std::make_unique<engine::Engine>(*faulty, *registry, clock, engine::EngineSettings{.id_block = 64});
  return running->start();
}

void House::close() {
  running.reset();
  dispatching.reset();
  registry.reset();
  reader.reset();
  faulty.reset();
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
void House::copy_files(double share_of_last_write) {
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
  if (share_of_last_write >= 1 || log <= marked_log_bytes) return;
  files::resize_file(copy, marked_log_bytes + static_cast<std::uintmax_t>(share_of_last_write * static_cast<double>(log - marked_log_bytes)), failure);
}

}  // namespace bellman::sim
