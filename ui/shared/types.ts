// The nouns as the screens use them. This is the only file that knows the names of the OpenAPI components.
import type { components } from './api';

type Schemas = components['schemas'];

// The server writes every member of an answer, though OpenAPI calls those that may be left out of a command optional; and what has
// been stored has an id.
export type Whole<T> = T extends (infer Item)[]
  ? Whole<Item>[]
  : T extends object
    ? { [Key in keyof T]-?: Key extends 'id' ? number : Whole<Exclude<T[Key], undefined>> }
    : T;

export type Place = Schemas['Place'];
export type Role = Schemas['people.Role'];
export type Account = Whole<Schemas['people.AccountView']>;
export type Login = Whole<Schemas['people.LoggedIn']>;
export type Programme = Whole<Schemas['programmes.Programme']>;

export type Criticality = Schemas['sla.Criticality'];
export type RequestState = Schemas['requests.RequestState'];
export type Channel = Schemas['requests.Channel'];
export type Owing = Schemas['requests.Owing'];
export type Request = Whole<Schemas['requests.RequestView']>;
export type FileRequest = Schemas['requests.FileRequest'];
export type ChangeRequest = Schemas['requests.ChangeRequest'];
export type WaitCommand = Schemas['requests.WaitCommand'];
export type ReasonCommand = Schemas['requests.ReasonCommand'];
export type SplitCommand = Schemas['requests.SplitCommand'];
export type Attachment = Whole<Schemas['requests.Attachment']>;
export type TimelineItem = Whole<Schemas['requests.TimelineEntry']>;
export type Board = Whole<Schemas['requests.Board']>;

export type Candidate = Whole<Schemas['dispatch.CandidateView']>;
export type Decision = Whole<Schemas['dispatch.DecisionView']>;
export type WhyNot = Whole<Schemas['dispatch.WhyNot']>;
export type AssignCommand = Schemas['dispatch.AssignCommand'];
export type Offer = Whole<Schemas['dispatch.OfferView']>;

export type MyJob = Whole<Schemas['jobs.JobView']>;
export type Point = Schemas['jobs.Point'];
export type FinishCommand = Schemas['jobs.FinishCommand'];
export type ServiceSheet = Whole<Schemas['jobs.SheetView']>;

export type Client = Whole<Schemas['clients.ClientLine']>;
export type Site = Whole<Schemas['clients.Site']>;
export type FormField = Whole<Schemas['catalogue.FormField']>;
export type ServiceLine = Whole<Schemas['catalogue.ServiceLine']>;
export type Service = Whole<Schemas['catalogue.Service']>;
export type Part = Whole<Schemas['workers.Part']>;
export type Worker = Whole<Schemas['workers.WorkerLine']>;
export type WorkerFile = Whole<Schemas['workers.WorkerView']>;

export interface Page<Item> {
  items: Item[];
  next: string;
}

// What the live stream says about a change.
export interface Change {
  id: number;
  kind: string;
  subject: string;
  subject_id: number;
  programme_id: number | null;
}
