// Short notices at the edge of the screen. Good news leave by themselves, troubles stay until they are dismissed.
import { asProblem } from './api/problem';

export interface Toast {
  id: number;
  tone: 'ok' | 'danger';
  text: string;
}

const stay_ms = 5000;
let next = 1;
let list = $state<Toast[]>([]);

function show(tone: Toast['tone'], text: string): void {
  const toast: Toast = { id: next++, tone, text };
  list = [...list.filter((old) => old.text !== text), toast].slice(-4);
  if (tone === 'ok') setTimeout(() => toasts.dismiss(toast.id), stay_ms);
}

export const toasts = {
  get list(): readonly Toast[] {
    return list;
  },
  ok: (text: string): void => show('ok', text),
  problem: (error: unknown): void => {
    const problem = asProblem(error);
    if (problem.status !== 401) show('danger', problem.text); // 401 leads to the log-in, which speaks for itself
  },
  dismiss(id: number): void {
    list = list.filter((toast) => toast.id !== id);
  },
};
