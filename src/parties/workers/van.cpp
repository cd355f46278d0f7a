// What the vans hold.
#include "workers/event.h"
#include "workers/service.h"

namespace bellman::workers {
namespace {

using engine::Tx;

Result<> save_stock(Tx& tx, const Worker& worker) {
  TRY_DO(store::update_stock(tx.session(), worker.id, worker.stock));
  return defined(tx, worker.id);
}

}  // namespace

Result<> use_parts(Tx& tx, WorkerId worker_id, const std::vector<StockItem>& used) {
  if (used.empty()) return ok();
  TRY(worker, load_worker(tx.session(), worker_id));
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (used[i].quantity < 1) return Error::invalid("stock.quantity", "The quantity is 1 at least.", fmt::format("[{}].quantity", i));
    const int missing = change_stock(worker.stock, used[i].part_id, -used[i].quantity);
    if (missing > 0) TRY_DO(record(tx, worker, StockShort{worker.id, used[i].part_id, missing}));
  }
  return save_stock(tx, worker);
}

Result<> move_parts(Tx& tx, WorkerId from_worker_id, WorkerId to_worker_id, PartId part_id, std::int64_t quantity) {
  if (quantity < 1 || quantity > 1'000'000) return Error::invalid("stock.quantity", "The quantity is 1 to 1000000.", "quantity");
  if (from_worker_id == to_worker_id) return Error::invalid("stock.same_van", "The parts are in this van already.", "to_worker_id");
  TRY(giver, load_worker(tx.session(), from_worker_id));
  TRY(taker, load_worker(tx.session(), to_worker_id));
  const int held = quantity_of(giver.stock, part_id);
  if (held < quantity)
    return Error::conflict("stock.not_enough", fmt::format("The van of {} holds {} of this part by our books.", giver.name, held), "Ask them to count, or move fewer.");
  change_stock(giver.stock, part_id, -static_cast<int>(quantity));
  change_stock(taker.stock, part_id, static_cast<int>(quantity));
  TRY_DO(save_stock(tx, giver));
  TRY_DO(save_stock(tx, taker));
  const PartsMoved moved{giver.id, taker.id, part_id, quantity};
  TRY_DO(record(tx, giver, moved));
  return record(tx, taker, moved);
}

Result<Worker> set_stock(Tx& tx, WorkerId worker_id, std::vector<StockItem> stock) {
  TRY(current, load_worker(tx.session(), worker_id));
  Worker worker = current;
  worker.stock = std::move(stock);
  worker.version += 1;
  TRY_DO(check_stock(worker.stock));
  for (std::size_t i = 0; i < worker.stock.size(); ++i) {
    TRY(part, db::find<Part>(tx.session(), worker.stock[i].part_id));
    if (!part) return Error::invalid("worker.unknown_part", "There is no such part.", fmt::format("stock[{}].part_id", i), "Choose one of the parts, or add it first.");
  }
  std::erase_if(worker.stock, [](const StockItem& item) { return item.quantity == 0; });
  TRY_DO(save_stock(tx, worker));
  TRY_DO(record(tx, worker, StockSet{worker.id, worker.stock}));
  return worker;
}

}  // namespace bellman::workers
