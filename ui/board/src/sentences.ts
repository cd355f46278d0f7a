// The time line in plain sentences.
import { moment } from '$shared/format';
import type { Key } from '$shared/i18n/en';
import { en } from '$shared/i18n/en';
import { language, t, tWord } from '$shared/i18n/index.svelte';
import type { TimelineItem } from '$shared/types';

// What the events of requests carry (requests::Changed); other events carry something else, so nothing is taken for granted.
export interface ChangedData {
  owes?: string;
  step?: string;
  owed_by?: string | null;
  worker_id?: number | null;
  reason?: string;
  changes?: { field: string; before: string; after: string }[]; // of request.amended
}

export function dataOf(item: TimelineItem): ChangedData {
  const data: unknown = typeof item.data === 'string' ? safeJson(item.data) : item.data;
  return data !== null && typeof data === 'object' ? (data as ChangedData) : {};
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export interface Sentence {
  text: string;
  reason: string;
  next: string; // who owes the next step from here on; "" when nobody
}

export function sentenceOf(item: TimelineItem, nameOfWorker: (id: number) => string, now_ms: number): Sentence {
  const data = dataOf(item);
  const worker = (data.worker_id ? nameOfWorker(data.worker_id) : '') || t('timeline.a_worker');
  const reason = data.reason ?? '';
  // "request.late" tells in its reason which deadline it was; then there is a sentence for it.
  const exact = `event.${item.kind}.${reason}`;
  const key = exact in en ? exact : `event.${item.kind}`;
  const sentence = key in en ? t(key as Key, { worker }) : `${item.kind.replaceAll('_', ' ').replaceAll('.', ': ')}.`;
  const text = [sentence, ...(data.changes ?? []).map((change) => changeOf(change, now_ms))].join(' ');
  return { text: text.charAt(0).toUpperCase() + text.slice(1), reason: key === exact ? '' : reason, next: nextOf(data, now_ms) };
}

const labels: Record<string, string> = { reach_due: 'reach', solve_due: 'solve', fault_kind: 'fault' };

// "Criticality: Normal → Critical."
function changeOf(change: { field: string; before: string; after: string }, now_ms: number): string {
  const shown = (value: string): string => {
    if (!value) return '–';
    if (change.field === 'criticality') return tWord('criticality', value);
    return change.field.endsWith('_due') ? moment(value, now_ms, language.code) : value;
  };
  return `${tWord('request', labels[change.field] ?? change.field)}: ${shown(change.before)} → ${shown(change.after)}.`;
}

function nextOf(data: ChangedData, now_ms: number): string {
  if (!data.owes || data.owes === 'nobody' || !data.step) return '';
  const words = { who: tWord('owing', data.owes).toLocaleLowerCase(), step: tWord('step', data.step) };
  return data.owed_by ? t('timeline.owes', { ...words, time: moment(data.owed_by, now_ms, language.code) }) : t('timeline.owes_open', words);
}
