// What the end-to-end tests stand on: the server with its made-up world, Debian's Chromium, log-in, axe and pictures.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { expect } from 'vitest';

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
const start_ms = 30_000;

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

export interface VisitOptions {
  dark?: boolean;
  phone?: boolean;
}

// A browser of its own: its cookies are not shared with other visits.
export async function visit(browser: Browser, options: VisitOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    viewport: options.phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    colorScheme: options.dark ? 'dark' : 'light',
    hasTouch: options.phone ?? false,
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const noise: string[] = [];
  page.on('console', (message) => noise.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => noise.push(`thrown: ${error.message}`));
  return { page, context, noise };
}

export async function logIn(page: Page, server: Server, account: DemoAccount): Promise<void> {
  await page.goto(`${server.address}/app/board/`);
  await page.getByLabel('Login').fill(account.login);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('button', { name: 'Log out' }).waitFor();
  await page.getByText('Live', { exact: true }).waitFor({ state: 'attached' });
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// No violation of WCAG 2.2 A and AA. The script is evaluated, not inserted, so that the content security policy stays on.
export async function expectAccessible(page: Page, where: string): Promise<void> {
  // A control that the sticky header half covers would count as too small.
  await page.evaluate(() => scrollTo(0, 0));
  await page.evaluate(axeSource);
  const result = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: (context: unknown, options: unknown) => Promise<AxeResults> } };
    return axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
  });
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
