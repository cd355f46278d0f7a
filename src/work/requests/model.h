// A request: what a client asked for, where it stands, and who owes the next step by when.
#pragma once
#include "catalogue/model.h"
#include "codec/describe.h"
#include "sla/model.h"

namespace bellman::requests {

enum class RequestState {
  refused,               // by policy or entitlement; final
  accepted,              // an operator serves it at the desk
  waiting_for_dispatch,  // a worker is being looked for
  offered,               // one or more workers have been asked
  assigned,              // a worker has accepted
  travelling,
  in_work,
  waiting_for_client,
  waiting_for_supplier,
  done,                  // may still be reopened without asking
  closed,
  cancelled,
  merged,                // into another request, which carries it on
};
BOOST_DESCRIBE_ENUM(RequestState, refused, accepted, waiting_for_dispatch, offered, assigned, travelling, in_work, waiting_for_client,
                    waiting_for_supplier, done, closed, cancelled, merged)

enum class Channel { portal, api, phone, email, chat, sms, messenger, sensor, desk, import_ };
BOOST_DESCRIBE_ENUM(Channel, portal, api, phone, email, chat, sms, messenger, sensor, desk, import_)

// Who owes the next step.
enum class Owing { nobody, client, operator_, dispatcher, worker, supplier, system };
BOOST_DESCRIBE_ENUM(Owing, nobody, client, operator_, dispatcher, worker, supplier, system)

struct Request {
  static constexpr std::string_view table = "request";
  RequestId id;
  ProgrammeId programme_id;
  ClientId client_id;
  SiteId site_id;                        // none: the request names its own place
  AssetId asset_id;
  ServiceId service_id;
  Channel channel = Channel::portal;
  std::string title;
  std::string description;
  std::map<std::string, std::string> fields;  // of the service's form
  std::string fault_kind;
  sla::Criticality criticality = sla::Criticality::normal;
  std::string service_level = "standard";
  RegionId region_id;
  std::optional<Place> place;
  std::string address;
  std::string language = "en";
  std::optional<Instant> wished_from;    // the client's window for a visit
  std::optional<Instant> wished_until;
  RequestState state = RequestState::accepted;
  RequestState resume_state = RequestState::accepted;  // where a wait or an undone merge returns to
  Owing owes = Owing::system;
  std::string step;                      // what is owed: "find_worker", "answer_offer", "travel", … (rules.h)
  std::optional<Instant> owed_by;
  WorkerId worker_id;                    // who has it, or was asked last
  Instant filed_at;
  std::optional<Instant> reach_due;
  std::optional<Instant> solve_due;
  bool late = false;                     // a deadline was missed, since it was last reopened
  std::optional<Instant> assigned_at;    // first time
  std::optional<Instant> done_at;
  std::optional<Instant> closed_at;
  std::string reason;                    // of the last refusal, wait, cancellation, reopening
  RequestId merged_into;
  RequestId split_from;
  std::int64_t reopened = 0;             // times
  std::string external_id;               // in the system it came from
  Instant changed_at;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Request, (), (id, programme_id, client_id, site_id, asset_id, service_id, channel, title, description, fields, fault_kind,
                                    criticality, service_level, region_id, place, address, language, wished_from, wished_until, state, resume_state,
                                    owes, step, owed_by, worker_id, filed_at, reach_due, solve_due, late, assigned_at, done_at, closed_at, reason,
                                    merged_into, split_from, reopened, external_id, changed_at, version))

// What a file is, by its content; the name it came with is only shown.
struct Attachment {
  static constexpr std::string_view table = "attachment";
  AttachmentId id;
  RequestId request_id;
  std::string name;
  std::string content_type;
  std::int64_t size_bytes = 0;
  std::string hash;                      // SHA-256 of the bytes, hex: where it is stored
  Instant added_at;
};
BOOST_DESCRIBE_STRUCT(Attachment, (), (id, request_id, name, content_type, size_bytes, hash, added_at))

// The data of every "request.*" event: enough to tell the state of a request from its journal alone.
struct Changed {
  RequestState from = RequestState::accepted;
  RequestState to = RequestState::accepted;
  Owing owes = Owing::nobody;
  std::string step;
  std::optional<Instant> owed_by;
  WorkerId worker_id;
  ClientId client_id;                    // so that a client's own live stream is told
  std::string reason;
  RequestId other_id;                    // merged into, split from, or into
};
BOOST_DESCRIBE_STRUCT(Changed, (), (from, to, owes, step, owed_by, worker_id, client_id, reason, other_id))

// The data of "request.attached". It changes nothing of the request.
struct Attached : Changed {
  AttachmentId attachment_id;
  std::string name;
  std::string content_type;
};
BOOST_DESCRIBE_STRUCT(Attached, (Changed), (attachment_id, name, content_type))

// One line of a change by the desk, in words.
struct FieldChange {
  std::string field;
  std::string before;
  std::string after;
};
BOOST_DESCRIBE_STRUCT(FieldChange, (), (field, before, after))

// The data of "request.amended": what the desk has corrected, and (reason) why.
struct Amended : Changed {
  std::vector<FieldChange> changes;
};
BOOST_DESCRIBE_STRUCT(Amended, (Changed), (changes))

// ---- commands from outside ----

struct FileRequest {
  std::optional<ClientId> client_id;     // needed unless a client files for itself
  ServiceId service_id;
  std::optional<SiteId> site_id;
  std::optional<AssetId> asset_id;
  std::optional<Channel> channel;
  codec::Text<200, 1> title;
  std::optional<codec::Text<10'000>> description;
  std::map<std::string, std::string> fields;
  std::optional<codec::Text<100>> fault_kind;
  std::optional<Place> place;            // when there is no site
  std::optional<codec::Text<500>> address;
  std::optional<Instant> wished_from;
  std::optional<Instant> wished_until;
  std::optional<codec::Text<100>> external_id;
};
BOOST_DESCRIBE_STRUCT(FileRequest, (), (client_id, service_id, site_id, asset_id, channel, title, description, fields, fault_kind, place, address,
                                        wished_from, wished_until, external_id))

struct ChangeRequest {
  std::optional<codec::Text<200, 1>> title;
  std::optional<codec::Text<10'000>> description;
  std::optional<Instant> wished_from;    // moving the window of an assigned visit dispatches it anew
  std::optional<Instant> wished_until;
  // What follows is corrected by the desk, with its reason; deadlines are promised anew, and dispatch looks again.
  std::optional<sla::Criticality> criticality;
  std::optional<ServiceId> service_id;   // served in the same way: by a worker, or at the desk
  std::map<std::string, std::string> fields;  // of the new service's form
  std::optional<codec::Text<100>> fault_kind;
  std::optional<SiteId> site_id;
  std::optional<Place> place;
  std::optional<codec::Text<500>> address;
  std::optional<Instant> reach_due;
  std::optional<Instant> solve_due;
  std::optional<codec::Text<500, 1>> reason;
};
BOOST_DESCRIBE_STRUCT(ChangeRequest, (), (title, description, wished_from, wished_until, criticality, service_id, fields, fault_kind, site_id, place,
                                          address, reach_due, solve_due, reason))

struct WaitCommand {
  codec::Text<500, 1> question;          // what is waited for
  Instant until;                         // the client or supplier owes it by then
};
BOOST_DESCRIBE_STRUCT(WaitCommand, (), (question, until))

struct ReasonCommand {
  codec::Text<500, 1> reason;
};
BOOST_DESCRIBE_STRUCT(ReasonCommand, (), (reason))

struct MergeCommand {
  RequestId into;
};
BOOST_DESCRIBE_STRUCT(MergeCommand, (), (into))

struct SplitCommand {
  ServiceId service_id;
  codec::Text<200, 1> title;
  std::optional<codec::Text<10'000>> description;
  std::map<std::string, std::string> fields;
  std::optional<codec::Text<100>> fault_kind;
};
BOOST_DESCRIBE_STRUCT(SplitCommand, (), (service_id, title, description, fields, fault_kind))

}  // namespace bellman::requests
