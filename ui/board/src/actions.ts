// What may be done with a request in its state, after the rules of src/work/requests/rules.cpp. The server has the last word.
import type { Request, RequestState } from '$shared/types';

export type ActionName =
  | 'answer' | 'confirm' | 'assign' | 'start' | 'finish' | 'resume' | 'close' | 'unmerge' | 'wait' | 'wait_supplier' | 'change' | 'reopen' | 'release' | 'split' | 'merge' | 'cancel';

const anyOf = (...states: RequestState[]): ReadonlySet<RequestState> => new Set(states);
const underWay: readonly RequestState[] = ['accepted', 'waiting_for_dispatch', 'offered', 'assigned', 'travelling', 'in_work'];
const held: readonly RequestState[] = ['waiting_for_client', 'waiting_for_supplier'];

// In the order in which they are shown: what leads on comes first.
const states: Record<Exclude<ActionName, 'answer' | 'confirm'>, ReadonlySet<RequestState>> = {
  assign: anyOf('waiting_for_dispatch', 'offered', 'assigned', 'travelling'),
  start: anyOf('accepted'),
  finish: anyOf('accepted', 'in_work'),
  resume: anyOf(...held),
  close: anyOf('done'),
  unmerge: anyOf('merged'),
  wait: anyOf(...underWay),
  wait_supplier: anyOf(...underWay),
  change: anyOf(...underWay, ...held),
  reopen: anyOf('done', 'closed', 'cancelled'),
  release: anyOf('assigned', 'travelling', 'in_work'),
  split: anyOf(...underWay, ...held, 'done'),
  merge: anyOf(...underWay, ...held),
  cancel: anyOf(...underWay, ...held),
};
const ofDispatcher: ReadonlySet<ActionName> = new Set(['assign', 'release']);

// Done at once, without a question.
export const plainActions = ['start', 'finish', 'close', 'confirm', 'unmerge'] as const;
export type PlainAction = (typeof plainActions)[number];
export const isPlain = (name: ActionName): name is PlainAction => (plainActions as readonly ActionName[]).includes(name);

// A worker ends what a worker has, with the service sheet; the desk ends only what it serves itself.
export function actionsOf(request: Pick<Request, 'state' | 'worker_id'>, may: { dispatch: boolean; handle: boolean }): ActionName[] {
  const fits = (name: keyof typeof states): boolean => states[name].has(request.state) && !(name === 'finish' && request.worker_id) && !(name === 'release' && !request.worker_id);
  return (Object.keys(states) as (keyof typeof states)[]).filter((name) => fits(name) && (ofDispatcher.has(name) ? may.dispatch : may.handle));
}

// What a client does with a request of its own (client_may() of the rules): it is cancelled until work begins.
export function actionsOfClient(request: Pick<Request, 'state' | 'resume_state'>): ActionName[] {
  const { state } = request;
  if (state === 'done') return ['confirm', 'reopen'];
  if (state === 'closed') return ['reopen'];
  const stage = held.includes(state) ? request.resume_state : state;
  const actions: ActionName[] = state === 'waiting_for_client' ? ['answer'] : [];
  if (underWay.includes(stage) && stage !== 'in_work') actions.push('cancel');
  return actions;
}
