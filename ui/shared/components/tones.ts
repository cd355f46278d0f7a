// Which colour family says what.
import type { Criticality, RequestState } from '../types';

export type Tone = 'neutral' | 'accent' | 'info' | 'ok' | 'warn' | 'danger';

const ofState: Record<RequestState, Tone> = {
  refused: 'danger',
  accepted: 'info',
  waiting_for_dispatch: 'warn',
  offered: 'info',
  assigned: 'accent',
  travelling: 'accent',
  in_work: 'accent',
  waiting_for_client: 'warn',
  waiting_for_supplier: 'warn',
  done: 'ok',
  closed: 'neutral',
  cancelled: 'neutral',
  merged: 'neutral',
};
export const stateTone = (state: RequestState): Tone => ofState[state] ?? 'neutral';

const ofCriticality: Record<Criticality, Tone> = { low: 'neutral', normal: 'neutral', high: 'warn', critical: 'danger' };
export const criticalityTone = (criticality: Criticality): Tone => ofCriticality[criticality] ?? 'neutral';
