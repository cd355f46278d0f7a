// Written by hand after the nouns of src/*/model.h, in the shape that "npm run types" makes from docs/openapi.json and will put
// in this place. Screens never import it: they take their types from types.ts.

interface Schemas {
  'Place': { lat: number; lon: number };

  'people.Role': 'administrator' | 'manager' | 'dispatcher' | 'operator' | 'worker' | 'client' | 'machine';
  'people.AccountView': {
    id: number | null;
    login: string;
    name: string;
    role: Schemas['people.Role'];
    all_programmes: boolean;
    programmes?: (number | null)[];
    client_id: number | null;
    worker_id: number | null;
    language: string;
  };
  'people.LogIn': { login: string; password: string };
  'people.LoggedIn': { csrf_token: string; expires_at: string; account: Schemas['people.AccountView'] };

  'programmes.Programme': { id: number | null; key: string; name: string; colour: string; zone: string; active: boolean; version: number };

  'sla.Criticality': 'low' | 'normal' | 'high' | 'critical';
  'requests.RequestState':
    | 'refused' | 'accepted' | 'waiting_for_dispatch' | 'offered' | 'assigned' | 'travelling' | 'in_work'
    | 'waiting_for_client' | 'waiting_for_supplier' | 'done' | 'closed' | 'cancelled' | 'merged';
  'requests.Channel': 'portal' | 'api' | 'phone' | 'email' | 'chat' | 'sms' | 'messenger' | 'sensor' | 'desk' | 'import';
  'requests.Owing': 'nobody' | 'client' | 'operator' | 'dispatcher' | 'worker' | 'supplier' | 'system';
  'requests.RequestView': {
    id: number | null;
    code: string;
    programme_id: number | null;
    client_id: number | null;
    site_id: number | null;
    asset_id: number | null;
    service_id: number | null;
    channel: Schemas['requests.Channel'];
    title: string;
    description: string;
    fields?: { [key: string]: string };
    fault_kind: string;
    criticality: Schemas['sla.Criticality'];
    service_level: string;
    region_id: number | null;
    place?: Schemas['Place'] | null;
    address: string;
    language: string;
    wished_from?: string | null;
    wished_until?: string | null;
    state: Schemas['requests.RequestState'];
    resume_state: Schemas['requests.RequestState'];
    owes: Schemas['requests.Owing'];
    step: string;
    owed_by?: string | null;
    worker_id: number | null;
    filed_at: string;
    reach_due?: string | null;
    solve_due?: string | null;
    late: boolean;
    assigned_at?: string | null;
    done_at?: string | null;
    closed_at?: string | null;
    reason: string;
    merged_into: number | null;
    split_from: number | null;
    reopened: number;
    external_id: string;
    changed_at: string;
    version: number;
    client_name: string;
    site_name: string;
    service_name: string;
    worker_name: string;
  };
  'requests.FileRequest': {
    client_id?: number | null;
    service_id: number | null;
    site_id?: number | null;
    asset_id?: number | null;
    channel?: Schemas['requests.Channel'] | null;
    title: string;
    description?: string | null;
    fields?: { [key: string]: string };
    fault_kind?: string | null;
    place?: Schemas['Place'] | null;
    address?: string | null;
    wished_from?: string | null;
    wished_until?: string | null;
    external_id?: string | null;
  };
  'requests.ChangeRequest': { title?: string | null; description?: string | null; wished_from?: string | null; wished_until?: string | null };
  'requests.WaitCommand': { question: string; until: string };
  'requests.ReasonCommand': { reason: string };
  'requests.TimelineEntry': { id: number | null; at: string; kind: string; actor_kind: string; actor_name: string; audience: string; data: unknown };
  'requests.Board': {
    counts: Schemas['requests.BoardCounts'];
    waiting?: Schemas['requests.RequestView'][];
    offered?: Schemas['requests.RequestView'][];
    in_progress?: Schemas['requests.RequestView'][];
    late?: Schemas['requests.RequestView'][];
    done?: Schemas['requests.RequestView'][];
    desk?: Schemas['requests.RequestView'][];
    held?: Schemas['requests.RequestView'][];
  };
  'requests.BoardCounts': { waiting: number; offered: number; in_progress: number; late: number; done: number; desk: number; held: number; most: number };

