// What the end-to-end tests stand on: the server with its made-up world, Debian's Chromium, log-in, axe and pictures.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { en, type Key } from '../shared/i18n/en';
import { ru } from '../shared/i18n/ru';

export const binary = process.env.BELLMAN_BINARY ?? '';
const browserPath = process.env.BELLMAN_CHROMIUM ?? '/usr/bin/chromium';

// Why the tests cannot run here; "" when they can.
export function whyNot(): string {
  if (!binary) return 'skipped: BELLMAN_BINARY is not set';
  if (!existsSync(binary)) return `skipped: BELLMAN_BINARY names ${binary}, which is not there`;
  if (!existsSync(browserPath)) return `skipped: there is no browser at ${browserPath}`;
  return '';
}

export interface DemoAccount {
  login: string;
  password: string;
  role: string;
}

export interface Server {
  address: string;
  accounts: DemoAccount[];
  account: (role: string) => DemoAccount;
  stop: () => Promise<void>;
}

const listening = /^Bellman listens on (http:\/\/\S+)/;
const start_ms = 60_000;

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the server did not say where it listens')), start_ms);
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => { errors += chunk.toString(); });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it listened: ${errors.slice(-2000)}`)));
    if (!child.stdout) return reject(new Error('no standard output'));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = listening.exec(line);
      if (!found?.[1]) return;
      clearTimeout(timer);
      resolve(found[1]);
    });
  });
}

// `bellman demo` on a port of its own choice, with its data in a temporary folder.
export async function startServer(program = binary): Promise<Server> {
  const data = mkdtempSync(join(tmpdir(), 'bellman-e2e-'));
  const child = spawn(program, ['demo', '--data', data, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const address = (await firstLine(child)).replace(/\/$/, '');
  const accounts = JSON.parse(readFileSync(join(data, 'accounts.json'), 'utf8')) as DemoAccount[];
  return {
    address,
    accounts,
    account(role) {
      const found = accounts.find((one) => one.role === role);
      if (!found) throw new Error(`accounts.json has no ${role}`);
      return found;
    },
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await ended;
      }
      rmSync(data, { recursive: true, force: true });
    },
  };
}

export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

export interface Visit {
  page: Page;
  context: BrowserContext;
  noise: string[]; // what the page printed to its console, or threw
}

export type Language = 'en' | 'ru';

export interface VisitOptions {
  dark?: boolean;
  phone?: boolean;
  language?: Language; // chosen by hand in this browser
}

// The texts that a person reads on the screen.
export const words = (language: Language = 'en') => (key: Key): string => (language === 'ru' ? ru : en)[key];

// A browser of its own: its cookies are not shared with other visits.
export async function visit(browser: Browser, options: VisitOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    viewport: options.phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    colorScheme: options.dark ? 'dark' : 'light',
    hasTouch: options.phone ?? false,
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  const { language } = options;
  if (language) await context.addInitScript((code) => localStorage.setItem('bellman.language', code), language);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const noise: string[] = [];
  page.on('console', (message) => noise.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => noise.push(`thrown: ${error.message}`));
  return { page, context, noise };
}

export async function logIn(page: Page, server: Server, account: DemoAccount): Promise<void> {
  await page.goto(`${server.address}/app/board/`);
  await page.locator('input[autocomplete="username"]').fill(account.login);
  await page.locator('input[type="password"]').fill(account.password);
  await page.locator('button[type="submit"]').click();
  await page.locator('header .stream.live').waitFor({ state: 'attached' });
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// No violation of WCAG 2.2 A and AA. The script is evaluated, not inserted, so that the content security policy stays on.
// `within` is the part that is looked at, as what lies behind it was seen before.
export async function expectAccessible(page: Page, where: string, within = 'html'): Promise<void> {
  // A control that the sticky header half covers would count as too small.
  await page.evaluate(() => scrollTo(0, 0));
  await page.evaluate(axeSource);
  const result = await page.evaluate(async (part) => {
    const { axe } = window as unknown as { axe: { run: (context: unknown, options: unknown) => Promise<AxeResults> } };
    // Of a long list of cards the first few stand for the rest.
    return axe.run({ include: [[part]], exclude: [['[data-code]:nth-of-type(n+5)']] }, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
  }, within);
  const found = result.violations.map((one) => `${one.id}: ${one.help} at ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
  expect(found, `${where} is not accessible`).toEqual([]);
}

