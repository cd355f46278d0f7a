// What may be done with a request in its state, after the rules of src/requests/rules.cpp. The server has the last word.
import type { RequestState } from '$shared/types';

export type ActionName = 'assign' | 'release' | 'wait' | 'resume' | 'close' | 'reopen' | 'change' | 'cancel';

const anyOf = (...states: RequestState[]): ReadonlySet<RequestState> => new Set(states);

const states: Record<ActionName, ReadonlySet<RequestState>> = {
  assign: anyOf('waiting_for_dispatch', 'offered', 'assigned', 'travelling'),
  release: anyOf('assigned', 'travelling', 'in_work'),
  wait: anyOf('accepted', 'waiting_for_dispatch', 'offered', 'assigned', 'travelling', 'in_work'),
  resume: anyOf('waiting_for_client', 'waiting_for_supplier'),
  close: anyOf('done'),
  reopen: anyOf('done', 'closed', 'cancelled'),
  change: anyOf('accepted', 'waiting_for_dispatch', 'offered', 'assigned', 'travelling', 'in_work', 'waiting_for_client', 'waiting_for_supplier'),
  cancel: anyOf('accepted', 'waiting_for_dispatch', 'offered', 'assigned', 'travelling', 'in_work', 'waiting_for_client', 'waiting_for_supplier'),
};
const ofDispatcher: ReadonlySet<ActionName> = new Set(['assign', 'release']);

export function actionsOf(state: RequestState, may: { dispatch: boolean; handle: boolean }): ActionName[] {
  return (Object.keys(states) as ActionName[]).filter((name) => states[name].has(state) && (ofDispatcher.has(name) ? may.dispatch : may.handle));
}
