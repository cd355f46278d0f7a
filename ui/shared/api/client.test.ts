import { beforeEach, describe, expect, test } from 'vitest';
import { Api, queryText, versionOf } from './client';
import { Problem } from './problem';

interface Sent {
  url: string;
  init: RequestInit;
}

// A server that answers with what it is given, in turn.
function answering(...answers: (Response | Error)[]): { api: Api; sent: Sent[]; left: number } {
  const sent: Sent[] = [];
  const state = { left: 0 };
  const api = new Api({
    retryWait_ms: 0,
    onUnauthenticated: () => { state.left++; },
    fetch: async (url, init) => {
      sent.push({ url: String(url), init: init ?? {} });
      const answer = answers[sent.length - 1];
      if (!answer) throw new Error('one call too many');
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  return { api, sent, get left() { return state.left; } };
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response => new Response(JSON.stringify(body), { status, headers });
const header = (sent: Sent | undefined, name: string): string | undefined => (sent?.init.headers as Record<string, string> | undefined)?.[name];

beforeEach(() => {
  document.cookie = 'other=1';
  document.cookie = 'bellman_csrf=secret';
});

describe('calls', () => {
  test('an upload sends the bytes as they are', async () => {
    const { api, sent } = answering(json({ id: 3 }, 201));
    const file = new Blob(['picture']);
    await api.upload('/requests/ABC/attachments', file, { name: 'tap & pipe.png' });
    expect(sent[0]?.url).toBe('/api/v1/requests/ABC/attachments?name=tap+%26+pipe.png');
    expect(sent[0]?.init.body).toBe(file);
    expect(header(sent[0], 'Content-Type')).toBe('application/octet-stream');
    expect(header(sent[0], 'X-CSRF-Token')).toBe('secret');
    expect(header(sent[0], 'Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/);
  });
  test('a POST carries the CSRF token, a key and the body', async () => {
    const { api, sent } = answering(json({ id: 1 }, 201));
    await api.post('/requests', { title: 'Tap' });
    expect(sent[0]?.url).toBe('/api/v1/requests');
    expect(header(sent[0], 'X-CSRF-Token')).toBe('secret');
    expect(header(sent[0], 'Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/);
    expect(sent[0]?.init.body).toBe('{"title":"Tap"}');
  });

  test('a POST whose answer was lost is repeated with the same key', async () => {
    const { api, sent } = answering(new TypeError('network'), json({ id: 1 }, 201));
    await api.post('/requests', {});
    expect(sent).toHaveLength(2);
    expect(header(sent[0], 'Idempotency-Key')).toBe(header(sent[1], 'Idempotency-Key'));
  });

  test('two POSTs have two keys', async () => {
    const { api, sent } = answering(json({}), json({}));
    await api.post('/a');
    await api.post('/a');
    expect(header(sent[0], 'Idempotency-Key')).not.toBe(header(sent[1], 'Idempotency-Key'));
  });

  test('a GET carries neither', async () => {
    const { api, sent } = answering(json({}));
    await api.get('/board', { query: { programme: 3, q: '' } });
    expect(sent[0]?.url).toBe('/api/v1/board?programme=3');
    expect(header(sent[0], 'X-CSRF-Token')).toBeUndefined();
    expect(header(sent[0], 'Idempotency-Key')).toBeUndefined();
  });

  test('without a session there is no token to send', async () => {
    document.cookie = 'bellman_csrf=; max-age=0';
    const { api, sent } = answering(json({}));
    await api.post('/login', {});
    expect(header(sent[0], 'X-CSRF-Token')).toBeUndefined();
  });

  test('a PATCH names the version that was seen and is never repeated', async () => {
    const { api, sent } = answering(new TypeError('network'));
    await expect(api.patch('/requests/A', {}, 7)).rejects.toMatchObject({ code: 'client.no_answer' });
    expect(header(sent[0], 'If-Match')).toBe('"v7"');
    expect(sent).toHaveLength(1);
  });

  test('no answer at all is a problem with a cure', async () => {
    const { api } = answering(new TypeError('network'), new TypeError('network'));
    await expect(api.get('/board')).rejects.toMatchObject({ status: 0, cure: 'Check the connection and try again.' });
  });

  test('an empty answer is undefined', async () => {
    const { api } = answering(new Response(null, { status: 204 }));
    expect(await api.post('/logout')).toBeUndefined();
  });
});

describe('problems', () => {
  test('problem+json becomes a Problem with field and cure', async () => {
    const { api } = answering(json({ code: 'field.range', detail: '99 is too high.', field: 'fields.floor', cure: 'Write a number up to 60.' }, 422));
    const problem = await api.post('/requests', {}).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ status: 422, code: 'field.range', field: 'fields.floor', text: '99 is too high. Write a number up to 60.' });
  });

  test('an answer of somebody else still tells its status', async () => {
    const { api } = answering(new Response('<h1>Bad gateway</h1>', { status: 502 }));
    await expect(api.get('/board')).rejects.toMatchObject({ status: 502, code: 'http.502' });
  });

  test('401 leads to the log-in', async () => {
    const server = answering(json({ code: 'session.none', detail: 'Nobody is logged in.' }, 401));
    await expect(server.api.get('/me')).rejects.toMatchObject({ status: 401 });
    expect(server.left).toBe(1);
  });
});

test.each([['"v7"', 7], ['W/"v12"', 12], ['"abc"', null], [null, null]])('the version of %s is %s', (etag, version) => expect(versionOf(etag)).toBe(version));
test('empty parameters are left out', () => expect(queryText({ a: '', b: null, c: undefined, d: false, e: 'x y' })).toBe('?d=false&e=x+y'));
