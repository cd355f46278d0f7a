import { describe, expect, test } from 'vitest';
import type { Board, Client, Request, Service, ServiceLine, TimelineItem } from '$shared/types';
import { actionsOf, actionsOfClient } from './actions';
import { barOf, largest } from './bars';
import { looksLikeCode } from './code';
import { cardsOf, columns, countOf } from './columns';
import { commandOf, emptyDraft, missingIn } from './filing';
import { routeOf } from './router.svelte';
import { sentenceOf } from './sentences';
import { areasOf, rowsOf } from './serviceTree';

const service = (id: number, parent_id: number | null, area: string, more: Partial<Service> = {}): Service => ({
  id, parent_id, programmes: [], key: `s${id}`, name: { en: `S${id}` }, area, kind: 'visit', fields: [], fault_kinds: [], criticality: 'normal', duration_minutes: 60, active: true, ...more,
} as Service);

describe('addresses', () => {
  test.each([
    ['/', { name: 'board', code: null }], ['', { name: 'board', code: null }], ['/requests/ABC-123', { name: 'board', code: 'ABC-123' }],
    ['/new', { name: 'new' }], ['/work', { name: 'work' }], ['/new/more', { name: 'unknown' }], ['/requests', { name: 'unknown' }],
  ])('%s', (path, route) => expect(routeOf(path)).toEqual(route));
});

describe('columns', () => {
  const card = (id: number): Request => ({ id }) as Request;
  const board: Board = {
    counts: { waiting: 3, offered: 1, in_progress: 1000, late: 4, done: 0, desk: 2, held: 1, most: 1000 },
    waiting: [card(1)], offered: [card(2)], in_progress: [], late: [], done: [], desk: [card(3)], held: [card(4)],
  };
  test('count all of their lists', () => expect(columns.map((column) => countOf(column, board).text)).toEqual(['6', '1', '1000+', '4', '0']));
  test('what waits for the desk or the client waits too', () => expect(cardsOf(columns[0]!, { ...board, counts: { ...board.counts, waiting: 1, desk: 1 } }).map((one) => one.id)).toEqual([1, 3, 4]));
  const due = (id: number, state: Request['state'], hour: number | null, owed = 23): Request => {
    const at = (one: number | null): string | null => (one === null ? null : `2026-03-01T${String(one).padStart(2, '0')}:00:00Z`);
    return { id, state, reach_due: state === 'accepted' ? null : at(hour), solve_due: at(hour), owed_by: at(owed) } as Request;
  };
  const lists = {
    waiting: [due(5, 'waiting_for_dispatch', 9), due(2, 'waiting_for_dispatch', 12)],
    desk: [due(9, 'accepted', 9), due(1, 'accepted', 11), due(7, 'accepted', null)],
    held: [due(3, 'waiting_for_client', 1, 10), due(4, 'waiting_for_supplier', 1, 14)],
  };
  const ids = (counts: Partial<Board['counts']>): number[] => cardsOf(columns[0]!, { ...board, ...lists, counts: { ...board.counts, waiting: 2, desk: 3, held: 2, ...counts } }).map((one) => one.id);
  test('the most urgent of several lists comes first', () => expect(ids({})).toEqual([5, 9, 3, 1, 2, 4, 7]));
  test('nothing stands behind a list that goes on', () => expect(ids({ waiting: 40 })).toEqual([5, 9, 3, 1, 2]));
  test('the server has put one list in order', () => expect(cardsOf(columns[3]!, { ...board, late: [due(8, 'assigned', 9), due(6, 'assigned', 3)] }).map((one) => one.id)).toEqual([8, 6]));
});

describe('codes', () => {
  test.each(['K7Q-4ZD-P', 'k7q 4zd p', 'K7Q4ZDP', 'ABC-DEF-G', 'K7Q-4ZD-PAA'])('%s may be one', (text) => expect(looksLikeCode(text)).toBe(true));
  test.each(['service', 'kitchen', 'boiler', 'K7Q-4ZD', 'floor 3', '12 Harbour Street', ''])('%s is a word to search for', (text) => expect(looksLikeCode(text)).toBe(false));
});

describe('actions', () => {
  const all = { dispatch: true, handle: true };
  const of = (state: Request['state'], worker_id: number | null = null): Pick<Request, 'state' | 'worker_id'> => ({ state, worker_id }) as Pick<Request, 'state' | 'worker_id'>;
  test('of a waiting request', () => expect(actionsOf(of('waiting_for_dispatch'), all)).toEqual(['assign', 'wait', 'wait_supplier', 'change', 'split', 'merge', 'cancel']));
  test('of one that waits for its client', () => expect(actionsOf(of('waiting_for_client'), all)).toEqual(['resume', 'change', 'split', 'merge', 'cancel']));
  test('of one that is done', () => expect(actionsOf(of('done'), all)).toEqual(['close', 'reopen', 'split']));
  test('the desk begins and ends what it serves itself', () => {
    expect(actionsOf(of('accepted'), all).slice(0, 2)).toEqual(['start', 'finish']);
    expect(actionsOf(of('in_work'), all)[0]).toBe('finish');
  });
  test('what a worker has is ended by the worker', () => expect(actionsOf(of('in_work', 7), all)).not.toContain('finish'));
  test('a merged one can only be taken out again', () => expect(actionsOf(of('merged'), all)).toEqual(['unmerge']));
  test('an operator does not assign', () => expect(actionsOf(of('assigned', 7), { dispatch: false, handle: true })).toEqual(['wait', 'wait_supplier', 'change', 'split', 'merge', 'cancel']));
  test('whoever may do nothing sees no button', () => expect(actionsOf(of('assigned', 7), { dispatch: false, handle: false })).toEqual([]));
});

