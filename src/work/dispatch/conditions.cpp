#include "dispatch/conditions.h"

#include <algorithm>

namespace bellman::dispatch {

namespace {

WorkerSet& out_for(Sieve& sieve, Reason reason) { return sieve.left_out[static_cast<std::size_t>(reason)]; }
const WorkerSet& out_for(const Sieve& sieve, Reason reason) { return sieve.left_out[static_cast<std::size_t>(reason)]; }

void begin(const Roster& roster, Sieve& sieve) {
  sieve.fits.clear();
  sieve.alive = roster.present();
  for (WorkerSet& set : sieve.left_out) {
    set.clear();
    set.resize(roster.slots());
  }
}

void drop_named(const Roster& roster, const std::vector<WorkerId>& workers, Reason reason, Sieve& sieve) {
  for (const WorkerId worker : workers)
    if (const auto slot = roster.slot_of(worker); slot && sieve.alive.has(*slot)) sieve.alive.move_to(*slot, out_for(sieve, reason));
}

void check_skills(const Roster& roster, const JobView& job, Instant now, Sieve& sieve) {
  static const SkillColumn nobody;
  const auto column_of = [&](SkillId skill) -> const SkillColumn& {
    const SkillColumn* column = roster.skill(skill);
    return column != nullptr ? *column : nobody;
  };
  for (const NeededSkill& needed : job.skills) sieve.alive.keep(column_of(needed.skill).at_least[1], out_for(sieve, Reason::missing_skill));
  for (const NeededSkill& needed : job.skills) {
    const auto level = static_cast<std::size_t>(std::clamp(needed.min_level, 1, max_skill_level));
    if (level > 1) sieve.alive.keep(column_of(needed.skill).at_least[level], out_for(sieve, Reason::skill_level_too_low));
  }
  for (const NeededSkill& needed : job.skills)
    sieve.alive.each_of(column_of(needed.skill).expiring, [&](std::size_t slot) {
      if (*roster.expiry_at(slot, needed.skill) <= now) sieve.alive.move_to(slot, out_for(sieve, Reason::certificate_expired));
    });
}

void check_parts(const Roster& roster, const JobView& job, Sieve& sieve) {
  for (const NeededPart& needed : job.parts) {
    if (!needed.must_have || needed.quantity <= 0) continue;
    WorkerSet& out = out_for(sieve, Reason::missing_part);
    sieve.alive.keep(roster.carrying(needed.part), out);
    if (needed.quantity > 1)
      sieve.alive.each([&](std::size_t slot) {
        if (roster.quantity_at(slot, needed.part) < needed.quantity) sieve.alive.move_to(slot, out);
      });
  }
}

bool covers(const std::vector<Window>& windows, Instant at) {
  for (const Window& window : windows)
    if (window.from <= at && at < window.until) return true;
  return false;
}

void check_presence(const Roster& roster, const JobView& job, Instant now, Sieve& sieve) {
  sieve.alive.drop(roster.paused(), out_for(sieve, Reason::paused));
  sieve.alive.each_of(roster.with_absences(), [&](std::size_t slot) {
    if (covers(roster.view_at(slot).absences, now)) sieve.alive.move_to(slot, out_for(sieve, Reason::absent));
  });
  sieve.alive.each([&](std::size_t slot) {
    if (!duty_end(roster, slot, job.urgent, now)) sieve.alive.move_to(slot, out_for(sieve, Reason::off_shift));
  });
  sieve.alive.drop(roster.full(), out_for(sieve, Reason::at_capacity));
  sieve.alive.drop(roster.with_offer(), out_for(sieve, Reason::has_open_offer));
}

bool certificate_ends_before(const Roster& roster, std::size_t slot, const JobView& job, Instant finish) {
  for (const NeededSkill& needed : job.skills) {
    if (!roster.skill(needed.skill)->expiring.has(slot)) continue;
    if (*roster.expiry_at(slot, needed.skill) < finish) return true;
  }
  return false;
}

void check_schedule(const Roster& roster, const JobView& job, const Weights& weights, Instant now, Sieve& sieve) {
  sieve.alive.each([&](std::size_t slot) {
    const Planned planned = plan_schedule(roster, slot, job, weights, now);
    std::optional<Reason> reason = planned.reason;
    if (!reason && certificate_ends_before(roster, slot, job, planned.schedule.finish_at)) reason = Reason::certificate_expired;
    if (reason)
      out_for(sieve, *reason).insert(slot);
    else
      sieve.fits.push_back({slot, planned.schedule});
  });
}

// Straight line and time from where the worker sets out.
void estimate_travel(const Hot& worker, const JobView& job, const Weights& weights, Instant now, Schedule& schedule) {
  if (!job.place) return;
  const bool known = worker.has_place && ms_from(worker.position_at, now) <= weights.position_stale_ms;
  if (!known) {
    schedule.travel_ms = weights.unknown_travel_ms;
    return;
  }
  schedule.distance_m = beeline_m(worker.place, to_sphere(*job.place));
  schedule.travel_ms = travel_ms(schedule.distance_m, worker.speed_kmh, weights);
}

}  // namespace

std::optional<Instant> duty_end(const Roster& roster, std::size_t slot, bool urgent, Instant at) {
  for (const Window& window : roster.duty_at(slot, urgent)) {
    if (at < window.from) break;
    if (at < window.until) return window.until;
  }
  return std::nullopt;
}

Planned plan_schedule(const Roster& roster, std::size_t slot, const JobView& job, const Weights& weights, Instant now) {
  const Hot& worker = roster.hot_at(slot);
  Planned planned;
  Schedule& schedule = planned.schedule;
  estimate_travel(worker, job, weights, now, schedule);

  const std::int64_t duration_ms = std::max<std::int64_t>(job.duration_ms, 0);
  const std::int64_t must_fit_ms = std::min(duration_ms, weights.must_fit_ms);
  const Instant ready = std::max(now, worker.free_at), earliest = job.earliest.value_or(Instant::min());
  for (const Window& window : roster.duty_at(slot, job.urgent)) {
    if (window.until <= ready) continue;
    // Travel is duty too: the worker sets out within the window, and begins no earlier than the client wishes.
    const Instant arrive = shifted(std::max(ready, window.from), schedule.travel_ms);
    const Instant start = std::max(arrive, earliest);
    if (job.latest && start > *job.latest) {
      planned.reason = Reason::cannot_arrive_in_window;
      return planned;
    }
    if (start >= window.until || shifted(start, must_fit_ms) > shifted(window.until, weights.overtime_ms)) continue;
    schedule.start_at = start;
    schedule.finish_at = shifted(start, duration_ms);
    schedule.wait_ms = ms_from(std::max(shifted(now, schedule.travel_ms), earliest), start);
    return planned;
  }
  planned.reason = Reason::shift_ends_too_soon;
  return planned;
}

void apply_conditions(const Roster& roster, const JobView& job, const Weights& weights, Instant now, Sieve& sieve) {
  begin(roster, sieve);
  drop_named(roster, job.refused, Reason::refused_by_client, sieve);
  drop_named(roster, job.asked, Reason::already_asked, sieve);
  if (job.programme) sieve.alive.keep_either(roster.in_programme(job.programme), roster.for_everybody(), out_for(sieve, Reason::wrong_programme));
  if (job.only_team) sieve.alive.keep(roster.in_team(*job.only_team), out_for(sieve, Reason::wrong_team));
  if (job.region) sieve.alive.keep_either(roster.in_region(*job.region), roster.everywhere(), out_for(sieve, Reason::wrong_region));
  check_skills(roster, job, now, sieve);
  if (job.language_required && !job.language.empty())
    sieve.alive.keep(roster.speaking(job.language), out_for(sieve, Reason::wrong_language));
  check_parts(roster, job, sieve);
  check_presence(roster, job, now, sieve);
  check_schedule(roster, job, weights, now, sieve);
}

namespace {

std::optional<Instant> next_duty(const Roster& roster, std::size_t slot, bool urgent, Instant after) {
  for (const Window& window : roster.duty_at(slot, urgent))
    if (window.until > after) return std::max(window.from, after);
  return std::nullopt;
}

// A moment that is due but already past, or not known, is looked at again after recheck_ms.
Instant future(std::optional<Instant> moment, const Weights& weights, Instant now) {
  return moment && *moment > now ? *moment : shifted(now, weights.recheck_ms);
}

}  // namespace

std::optional<Instant> retry_moment(const Roster& roster, const JobView& job, const Weights& weights, Instant now, const Sieve& sieve) {
  std::optional<Instant> first;
  const auto offer = [&](std::optional<Instant> moment) {
    if (moment && (!first || *moment < *first)) first = moment;
  };
  const auto on_duty_from = [&](std::size_t slot, Instant moment) { return next_duty(roster, slot, job.urgent, moment); };
  for (const Reason reason : {Reason::absent, Reason::off_shift})
    out_for(sieve, reason).each([&](std::size_t slot) { offer(on_duty_from(slot, now)); });
  out_for(sieve, Reason::paused).each([&](std::size_t slot) {
    if (const auto until = roster.view_at(slot).paused_until) offer(on_duty_from(slot, future(until, weights, now)));
  });
  out_for(sieve, Reason::at_capacity).each([&](std::size_t slot) {
    const WorkerView& worker = roster.view_at(slot);
    if (worker.capacity > 0) offer(on_duty_from(slot, future(worker.next_free_at, weights, now)));
  });
  out_for(sieve, Reason::has_open_offer).each([&](std::size_t slot) {
    offer(on_duty_from(slot, future(roster.view_at(slot).offer_ends_at, weights, now)));
  });
  if (first && job.latest && *first > *job.latest) return std::nullopt;
  return first;
}

}  // namespace bellman::dispatch
