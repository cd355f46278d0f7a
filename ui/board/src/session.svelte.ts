// Who is logged in, the calls of the server, and the live stream that goes with the session.
import { Api } from '$shared/api/client';
import { callsOf } from '$shared/api/calls';
import { asProblem, type Problem } from '$shared/api/problem';
import { LiveStream, type StreamState } from '$shared/api/stream';
import { clock } from '$shared/clock.svelte';
import { language } from '$shared/i18n/index.svelte';
import type { Account, Change } from '$shared/types';

export type Phase = 'starting' | 'out' | 'in' | 'failed';

let phase = $state<Phase>('starting');
let account = $state.raw<Account | null>(null);
let problem = $state.raw<Problem | null>(null);
let streamState = $state<StreamState>('connecting');
let stream: LiveStream | null = null;

// A change of something, or null: anything may have changed.
type Listener = (change: Change | null) => void;
const listeners = new Set<Listener>();
const tell = (change: Change | null): void => listeners.forEach((listener) => listener(change));

const api = new Api({ onUnauthenticated: leave, onServerTime: (time_ms) => clock.setServerTime(time_ms) });
export const calls = callsOf(api);

function enter(who: Account): void {
  account = who;
  language.ofAccount(who.language);
  phase = 'in';
  stream?.close();
  stream = new LiveStream({ onChange: tell, onResync: () => tell(null), onState: (state) => { streamState = state; } });
}

function leave(): void {
  stream?.close();
  stream = null;
  account = null;
  phase = 'out';
}

export const session = {
  get phase(): Phase {
    return phase;
  },
  get account(): Account | null {
    return account;
  },
  get problem(): Problem | null {
    return problem;
  },
  get streamState(): StreamState {
    return streamState;
  },
  get mayDispatch(): boolean {
    return account?.role === 'dispatcher' || account?.role === 'manager' || account?.role === 'administrator';
  },
  // Change, wait, close, cancel, reopen.
  get mayHandle(): boolean {
    return this.mayDispatch || account?.role === 'operator';
  },
  get mayFile(): boolean {
    return this.mayHandle || account?.role === 'client';
  },
  get seesBoard(): boolean {
    return this.mayHandle;
  },
  // A client, with requests of its own.
  get asks(): boolean {
    return account?.role === 'client';
  },
  get works(): boolean {
    return account?.role === 'worker';
  },

  // At start: is there a session from before? Whoever was never logged in is not asked, so that nothing fails.
  async start(): Promise<void> {
    phase = 'starting';
    if (!api.csrfToken) return leave();
    try {
      enter(await calls.me());
    } catch (error) {
      problem = asProblem(error);
      if (problem.status === 401) leave();
      else phase = 'failed';
    }
  },
  async logIn(login: string, password: string): Promise<void> {
    enter(await calls.logIn(login, password));
  },
  async logOut(): Promise<void> {
    try {
      await calls.logOut();
    } finally {
      leave();
    }
  },
  // Calls `listener` on every change until the returned function is called; for $effect.
  onChange(listener: Listener): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