describe('what a client may do', () => {
  const of = (state: Request['state'], resume_state: Request['state'] = 'accepted'): string[] => actionsOfClient({ state, resume_state });
  test.each<Request['state']>(['accepted', 'waiting_for_dispatch', 'offered', 'assigned', 'travelling', 'waiting_for_supplier'])('cancel while it is %s', (state) => expect(of(state)).toEqual(['cancel']));
  test('answer when asked', () => expect(of('waiting_for_client')).toEqual(['answer', 'cancel']));
  test('not cancel once work has begun', () => {
    expect(of('in_work')).toEqual([]);
    expect(of('waiting_for_client', 'in_work')).toEqual(['answer']);
    expect(of('waiting_for_supplier', 'in_work')).toEqual([]);
  });
  test('confirm or reopen what is done', () => expect(of('done')).toEqual(['confirm', 'reopen']));
  test('reopen what is closed', () => expect(of('closed')).toEqual(['reopen']));
  test.each<Request['state']>(['refused', 'cancelled', 'merged'])('nothing with what is %s', (state) => expect(of(state)).toEqual([]));
});

describe('bars', () => {
  const workers = [{ terms: [{ term: 'travel', minutes: 30 }, { term: 'wish', minutes: -10 }] }];
  test('share one scale and one zero', () => {
    const scale = largest(workers);
    expect(scale).toEqual({ span: 40, zero: 25 });
    expect(barOf(30, scale)).toEqual({ left: 25, width: 75 });
    expect(barOf(-10, scale)).toEqual({ left: 0, width: 25 });
  });
  test('nothing to show is no division by nothing', () => expect(barOf(0, largest([]))).toEqual({ left: 0, width: 0 }));
});

describe('the tree of services', () => {
  const line = (id: number, parent_id: number | null, area: string, active = true): ServiceLine => ({ id, parent_id, area, active, key: `s${id}`, name: `S${id}`, version: 1, kind: 'visit', policy: 'allowed', dispatch_mode: 'automatic' });
  const services = [line(1, null, 'field'), line(2, 1, 'field'), line(3, null, 'travel'), line(4, 2, 'field'), line(5, 1, 'field', false), line(6, 99, 'field')];
  test('areas in the order of the catalogue', () => expect(areasOf(services)).toEqual(['field', 'travel']));
  test('children stand below their parents, which are headings', () =>
    expect(rowsOf(services, 'field').map((row) => [row.service.id, row.depth, row.heading])).toEqual([[1, 0, true], [2, 1, true], [4, 2, false], [6, 0, false]]));
});

describe('filing', () => {
  const field = { key: 'floor', label: {}, type: 'number', required: true, minimum: null, maximum: null, max_length: 10, choices: [] } as Service['fields'][number];
  const filled = { ...emptyDraft(), client: { id: 5 } as Client, service: service(2, null, 'field', { fields: [field] }), title: ' Tap ', fields: { floor: ' 3 ', stale: 'of another service' } };

  test('an empty form misses client, service and title', () => expect(Object.keys(missingIn(emptyDraft(), false))).toEqual(['client_id', 'service_id', 'title']));
  test('a client files for itself', () => expect(Object.keys(missingIn(emptyDraft(), true))).toEqual(['service_id', 'title']));
  test('a required field of the service', () => expect(missingIn({ ...filled, fields: {} }, false)).toHaveProperty(['fields.floor']));
  test('half a place', () => expect(missingIn({ ...filled, lat: '54.1' }, false)).toHaveProperty(['place.lon']));
  test('a place that is no number', () => expect(missingIn({ ...filled, lat: 'north', lon: '25' }, false)).toHaveProperty(['place.lat']));
  test('the command is trimmed and has only what was asked for', () =>
    expect(commandOf({ ...filled, lat: '54,5', lon: '25' }, false)).toEqual({ client_id: 5, service_id: 2, title: 'Tap', channel: 'phone', fields: { floor: '3' }, place: { lat: 54.5, lon: 25 } }));
  test('a site goes before a place', () => {
    const command = commandOf({ ...filled, site_id: 8, lat: '1', lon: '2', address: 'x' }, false);
    expect(command.site_id).toBe(8);
    expect(command).not.toHaveProperty('place');
    expect(command).not.toHaveProperty('address');
  });
});

describe('the time line', () => {
  const item = (kind: string, data: unknown): TimelineItem => ({ id: 1, at: '2026-03-01T09:00:00Z', kind, actor_kind: 'system', actor_name: '', data }) as TimelineItem;
  const name = (id: number): string => (id === 7 ? 'Ivan' : '');
  const now_ms = Date.parse('2026-03-01T09:00:00Z');
  test('names the worker', () => expect(sentenceOf(item('request.offered', { worker_id: 7 }), name, now_ms).text).toBe('Offered to Ivan.'));
  test('an unknown worker is a worker', () => expect(sentenceOf(item('request.assigned', { worker_id: 8 }), name, now_ms).text).toBe('A worker has the job.'));
  test('an event newer than the texts is told in its own words', () => expect(sentenceOf(item('request.sent_to_moon', null), name, now_ms).text).toBe('Request: sent to moon.'));
  test('a missed deadline says which', () => expect(sentenceOf(item('request.late', { reason: 'reach' }), name, now_ms)).toMatchObject({ text: 'The deadline to be there was missed.', reason: '' }));
  test('says who owes the next step', () => expect(sentenceOf(item('request.filed', '{"owes":"system","step":"find_worker"}'), name, now_ms).next).toBe('Next: system to find a worker.'));
});
