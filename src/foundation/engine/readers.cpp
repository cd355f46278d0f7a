#include "engine/readers.h"

namespace bellman::engine {

Readers::Lease::~Lease() {
  if (!reader) return;  // moved from
  reader->rollback();   // it only read
  readers->give_back(std::move(reader));
}

Result<Readers::Lease> Readers::take() {
  std::unique_ptr<db::Session> session;
  {
    std::unique_lock lock(mutex);
    returned.wait(lock, [&] { return !idle.empty() || opened < sessions_limit; });
    if (idle.empty()) {
      ++opened;
    } else {
      session = std::move(idle.back());
      idle.pop_back();
    }
  }
  if (!session) {
    auto made = store.open(db::Access::read);
    if (made.has_error()) {
      give_back(nullptr);
      return made.error();
    }
    session = *std::move(made);
  }
  if (auto begun = session->begin(db::Access::read); begun.has_error()) {
    give_back(std::move(session));
    return begun.error();
  }
  return Lease(*this, std::move(session));
}

void Readers::give_back(std::unique_ptr<db::Session> session) {
  {
    const std::lock_guard lock(mutex);
    if (session) idle.push_back(std::move(session));
    else --opened;
  }
  returned.notify_one();
}

}  // namespace bellman::engine
