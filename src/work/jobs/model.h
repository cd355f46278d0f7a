// A job is the piece of a request that one worker does. It keeps a copy of what dispatch needs to know, so that
// looking for a worker reads one row.
#pragma once
#include "catalogue/model.h"
#include "codec/describe.h"
#include "sla/model.h"

namespace bellman::jobs {

enum class JobState {
  waiting,     // for a worker
  held,        // the request waits for its client or supplier: nobody is asked
  offered,
  assigned,
  travelling,
  in_work,
  done,
  cancelled,
};
BOOST_DESCRIBE_ENUM(JobState, waiting, held, offered, assigned, travelling, in_work, done, cancelled)

struct Job {
  static constexpr std::string_view table = "job";
  JobId id;
  RequestId request_id;
  ProgrammeId programme_id;
  ClientId client_id;
  SiteId site_id;
  ServiceId service_id;
  RegionId region_id;
  std::optional<Place> place;
  std::vector<catalogue::SkillNeed> skills;
  std::vector<catalogue::PartNeed> parts;
  std::int64_t duration_minutes = 60;
  std::int64_t answer_minutes = 5;
  std::int64_t parallel_offers = 1;
  sla::Criticality criticality = sla::Criticality::normal;
  std::string language;
  std::optional<Instant> wished_from;
  std::optional<Instant> wished_until;
  std::optional<Instant> reach_due;
  std::optional<Instant> solve_due;
  bool automatic = true;               // false: a dispatcher assigns
  JobState state = JobState::waiting;
  WorkerId worker_id;                  // who has accepted
  std::vector<WorkerId> asked;         // whoever was asked for the present time, refused or gave it back: not asked again
  std::int64_t offers_made = 0;
  std::int64_t calls_made = 0;
  Instant waiting_since;
  std::optional<Instant> try_at;       // not looked at by a round before
  bool handed_over = false;            // nobody was left: a dispatcher was told
  std::optional<Instant> start_at;     // predicted
  std::optional<Instant> finish_at;
  std::optional<Instant> assigned_at;
  std::optional<Instant> travelling_at;
  std::optional<Instant> started_at;
  std::optional<Instant> done_at;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Job, (), (id, request_id, programme_id, client_id, site_id, service_id, region_id, place, skills, parts, duration_minutes,
                                answer_minutes, parallel_offers, criticality, language, wished_from, wished_until, reach_due, solve_due, automatic,
                                state, worker_id, asked, offers_made, calls_made, waiting_since, try_at, handed_over, start_at, finish_at,
                                assigned_at, travelling_at, started_at, done_at, version))

// The data of "job.released" (subject "job"): the worker who had accepted it has it no more.
struct Released {
  JobId job_id;
  RequestId request_id;
  WorkerId worker_id;
  std::string reason;
  std::int64_t version = 1;            // of the job
};
BOOST_DESCRIBE_STRUCT(Released, (), (job_id, request_id, worker_id, reason, version))

struct UsedPart {
  PartId part_id;
  codec::Bounded<1, 10'000> quantity;
};
BOOST_DESCRIBE_STRUCT(UsedPart, (), (part_id, quantity))

// One point of a drawn line, in thousandths of the drawing's width and height.
struct Point {
  codec::Bounded<0, 1000> x;
  codec::Bounded<0, 1000> y;
};
BOOST_DESCRIBE_STRUCT(Point, (), (x, y))

// The service sheet: what was done, in place of a paper. Written once, when the job is done.
struct ServiceSheet {
  static constexpr std::string_view table = "service_sheet";
  SheetId id;
  JobId job_id;
  RequestId request_id;
  ProgrammeId programme_id;
  ClientId client_id;
  WorkerId worker_id;
  std::string work_done;
  std::vector<UsedPart> parts;
  Instant started_at;
  Instant finished_at;
  std::vector<AttachmentId> photos;
  std::string signer;                            // who signed, in letters
  std::vector<std::vector<Point>> signature;     // the lines the client drew; empty: not signed
  Instant filed_at;
  bool late = false;                             // by a worker who had lost the job before: it finished nothing
};
BOOST_DESCRIBE_STRUCT(ServiceSheet, (), (id, job_id, request_id, programme_id, client_id, worker_id, work_done, parts, started_at, finished_at, photos,
                                         signer, signature, filed_at, late))

struct FinishCommand {
  codec::Text<5000, 1> work_done;
  std::vector<UsedPart> parts;
  std::optional<Instant> started_at;             // when the phone was offline; else the server's times
  std::optional<Instant> finished_at;
  std::vector<AttachmentId> photos;              // added to the request before
  std::optional<codec::Text<200, 1>> signer;
  std::vector<std::vector<Point>> signature;     // the lines the client drew
};
BOOST_DESCRIBE_STRUCT(FinishCommand, (), (work_done, parts, started_at, finished_at, photos, signer, signature))

}  // namespace bellman::jobs