  'dispatch.Fate': 'offered' | 'runner_up' | 'taken';
  'dispatch.DecisionKind': 'offered' | 'exhausted' | 'by_hand';
  'dispatch.TermView': { term: string; minutes: number; sentence: string };
  'dispatch.CandidateView': {
    worker_id: number | null;
    worker_name: string;
    fate: Schemas['dispatch.Fate'];
    total_minutes: number;
    distance_km: number;
    travel_minutes: number;
    start_at: string;
    terms?: Schemas['dispatch.TermView'][];
  };
  'dispatch.LeftOutView': { reason: string; sentence: string; workers: number; names?: string[] };
  'dispatch.DecisionView': {
    id: number | null;
    at: string;
    kind: Schemas['dispatch.DecisionKind'];
    worker_id: number | null;
    worker_name: string;
    actor_name: string;
    reason: string;
    fitting: number;
    considered: number;
    sentences?: string[];
    top?: Schemas['dispatch.CandidateView'][];
    left_out?: Schemas['dispatch.LeftOutView'][];
  };
  'dispatch.AssignCommand': { worker_id: number | null; reason: string };
  'dispatch.OfferView': {
    id: number | null;
    job_id: number | null;
    request_id: number | null;
    state: string;
    made_at: string;
    answer_by: string;
    start_at: string;
    finish_at: string;
    distance_m: number;
    travel_ms: number;
    code: string;
    title: string;
    address: string;
    client_name: string;
    service_name: string;
    place?: Schemas['Place'] | null;
    reach_due?: string | null;
    duration_minutes: number;
  };

  'jobs.JobState': 'waiting' | 'held' | 'offered' | 'assigned' | 'travelling' | 'in_work' | 'done' | 'cancelled';
  'jobs.JobView': {
    id: number | null;
    code: string;
    title: string;
    description: string;
    client_name: string;
    service_name: string;
    site_name: string;
    address: string;
    fields?: { [key: string]: string };
    tastes?: { [key: string]: string };
    phones?: string[];
    place?: Schemas['Place'] | null;
    criticality: Schemas['sla.Criticality'];
    state: Schemas['jobs.JobState'];
    duration_minutes: number;
    wished_from?: string | null;
    wished_until?: string | null;
    reach_due?: string | null;
    solve_due?: string | null;
    start_at?: string | null;
    finish_at?: string | null;
    travelling_at?: string | null;
    started_at?: string | null;
    done_at?: string | null;
    version: number;
  };
  'jobs.UsedPart': { part_id: number | null; quantity: number };
  'jobs.Point': { x: number; y: number };
  'jobs.FinishCommand': {
    work_done: string;
    parts?: Schemas['jobs.UsedPart'][];
    started_at?: string | null;
    finished_at?: string | null;
    photos?: (number | null)[];
    signer?: string | null;
    signature?: Schemas['jobs.Point'][][];
  };
  'jobs.SheetView': {
    id: number | null;
    code: string;
    worker_name: string;
    job_id: number | null;
    request_id: number | null;
    worker_id: number | null;
    work_done: string;
    parts?: Schemas['jobs.UsedPart'][];
    started_at: string;
    finished_at: string;
    photos?: (number | null)[];
    signer: string;
    signature?: Schemas['jobs.Point'][][];
    filed_at: string;
  };

  'clients.ClientLine': {
    id: number | null;
    programme_id: number | null;
    kind: 'person' | 'organisation';
    name: string;
    language: string;
    tier: string;
    active: boolean;
    found_by: string;
  };
  'clients.Site': {
    id: number | null;
    client_id: number | null;
    name: string;
    address: string;
    place?: Schemas['Place'] | null;
    region_id: number | null;
    service_level: string;
    active: boolean;
  };

  'catalogue.FieldType': 'text' | 'number' | 'date' | 'time' | 'choice' | 'yes_no' | 'phone' | 'email';
  'catalogue.FormField': {
    key: string;
    label?: { [language: string]: string };
    type: Schemas['catalogue.FieldType'];
    required: boolean;
    minimum?: number | null;
    maximum?: number | null;
    max_length: number;
    choices?: string[];
  };
  'catalogue.ServiceLine': {
    id: number | null;
    parent_id: number | null;
    key: string;
    name: string;
    area: string;
    active: boolean;
    version: number;
  };
  'catalogue.Service': {
    id: number | null;
    parent_id: number | null;
    programmes?: (number | null)[];
    key: string;
    name?: { [language: string]: string };
    area: string;
    kind: 'information' | 'booking' | 'purchase' | 'delivery' | 'visit' | 'consultation';
    fields?: Schemas['catalogue.FormField'][];
    fault_kinds?: string[];
    criticality: Schemas['sla.Criticality'];
    duration_minutes: number;
    active: boolean;
  };

  'workers.Part': { id: number | null; key: string; name: string };
  'workers.WorkerLine': {
    id: number | null;
    name: string;
    kind: 'employee' | 'contractor';
    open_jobs: number;
    capacity: number;
    active: boolean;
    paused: boolean;
    absent: boolean;
    on_shift: boolean;
  };
  'workers.Worker': { id: number | null; name: string };
  'workers.WorkerView': { worker: Schemas['workers.Worker']; absent: boolean; on_shift: boolean; version: number };
}

export interface components {
  schemas: Schemas;
}