const pictures = fileURLToPath(new URL('./out/', import.meta.url));
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

// Looks until `probe` gives something, or fails with `what`.
export async function eventually<T>(what: string, probe: () => Promise<T | null | undefined>, timeout_ms = 30_000): Promise<T> {
  const end = Date.now() + timeout_ms;
  for (;;) {
    const found = await probe();
    if (found !== null && found !== undefined) return found;
    if (Date.now() > end) throw new Error(`${what} did not happen within ${timeout_ms / 1000} s`);
    await new Promise((resume) => setTimeout(resume, 250));
  }
}

export interface Caller {
  get: <T>(path: string) => Promise<T>;
  post: <T>(path: string, body?: unknown) => Promise<T>;
}

// Calls past the screens, in a session of the account's own: for what a test needs but does not look at.
export async function callerOf(server: Server, account: DemoAccount): Promise<Caller> {
  const api = `${server.address}/api/v1`;
  let key = 0;
  const headers: Record<string, string> = { 'Content-Type': 'application/json' };
  const call = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const more: Record<string, string> = method === 'POST' ? { 'Idempotency-Key': `e2e-${account.login}-${process.hrtime.bigint()}-${key++}` } : {};
    const answer = await fetch(api + path, { method, headers: { ...headers, ...more }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${method} ${path} of ${account.login}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const login = await call('POST', '/login', { login: account.login, password: account.password });
  // Several cookies stand in one line, parted by commas; dates have commas too. (Debian's Node 18 has no getSetCookie.)
  headers.Cookie = (login.headers.get('set-cookie') ?? '').split(/, (?=[^ ;,]+=)/).map((line) => line.split(';')[0]).join('; ');
  headers['X-CSRF-Token'] = ((await login.json()) as { csrf_token: string }).csrf_token;
  const read = async <T>(answer: Promise<Response>): Promise<T> => {
    const text = await (await answer).text();
    return (text ? JSON.parse(text) : undefined) as T;
  };
  return { get: (path) => read(call('GET', path)), post: (path, body) => read(call('POST', path, body)) };
}

// An account of a worker who alone is being asked, with time enough left for a test: who is asked beside others may be too late.
export async function askedWorker(server: Server): Promise<{ account: DemoAccount; code: string }> {
  const workers = await Promise.all(server.accounts.filter((one) => one.role === 'worker').map(async (account) => ({ account, caller: await callerOf(server, account) })));
  const dispatcher = await callerOf(server, server.account('dispatcher'));
  return eventually('an offer to a worker with an account', async () => {
    for (const { account, caller } of workers) {
      const { items } = await caller.get<{ items: { code: string; answer_by: string }[] }>('/my/offers');
      for (const { code } of items.filter((one) => Date.parse(one.answer_by) > Date.now() + 60_000)) {
        const asked = await dispatcher.get<{ offers: { state: string }[] }>(`/requests/${code}/dispatch`);
        if (asked.offers.filter((one) => one.state === 'open').length === 1) return { account, code };
      }
    }
    return null;
  }, 90_000);
}

export interface ServiceName {
  area: string; // key of the area
  name: string;
}

// Fills the first client (unless a client files for itself), the service (else the first one shown) and everything that its form requires.
export async function fillRequest(page: Page, title: string, language: Language = 'en', service?: ServiceName): Promise<void> {
  const say = words(language);
  await page.getByLabel(say('new.name')).waitFor();
  const client = page.getByRole('combobox', { name: say('new.client') });
  if (await client.count()) {
    // The services of the client's programme take the place of all the others.
    const services = page.waitForResponse((response) => /\/services\?.*programme=/.test(response.url()));
    await client.click();
    await page.locator('[role="listbox"]:not([hidden]) [role="option"]').first().click();
    await services;
  }
  if (service) await page.locator(`input[type="radio"][value="${service.area}"]`).check({ force: true });
  const form = page.waitForResponse((response) => /\/services\/\d+$/.test(response.url()));
  const choices = page.getByRole('radiogroup', { name: say('new.services') });
  await (service ? choices.getByRole('radio', { name: service.name, exact: true }) : choices.getByRole('radio').first()).check();
  await form;
  await page.getByLabel(say('new.name')).fill(title);
  await fillRequired(page.locator('form'));
}

// Something that passes into every field that must not stay empty.
export async function fillRequired(form: Locator): Promise<void> {
  const values: Record<string, string> = { date: '2030-05-04', time: '10:30', tel: '+37061234567', email: 'someone@example.org' };
  for (const control of await form.locator('[aria-required="true"]:is(input, textarea, select)').all()) {
    const [tag, type, role, mode] = await control.evaluate((node) => [node.tagName, node.getAttribute('type') ?? '', node.getAttribute('role') ?? '', node.getAttribute('inputmode') ?? '']);
    if (role === 'combobox' || (await control.inputValue())) continue;
    if (tag === 'SELECT') await control.selectOption({ index: 1 });
    else await control.fill(mode === 'decimal' ? '3' : (values[type ?? ''] ?? 'as usual'));
  }
}

// A service of the client's own programme for which a worker comes.
export async function visitService(server: Server): Promise<ServiceName> {
  const client = await callerOf(server, server.account('client'));
  const { items } = await client.get<{ items: { name: string; area: string; dispatch_mode: string; policy: string; kind: string }[] }>('/services?active=true&limit=200');
  const found = items.find((one) => one.dispatch_mode === 'automatic' && one.policy === 'allowed' && one.kind === 'visit');
  if (!found) throw new Error('the client’s programme has no visit');
  return found;
}

// Gives the request to the first worker with an account, who does it, with a signed sheet.
export async function doneByWorker(server: Server, code: string): Promise<void> {
  const account = server.account('worker');
  const worker = await callerOf(server, account);
  const dispatcher = await callerOf(server, server.account('dispatcher'));
  const { worker_id } = await worker.get<{ worker_id: number }>('/me');
  await dispatcher.post(`/requests/${code}/assign`, { worker_id, reason: 'They are next door.' });
  const { items } = await worker.get<{ items: { id: number; code: string }[] }>('/my/jobs');
  const job = items.find((one) => one.code === code);
  if (!job) throw new Error(`${account.login} does not have ${code}`);
  await worker.post(`/jobs/${job.id}/travel`);
  await worker.post(`/jobs/${job.id}/start`);
  await worker.post(`/jobs/${job.id}/finish`, { work_done: 'Lit it again.', signer: 'Greta Berg', signature: [[{ x: 100, y: 500 }, { x: 500, y: 300 }, { x: 900, y: 600 }]] });
}

// Writes the service sheet and draws a signature.
export async function sign(page: Page, language: Language = 'en'): Promise<void> {
  const say = words(language);
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(say('sheet.work')).fill('Cleaned the drain, tested for ten minutes.');
  await dialog.getByLabel(say('sheet.signer')).fill('Greta Berg');
  const canvas = dialog.locator('canvas');
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  if (!box) throw new Error('the signature field is not shown');
  await page.mouse.move(box.x + 20, box.y + box.height / 2);
  await page.mouse.down();
  for (let step = 1; step <= 12; step++) await page.mouse.move(box.x + 20 + step * 15, box.y + box.height / 2 + (step % 2 ? 25 : -25));
  await page.mouse.up();
}
