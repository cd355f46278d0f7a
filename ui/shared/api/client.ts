// Calls of the server: cookie session, CSRF token, Idempotency-Key, ETag, problem+json.
import { Problem, problemOf } from './problem';

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface CallOptions {
  query?: Query;
  body?: unknown;
  bytes?: Blob; // the body of an upload, instead of `body`
  version?: number; // the version that was seen: becomes If-Match
  signal?: AbortSignal;
}

export interface Answer<T> {
  data: T;
  version: number | null; // of the ETag
}

export interface ApiSettings {
  base?: string;
  fetch?: typeof fetch;
  retryWait_ms?: number;
  // The session is over or never was: the screen leads to the log-in.
  onUnauthenticated?: () => void;
  // Difference of the server's clock to ours.
  onServerTime?: (serverTime_ms: number) => void;
}

// The server sets it beside the session's cookie, which no script can read.
const csrfCookie = 'bellman_csrf';

// Good enough to be unique; crypto.randomUUID is missing on plain http.
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function versionOf(etag: string | null): number | null {
  const found = /^(?:W\/)?"v(\d+)"$/.exec(etag ?? '');
  return found ? Number(found[1]) : null;
}

export function queryText(query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const text = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString();
  return text ? `?${text}` : '';
}

const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));

export class Api {
  private readonly settings: Required<Omit<ApiSettings, 'onUnauthenticated' | 'onServerTime'>> & ApiSettings;

  constructor(settings: ApiSettings = {}) {
    this.settings = { base: '/api/v1', fetch: (input, init) => fetch(input, init), retryWait_ms: 800, ...settings };
  }

  // "" when nobody is logged in in this browser.
  get csrfToken(): string {
    const found = document.cookie.split('; ').find((pair) => pair.startsWith(`${csrfCookie}=`));
    return found ? decodeURIComponent(found.slice(csrfCookie.length + 1)) : '';
  }

  address(path: string): string {
    return this.settings.base + path;
  }

  get<T>(path: string, options: Omit<CallOptions, 'body' | 'bytes' | 'version'> = {}): Promise<T> {
    return this.call<T>('GET', path, options).then((answer) => answer.data);
  }

  // One Idempotency-Key for all tries: an answer that was lost on the way is asked for again, and nothing happens twice.
  // With `version` it is refused (412) when what was seen has changed.
  post<T>(path: string, body?: unknown, version?: number): Promise<T> {
    return this.call<T>('POST', path, version === undefined ? { body } : { body, version }).then((answer) => answer.data);
  }

  // The bytes of a file as they are.
  upload<T>(path: string, bytes: Blob, query: Query = {}): Promise<T> {
    return this.call<T>('POST', path, { bytes, query }).then((answer) => answer.data);
  }

  patch<T>(path: string, body: unknown, version: number): Promise<T> {
    return this.call<T>('PATCH', path, { body, version }).then((answer) => answer.data);
  }

  async call<T>(method: string, path: string, options: CallOptions = {}): Promise<Answer<T>> {
    const url = this.settings.base + path + queryText(options.query);
    const init: RequestInit = { method, headers: this.headers(method, options), credentials: 'same-origin' };
    if (options.body !== undefined) init.body = JSON.stringify(options.body);
    if (options.bytes) init.body = options.bytes;
    if (options.signal) init.signal = options.signal;
    const mayRepeat = method === 'GET' || method === 'POST';
    const response = await this.send(url, init, mayRepeat ? 2 : 1);
    const date = Date.parse(response.headers.get('Date') ?? '');
    if (!Number.isNaN(date)) this.settings.onServerTime?.(date);
    if (!response.ok) {
      if (response.status === 401) this.settings.onUnauthenticated?.();
      throw await problemOf(response);
    }
    const text = await response.text();
    return { data: (text ? JSON.parse(text) : undefined) as T, version: versionOf(response.headers.get('ETag')) };
  }

  private headers(method: string, options: CallOptions): Record<string, string> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (options.body !== undefined) headers['Content-Type'] = 'application/json';
    if (options.bytes) headers['Content-Type'] = 'application/octet-stream';
    if (method !== 'GET' && this.csrfToken) headers['X-CSRF-Token'] = this.csrfToken;
    if (method === 'POST') headers['Idempotency-Key'] = newKey();
    if (options.version !== undefined) headers['If-Match'] = `"v${options.version}"`;
    return headers;
  }

  private async send(url: string, init: RequestInit, tries: number): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const last = attempt >= tries;
      try {
        const response = await this.settings.fetch(url, init);
        if (response.status !== 503 || last) return response;
      } catch (error) {
        if (init.signal?.aborted) throw error;
        if (last) {
          throw new Problem({
            status: 0,
            code: 'client.no_answer',
            detail: 'The server does not answer.',
            cure: 'Check the connection and try again.',
          });
        }
      }
      await pause(this.settings.retryWait_ms);
    }
  }
}
