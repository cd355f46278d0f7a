// The board against the real server: each test is what a person does.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually, expectAccessible, logIn, picture, startBrowser, startServer, visit, whyNot, type DemoAccount, type Server } from './harness';

const reason = whyNot();
if (reason) process.stdout.write(`e2e ${reason}\n`);

// A call past the screens, with the account's own session: only to find out which worker has been asked.
async function offersOf(server: Server, account: DemoAccount): Promise<{ id: number; code: string; title: string; answer_by: string }[]> {
  const api = `${server.address}/api/v1`;
  const login = await fetch(`${api}/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': `e2e-${Math.random()}` },
    body: JSON.stringify({ login: account.login, password: account.password }),
  });
  const cookie = login.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  const offers = await fetch(`${api}/my/offers`, { headers: { Cookie: cookie } });
  if (!offers.ok) throw new Error(`GET /my/offers of ${account.login}: ${offers.status}`);
  const body = (await offers.json()) as { items?: [] } | [];
  return Array.isArray(body) ? body : (body.items ?? []);
}

// An account of a worker who is being asked, with time enough left for a test.
function askedWorker(server: Server): Promise<{ account: DemoAccount; code: string }> {
  const workers = server.accounts.filter((one) => one.role === 'worker');
  return eventually('an offer to a worker with an account', async () => {
    for (const account of workers) {
      const offer = (await offersOf(server, account)).find((one) => Date.parse(one.answer_by) > Date.now() + 20_000);
      if (offer) return { account, code: offer.code };
    }
    return null;
  }, 50_000);
}

const cards = (page: Page, column: string): ReturnType<Page['locator']> => page.locator(`[data-column="${column}"] [data-code]`);

async function openNewRequest(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'New request' }).click();
  await page.getByRole('heading', { name: 'New request' }).waitFor();
}

// Fills the first client, the first service of the first area and everything that its form requires.
async function fillRequest(page: Page, title: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Client' }).click();
  await page.locator('[role="listbox"]:not([hidden]) [role="option"]').first().click();
  const form = page.waitForResponse((response) => /\/services\/\d+$/.test(response.url()));
  await page.getByRole('radiogroup', { name: 'Services of the area' }).getByRole('radio').first().check();
  await form;
  await page.getByLabel('Title').fill(title);
  const values: Record<string, string> = { date: '2030-05-04', time: '10:30', tel: '+37061234567', email: 'someone@example.org' };
  for (const control of await page.locator('section [aria-required="true"]:is(input, textarea, select)').all()) {
    const [tag, type, role, mode] = await control.evaluate((node) => [node.tagName, node.getAttribute('type') ?? '', node.getAttribute('role') ?? '', node.getAttribute('inputmode') ?? '']);
    if (role === 'combobox' || (await control.inputValue())) continue;
    if (tag === 'SELECT') await control.selectOption({ index: 1 });
    else await control.fill(mode === 'decimal' ? '3' : (values[type ?? ''] ?? 'as usual'));
  }
}

describe.skipIf(reason)('the board', () => {
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer();
    browser = await startBrowser();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test('a wrong password is refused in words', async () => {
    const { page } = await visit(browser);
    await page.goto(`${server.address}/app/board/`);
    await page.getByLabel('Login').fill(server.account('dispatcher').login);
    await page.getByLabel('Password').fill('certainly wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('button', { name: 'Log out' }).count()).toBe(0);
  });

  test('a dispatcher sees cards in columns, and nothing is printed to the console', async () => {
    const { page, noise } = await visit(browser);
    await logIn(page, server, server.account('dispatcher'));
    await page.locator('[data-column] [data-code]').first().waitFor();
    for (const name of ['Waiting', 'Offered', 'In progress', 'Late', 'Done']) await page.getByRole('heading', { name: new RegExp(`^${name} \\d+$`) }).waitFor();
    await page.reload();
    await page.locator('[data-column] [data-code]').first().waitFor();
    await picture(page, 'e2e-board');
    expect(noise).toEqual([]);
  });

  test('a request is filed in one browser and appears on the board of another without a reload', async () => {
    const watching = await visit(browser);
    await logIn(watching.page, server, server.account('dispatcher'));
    await watching.page.locator('[data-column]').first().waitFor();
    await watching.page.evaluate(() => { (window as unknown as { loadedOnce: boolean }).loadedOnce = true; });

    const filing = await visit(browser);
    await logIn(filing.page, server, server.account('dispatcher'));
    await openNewRequest(filing.page);
    const title = `The fountain is dry ${Date.now() % 100_000}`;
    await fillRequest(filing.page, title);
    await filing.page.getByRole('button', { name: 'File the request' }).click();
    await filing.page.locator('aside').getByRole('heading', { name: title }).waitFor();

    await watching.page.locator('[data-column]').getByText(title).first().waitFor();
    expect(await watching.page.evaluate(() => (window as unknown as { loadedOnce?: boolean }).loadedOnce)).toBe(true);
    expect([...watching.noise, ...filing.noise]).toEqual([]);
  });

  test('what is missing or wrong stands at its field', async () => {
    const { page } = await visit(browser);
    await logIn(page, server, server.account('dispatcher'));
    await openNewRequest(page);
    await page.getByRole('radiogroup', { name: 'Services of the area' }).getByRole('radio').first().waitFor();
    await page.getByRole('button', { name: 'File the request' }).click();
    await page.getByText('Choose the client.').waitFor();
    await page.getByText('Give a title.').waitFor();
    expect(await page.getByRole('combobox', { name: 'Client' }).getAttribute('aria-invalid')).toBe('true');

    await fillRequest(page, 'A window in the past');
    await page.getByLabel('Not after').fill('2020-01-01T10:00');
    await page.getByRole('button', { name: 'File the request' }).click();
    const until = page.getByLabel('Not after');
    await eventually('the error at the field', async () => ((await until.getAttribute('aria-invalid')) === 'true' ? true : null));
    const described = (await until.getAttribute('aria-describedby')) ?? '';
    expect(await page.locator(`[id="${described.split(' ').pop() ?? ''}"]`).innerText()).toMatch(/over|past/);
    expect(await until.evaluate((node) => node === document.activeElement)).toBe(true);
    await picture(page, 'e2e-errors');
    await expectAccessible(page, 'the form with errors');
  });

  test('the panel tells the next step, the time line and the reasons, by keyboard alone', async () => {
    const { page } = await visit(browser);
    await logIn(page, server, server.account('dispatcher'));
    const card = page.locator('[data-column="in_progress"] [data-code], [data-column="offered"] [data-code]').first();
    await card.waitFor();
    await card.getByRole('link').focus();
    await page.keyboard.press('Enter');
    const panel = page.locator('aside');
    await panel.getByText('Next step').waitFor();
    await panel.getByRole('tabpanel', { name: 'Time line' }).getByText('Filed.').waitFor();
    await panel.getByRole('tab', { name: 'Time line' }).focus();
    await page.keyboard.press('ArrowRight');
    const why = panel.getByRole('tabpanel', { name: /^Why / });
    await why.getByText(/^Decision of/).first().waitFor();
    expect((await why.locator('.sentences li').allInnerTexts()).length).toBeGreaterThan(0);
    await picture(page, 'e2e-why');
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
  });

  test('the search finds a request by its code', async () => {
    const { page } = await visit(browser);
    await logIn(page, server, server.account('dispatcher'));
    const code = await page.locator('[data-column] [data-code]').first().getAttribute('data-code');
    await page.getByRole('searchbox', { name: 'Search requests' }).fill(code ?? '');
    await page.getByRole('table').getByRole('link', { name: code ?? '' }).waitFor();
  });

  test('a worker accepts in one browser and the dispatcher sees it in another', async () => {
    const desk = await visit(browser);
    await logIn(desk.page, server, server.account('dispatcher'));
    await desk.page.locator('[data-column]').first().waitFor();

    const { account, code } = await askedWorker(server);
    await cards(desk.page, 'offered').and(desk.page.locator(`[data-code="${code}"]`)).waitFor();
    const phone = await visit(browser, { phone: true });
    await logIn(phone.page, server, account);
    await phone.page.locator(`[data-offer="${code}"]`).getByRole('button', { name: /^Accept/ }).click();
    await phone.page.locator(`[data-job="${code}"]`).waitFor();
    await desk.page.locator(`[data-column="in_progress"] [data-code="${code}"]`).waitFor();

    await phone.page.locator(`[data-job="${code}"]`).getByRole('button', { name: /^Set out/ }).click();
    await phone.page.locator(`[data-job="${code}"]`).getByRole('button', { name: /^Start work/ }).click();
    await phone.page.locator(`[data-job="${code}"]`).getByRole('button', { name: /^Finish/ }).click();
    await sign(phone.page);
    await phone.page.getByRole('button', { name: 'Finish the job' }).click();
    await phone.page.locator(`[data-job="${code}"]`).waitFor({ state: 'detached' });

    await desk.page.goto(`${server.address}/app/board/requests/${code}`);
    await desk.page.getByRole('tab', { name: /^Service sheets/ }).click();
    await desk.page.getByRole('img', { name: 'Signature of Greta Berg' }).waitFor();
    expect([...desk.noise, ...phone.noise]).toEqual([]);
  });

  test('a worker refuses with a reason and the offer is gone', async () => {
    const { account, code } = await askedWorker(server);
    const { page, noise } = await visit(browser, { phone: true });
    await logIn(page, server, account);
    await page.locator(`[data-offer="${code}"]`).getByRole('button', { name: /^Refuse/ }).click();
    await page.getByLabel('Too far').check();
    await page.getByRole('dialog').getByRole('button', { name: 'Refuse' }).click();
    await page.locator(`[data-offer="${code}"]`).waitFor({ state: 'detached' });
    expect(noise).toEqual([]);
  });

  test('a dispatcher makes a request wait for its client, with the reason asked for', async () => {
    const { page } = await visit(browser);
    await logIn(page, server, server.account('dispatcher'));
    await openNewRequest(page);
    await fillRequest(page, 'Which entrance?');
    await page.getByRole('button', { name: 'File the request' }).click();
    await page.getByRole('button', { name: 'Wait for client' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Wait for client' }).click();
    await page.getByText('Say what is waited for.').waitFor();
    await page.getByLabel('What is waited for').fill('Which entrance is open at night?');
    await page.getByRole('dialog').getByRole('button', { name: 'Wait for client' }).click();
    await page.locator('aside [data-owes="client"]').waitFor();
  });

  describe.each([['light', false], ['dark', true]] as const)('is accessible, %s', (theme, dark) => {
    test('at the desk', async () => {
      const { page } = await visit(browser, { dark });
      await page.goto(`${server.address}/app/board/`);
      await page.getByLabel('Login').waitFor();
      await expectAccessible(page, 'the log-in');
      await logIn(page, server, server.account('dispatcher'));
      await page.locator('[data-column] [data-code]').first().waitFor();
      await expectAccessible(page, 'the board');
      await page.locator('[data-column] [data-code] a').first().click();
      await page.getByRole('tab', { name: /^Why / }).click();
      await expectAccessible(page, 'the panel');
      await picture(page, `e2e-panel-${theme}`);
      await openNewRequest(page);
      await page.getByRole('radiogroup', { name: 'Services of the area' }).getByRole('radio').first().check();
      await expectAccessible(page, 'the form');
      await picture(page, `e2e-form-${theme}`);
    });

    test('on a worker’s phone', async () => {
      const { page } = await visit(browser, { dark, phone: true });
      await logIn(page, server, server.account('worker'));
      await page.getByRole('heading', { name: /^Offers/ }).waitFor();
      await expectAccessible(page, 'my work');
      await picture(page, `e2e-work-${theme}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    });
  });
});

async function sign(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Work done').fill('Cleaned the drain, tested for ten minutes.');
  await dialog.getByLabel('Who signs').fill('Greta Berg');
  const canvas = dialog.locator('canvas');
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  if (!box) throw new Error('the signature field is not shown');
  await page.mouse.move(box.x + 20, box.y + box.height / 2);
  await page.mouse.down();
  for (let step = 1; step <= 12; step++) await page.mouse.move(box.x + 20 + step * 15, box.y + box.height / 2 + (step % 2 ? 25 : -25));
  await page.mouse.up();
}
