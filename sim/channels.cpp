#include "channels.h"

#include "db/typed.h"
#include "world.h"

namespace bellman::sim {

namespace {

class SimChannel final : public engine::Channel {
 public:
  SimChannel(World& around, std::string name) : world(around), kind(std::move(name)) {}

  Result<> send(const engine::OutboxRow& row) override {
    world.trace.add("send");
    world.trace.add(row.key);
    bear_witness(row);
    if (world.with_faults && world.random.chance(0.25)) return misbehave(row);
    arrive(row, Milliseconds(world.random.between(200, 3000)));
    return ok();
  }

 private:
  // Nothing may be sent that is not committed, and a key stands for one message only.
  void bear_witness(const engine::OutboxRow& row) {
    const auto committed = db::find<engine::OutboxRow>(world.house.witness(), row.id);
    if (committed.has_error()) return world.fail("send.unseen", committed.error().text());
    if (!*committed || (*committed)->key != row.key || (*committed)->data.text != row.data.text)
      world.fail("send.uncommitted", fmt::format("{} {} was sent, but no committed row says so.", kind, row.key));
    if (row.not_after < world.clock.now()) world.fail("send.late", fmt::format("{} {} was of use until {} only.", kind, row.key, to_text(row.not_after)));
    if (world.house.faults.unconfirmed() > 0)
      world.fail("send.not_durable", fmt::format("{} {} was sent while a power cut could still undo what says so.", kind, row.key));
    const auto [known, fresh] = sent.emplace(row.key, Trace::of(row.data.text));
    if (!fresh && known->second != Trace::of(row.data.text)) world.fail("send.changed", fmt::format("{} {} was sent twice with different data.", kind, row.key));
  }

  Result<> misbehave(const engine::OutboxRow& row) {
    switch (world.random.below(6)) {
      case 0: return Error::unavailable("sim.no_network", "The network is down.");
      case 1: return ok();  // lost on the way
      case 2:               // twice
        arrive(row, Milliseconds(world.random.between(200, 60'000)));
        arrive(row, Milliseconds(world.random.between(200, 600'000)));
        return ok();
      case 3:               // late, and we do not know whether it came
        arrive(row, Milliseconds(world.random.between(60'000, 900'000)));
        return Error::unavailable("sim.no_answer", "The receiver did not confirm.");
      case 4:
        if (world.random.chance(0.7)) return ok();
        return Error::invalid("sim.hopeless", "There is no such receiver.");
      default:              // killed after sending, before it is noted
        arrive(row, Milliseconds(world.random.between(200, 3000)));
        if (world.random.chance(0.4)) world.house.faults.crash(false);
        return ok();
    }
  }

  void arrive(const engine::OutboxRow& row, Milliseconds delay) {
    if (kind == "push") world.at(delay, [this, data = row.data.text] { world.push_arrived(data); });
    if (kind == "robot_call") world.at(delay, [this, data = row.data.text] { world.robot_calls(data); });
  }

  World& world;
  std::string kind;
  std::map<std::string, std::uint64_t> sent;
};

}  // namespace

std::shared_ptr<engine::Channel> make_channel(World& world, std::string kind) { return std::make_shared<SimChannel>(world, std::move(kind)); }

}  // namespace bellman::sim
