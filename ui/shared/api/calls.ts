// Every call the screens make, by name. Paths stand nowhere else.
import type {
  Account, AssignCommand, Attachment, Board, ChangeRequest, Client, Decision, FileRequest, FinishCommand, Login, MyJob, Offer, Page, Part, Programme,
  Request, Service, ServiceLine, ServiceSheet, Site, SplitCommand, TimelineItem, WaitCommand, WhyNot, Worker, WorkerFile,
} from '../types';
import type { Api } from './client';

export interface RequestQuery {
  state?: string;
  late?: boolean;
  client?: number | null;
  worker?: number;
  q?: string;
  after?: string;
  limit?: number;
}

interface Items<Item> {
  items: Item[];
}

const items = async <Item>(answer: Promise<Items<Item>>): Promise<Item[]> => (await answer).items;
const at = (code: string): string => `/requests/${encodeURIComponent(code)}`;

export type Calls = ReturnType<typeof callsOf>;

export function callsOf(api: Api) {
  return {
    logIn: async (login: string, password: string): Promise<Account> => (await api.post<Login>('/login', { login, password })).account,
    logOut: () => api.post<void>('/logout'),
    me: () => api.get<Account>('/me'),

    board: (query: { programme?: number | null }) => api.get<Board>('/board', { query }),
    programmes: () => items(api.get<Items<Programme>>('/programmes', { query: { limit: 200 } })),
    requests: (query: RequestQuery, signal?: AbortSignal) => api.get<Page<Request>>('/requests', signal ? { query: { ...query }, signal } : { query: { ...query } }),
    request: (code: string) => api.get<Request>(at(code)),
    timeline: (code: string) => items(api.get<Items<TimelineItem>>(`${at(code)}/timeline`)),
    sheets: (code: string) => items(api.get<Items<ServiceSheet>>(`${at(code)}/sheets`)),
    file: (command: FileRequest) => api.post<Request>('/requests', command),
    change: (code: string, command: ChangeRequest, version: number) => api.patch<Request>(at(code), command, version),
    cancel: (code: string, reason: string) => api.post<Request>(`${at(code)}/cancel`, { reason }),
    close: (code: string) => api.post<Request>(`${at(code)}/close`),
    reopen: (code: string, reason: string) => api.post<Request>(`${at(code)}/reopen`, { reason }),
    waitForClient: (code: string, command: WaitCommand) => api.post<Request>(`${at(code)}/wait-for-client`, command),
    waitForSupplier: (code: string, command: WaitCommand) => api.post<Request>(`${at(code)}/wait-for-supplier`, command),
    // To the question that was seen, not to another that was asked since.
    resume: (code: string, reason: string, version: number) => api.post<Request>(`${at(code)}/resume`, { reason }, version),
    // Served at the desk, without a worker.
    startAtDesk: (code: string) => api.post<Request>(`${at(code)}/start`),
    finishAtDesk: (code: string) => api.post<Request>(`${at(code)}/finish`),
    merge: (code: string, into: number) => api.post<Request>(`${at(code)}/merge`, { into }),
    unmerge: (code: string) => api.post<Request>(`${at(code)}/unmerge`),
    split: (code: string, command: SplitCommand) => api.post<Request>(`${at(code)}/split`, command),
    attachments: (code: string) => items(api.get<Items<Attachment>>(`${at(code)}/attachments`)),
    attach: (code: string, file: File) => api.upload<Attachment>(`${at(code)}/attachments`, file, { name: file.name }),
    // Where a browser fetches the bytes itself.
    attachmentAddress: (id: number | null): string => api.address(`/attachments/${id}`),

    decisions: (code: string) => items(api.get<Items<Decision>>(`${at(code)}/dispatch`)),
    whyNot: (code: string, worker: number) => api.get<WhyNot>(`${at(code)}/dispatch/why-not/${worker}`),
    assign: (code: string, command: AssignCommand) => api.post<unknown>(`${at(code)}/assign`, command),
    release: (code: string, reason: string) => api.post<unknown>(`${at(code)}/release`, { reason }),

    offers: () => items(api.get<Items<Offer>>('/my/offers')),
    accept: (offer: number) => api.post<unknown>(`/offers/${offer}/accept`),
    refuse: (offer: number, reason: string) => api.post<unknown>(`/offers/${offer}/refuse`, { reason }),
    jobs: () => items(api.get<Items<MyJob>>('/my/jobs')),
    setOut: (job: number) => api.post<unknown>(`/jobs/${job}/travel`),
    start: (job: number) => api.post<unknown>(`/jobs/${job}/start`),
    finish: (job: number, command: FinishCommand) => api.post<ServiceSheet>(`/jobs/${job}/finish`, command),
    giveBack: (job: number, reason: string) => api.post<unknown>(`/jobs/${job}/give-back`, { reason }),

    clients: (q: string) => items(api.get<Items<Client>>('/clients', { query: { q, active: true, limit: 12 } })),
    sites: (client: number) => items(api.get<Items<Site>>('/sites', { query: { client, limit: 200 } })),
    // All pages: the form shows the whole tree.
    services: async (programme: number | null): Promise<ServiceLine[]> => {
      const all: ServiceLine[] = [];
      for (let after = ''; ; ) {
        const page = await api.get<Page<ServiceLine>>('/services', { query: { programme, active: true, after, limit: 200 } });
        all.push(...page.items);
        if (!page.next || page.items.length === 0) return all;
        after = page.next;
      }
    },
    servicesLike: (q: string) => items(api.get<Items<ServiceLine>>('/services', { query: { q, active: true, limit: 20 } })),
    service: (id: number) => api.get<Service>(`/services/${id}`),
    workers: (name: string) => items(api.get<Items<Worker>>('/workers', { query: { name, limit: 12 } })),
    worker: (id: number) => api.get<WorkerFile>(`/workers/${id}`),
    parts: () => items(api.get<Items<Part>>('/parts', { query: { limit: 200 } })),
  };
}
