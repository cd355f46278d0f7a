// The board against the real server: each test is what a person does.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { askedWorker, callerOf, doneByWorker, eventually, expectAccessible, fillRequest, fillRequired, logIn, picture, sign, startBrowser, startServer, visit, visitService, whyNot, type Server, type ServiceName } from './harness';

const reason = whyNot();
if (reason) process.stdout.write(`e2e ${reason}\n`);

const cards = (page: Page, column: string): ReturnType<Page['locator']> => page.locator(`[data-column="${column}"] [data-code]`);

async function openNewRequest(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'New request' }).click();
  await page.getByRole('heading', { name: 'New request' }).waitFor();
}

describe.skipIf(reason)('the board', () => {
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer();
    browser = await startBrowser();
  });
  afterEach(async ({ task }) => {
    // What the person would have seen, for whoever looks for the cause.
    if (task.result?.state === 'fail') {
      const pages = browser.contexts().flatMap((context) => context.pages());
      for (const [index, page] of pages.entries()) await picture(page, `failed-${task.name.replaceAll(/\W+/g, '-').slice(0, 60)}-${index}`).catch(() => undefined);
    }
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
    // It leaves "offered" by itself. "In progress" shows the newest only, and this one may be older.
    await desk.page.locator(`[data-column="offered"] [data-code="${code}"]`).waitFor({ state: 'detached' });

    await phone.page.locator(`[data-job="${code}"]`).getByRole('button', { name: /^Set out/ }).click();
    await phone.page.locator(`[data-job="${code}"]`).getByRole('button', { name: /^Start work/ }).click();
    await phone.page.locator(`[data-job="${code}"]`).getByRole('button', { name: /^Finish/ }).click();
    await sign(phone.page);
    await phone.page.getByRole('dialog').locator('input[type="file"]').setInputFiles({ name: 'drain.png', mimeType: 'image/png', buffer: await desk.page.screenshot() });
    await phone.page.getByRole('button', { name: 'Remove drain.png' }).waitFor();
    await expectAccessible(phone.page, 'the service sheet', 'dialog');
    await phone.page.getByRole('button', { name: 'Finish the job' }).click();
    await phone.page.locator(`[data-job="${code}"]`).waitFor({ state: 'detached' });

    await desk.page.goto(`${server.address}/app/board/requests/${code}`);
    await desk.page.getByRole('tab', { name: /^Sheets/ }).click();
    await desk.page.getByRole('img', { name: 'Signature of Greta Berg' }).waitFor();
    await desk.page.getByRole('link', { name: 'Photo 1' }).waitFor();
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

  // Files a request from the desk and leaves its panel open; its code.
  async function filed(page: Page, title: string, service?: ServiceName): Promise<string> {
    await openNewRequest(page);
    await fillRequest(page, title, 'en', service);
    await page.getByRole('button', { name: 'File the request' }).click();
    await page.locator('aside').getByRole('heading', { name: title }).waitFor();
    return (await page.locator('aside').getAttribute('data-panel')) ?? '';
  }
  const chip = (page: Page, state: string): ReturnType<Page['locator']> => page.locator('aside header').getByText(state, { exact: true });
  async function choose(page: Page, action: string): Promise<void> {
    const shown = page.locator('aside').getByRole('button', { name: action, exact: true });
    const more = page.locator('aside').getByRole('button', { name: 'More', exact: true });
    await shown.or(more).first().waitFor();
    if (await shown.count()) return shown.click();
    await more.click();
    await page.getByRole('menuitem', { name: action, exact: true }).click();
  }

  test('a request is made to wait for a supplier and goes on', async () => {
    const { page } = await visit(browser);
    await logIn(page, server, server.account('dispatcher'));
    await filed(page, 'A part is on order');
    await choose(page, 'Wait for supplier');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('What is waited for').fill('The pump, from the maker');
    await dialog.getByRole('button', { name: 'Wait for supplier' }).click();
    await page.locator('aside [data-owes="supplier"]').waitFor();
    await choose(page, 'Resume');
    await dialog.getByLabel('Reason').fill('It has come');
    await dialog.getByRole('button', { name: 'Resume' }).click();
    await page.locator('aside [data-owes]:not([data-owes="supplier"])').waitFor();
  });

  test('what the desk serves itself is started and finished there', async () => {
    const desk = await callerOf(server, server.account('operator'));
    const { items } = await desk.get<{ items: { name: string; area: string; dispatch_mode: string; policy: string; kind: string; parent_id: number | null }[] }>('/services?active=true&limit=200');
    const service = items.find((one) => one.dispatch_mode === 'none' && one.policy === 'allowed' && one.parent_id !== null && one.kind === 'information');
    if (!service) throw new Error('the catalogue has no service of the desk');
    const { page, noise } = await visit(browser);
    await logIn(page, server, server.account('operator'));
    await filed(page, 'When does the museum open?', service);
    await chip(page, 'At the desk').waitFor();
    await choose(page, 'Start at the desk');
    await chip(page, 'In work').waitFor();
    await choose(page, 'Finish');
    await chip(page, 'Done').waitFor();
    await choose(page, 'Close the request');
    await chip(page, 'Closed').waitFor();
    expect(noise).toEqual([]);
  });

  test('two requests are merged, the merge is undone, and a part is split off', async () => {
    const { page } = await visit(browser);
    await logIn(page, server, server.account('dispatcher'));
    const first = await filed(page, 'The lift stands still');
    const second = await filed(page, 'The lift does not move');
    await choose(page, 'Merge');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Merge' }).click();
    await dialog.getByText('Choose the request that goes on.').waitFor();
    await dialog.getByRole('combobox', { name: 'Merge into' }).fill(first);
    await dialog.getByRole('option', { name: first }).click();
    await expectAccessible(page, 'the dialogue of a merge', 'dialog');
    await dialog.getByRole('button', { name: 'Merge' }).click();
    await chip(page, 'Merged').waitFor();
    await choose(page, 'Undo the merge');
    await chip(page, 'Merged').waitFor({ state: 'detached' });

    await choose(page, 'Split');
    await dialog.getByRole('combobox', { name: 'Service' }).click();
    await dialog.getByRole('option').first().waitFor();
    const form = page.waitForResponse((response) => /\/services\/\d+$/.test(response.url()));
    await dialog.getByRole('option').first().click();
    await form;
    await dialog.getByLabel('Title').fill('Paint the lift door');
    await fillRequired(dialog);
    await dialog.getByRole('button', { name: 'Split' }).click();
    await page.locator('aside').getByRole('heading', { name: 'Paint the lift door' }).waitFor();
    expect(await page.locator('aside').getAttribute('data-panel')).not.toBe(second);
  });

  test('a dispatcher asks why not a certain worker', async () => {
    const { page } = await visit(browser);
    await logIn(page, server, server.account('dispatcher'));
    await page.locator('[data-column="in_progress"] [data-code] a').first().click();
    await page.getByRole('tab', { name: 'Why this worker?' }).click();
    const worker = page.getByRole('combobox', { name: 'Why not this worker?' });
    await worker.fill('a');
    await page.locator('aside').getByRole('option').first().click();
    await page.locator('[data-why-not] p').first().waitFor();
    expect((await page.locator('[data-why-not]').innerText()).length).toBeGreaterThan(10);
  });

  test('files are added to a request, shown and fetched', async () => {
    const { page, context, noise } = await visit(browser);
    await logIn(page, server, server.account('dispatcher'));
    await filed(page, 'A crack in the wall');
    await page.getByRole('tab', { name: 'Files' }).click();
    await page.getByText('No files yet').waitFor();
    const picked = page.locator('aside input[type="file"]');
    await picked.setInputFiles([{ name: 'crack.png', mimeType: 'image/png', buffer: await page.screenshot() }, { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('measured: 3 mm\n') }]);
    await page.getByRole('tab', { name: 'Files 2' }).waitFor();
    const image = page.locator('aside .files img');
    await image.scrollIntoViewIfNeeded();
    await eventually('the picture', async () => ((await image.evaluate((node) => (node as HTMLImageElement).naturalWidth)) > 0 ? true : null));
    const address = await page.getByRole('link', { name: 'note.txt' }).getAttribute('href');
    const note = await context.request.get(server.address + (address ?? ''));
    expect(await note.text()).toBe('measured: 3 mm\n');
    expect(note.headers()['content-disposition']).toContain('note.txt');
    await expectAccessible(page, 'the files', 'aside');
    await picked.setInputFiles({ name: 'nothing.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) });
    await page.getByRole('alert').getByText('nothing.txt: The file is empty.').waitFor();
    expect(noise.filter((line) => !line.includes('422') && !line.includes('400'))).toEqual([]);
  });

  test('a client files, follows and finds the service sheet', async () => {
    const phone = await visit(browser, { phone: true });
    const { page } = phone;
    await logIn(page, server, server.account('client'));
    await page.getByRole('heading', { name: 'My requests' }).waitFor();
    await openNewRequest(page);
    const title = `The oven stays cold ${Date.now() % 100_000}`;
    await fillRequest(page, title, 'en', await visitService(server));
    await page.getByRole('button', { name: 'File the request' }).click();
    const panel = page.locator('aside');
    await panel.getByRole('heading', { name: title }).waitFor();
    const code = (await panel.getAttribute('data-panel')) ?? '';
    await panel.getByRole('tabpanel', { name: 'Time line' }).getByText('Filed.').waitFor();
    await expectAccessible(page, 'a client’s request', 'aside');
    await panel.getByRole('button', { name: 'Close', exact: true }).first().click();
    await page.locator(`[data-section="open"] [data-code="${code}"]`).waitFor();
    await expectAccessible(page, 'a client’s requests');

    // Somebody does it; the client's screen follows by itself.
    await doneByWorker(server, code);
    await page.locator(`[data-section="over"] [data-code="${code}"]`).getByText('Done', { exact: true }).waitFor();
    await page.getByRole('searchbox', { name: 'Search requests' }).fill(code);
    await page.locator(`[data-code="${code}"]`).getByText('Done; confirm it, or it closes by itself').waitFor();
    await eventually('only the one that was searched for', async () => ((await page.locator('[data-section] [data-code]').count()) === 1 ? true : null));
    await page.locator(`[data-code="${code}"] a`).click();
    await panel.getByRole('tab', { name: 'Sheets 1' }).click();
    await panel.getByText('Lit it again.').waitFor();
    await panel.getByRole('img', { name: 'Signature of Greta Berg' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(phone.noise).toEqual([]);
  });

  test('a client answers, cancels, reopens and confirms alone', async () => {
    const { page, noise } = await visit(browser, { phone: true });
    const desk = await callerOf(server, server.account('operator'));
    await logIn(page, server, server.account('client'));
    await page.getByRole('heading', { name: 'My requests' }).waitFor();
    const panel = page.locator('aside');
    const dialog = page.getByRole('dialog');
    const shut = (): Promise<void> => panel.getByRole('button', { name: 'Close', exact: true }).first().click();
    const fileOne = async (title: string): Promise<string> => {
      await openNewRequest(page);
      await fillRequest(page, title, 'en', await visitService(server));
      await page.getByRole('button', { name: 'File the request' }).click();
      await panel.getByRole('heading', { name: title }).waitFor();
      return (await panel.getAttribute('data-panel')) ?? '';
    };

    // The desk asks; the question stands above everything, and the answer ends the wait.
    const code = await fileOne('The tap drips');
    expect(await panel.getByRole('group', { name: 'Actions' }).getByRole('button').allInnerTexts()).toEqual(['Cancel request']);
    await desk.post(`/requests/${code}/wait-for-client`, { question: 'Which of the two taps?', until: new Date(Date.now() + 7_200_000).toISOString() });
    await panel.locator('[data-owes="client"]').getByText('“Which of the two taps?”').waitFor();
    await shut();
    const asked = page.locator(`[data-section="asked"] [data-code="${code}"]`);
    await asked.getByText('“Which of the two taps?”').waitFor();
    await expectAccessible(page, 'a client who is asked');
    await picture(page, 'e2e-client-asked');
    await asked.getByRole('link').click();
    await panel.getByRole('button', { name: 'Answer' }).click();
    await dialog.getByRole('button', { name: 'Answer' }).click();
    await dialog.getByText('Write your answer.').waitFor();
    await dialog.getByLabel('Your answer').fill('The left one, in the kitchen.');
    await expectAccessible(page, 'the dialogue of an answer', 'dialog');
    await picture(page, 'e2e-client-answer');
    await dialog.getByRole('button', { name: 'Answer' }).click();
    await panel.getByRole('tabpanel', { name: 'Time line' }).getByText('“The left one, in the kitchen.”').waitFor();
    await panel.locator('[data-owes="client"]').waitFor({ state: 'detached' });
    const { items } = await desk.get<{ items: { kind: string; actor_kind: string }[] }>(`/requests/${code}/timeline`);
    expect(items.find((one) => one.kind === 'request.resumed')?.actor_kind).toBe('client');

    // Done, but not well: reopened with the reason; done again: confirmed.
    await doneByWorker(server, code);
    await panel.getByRole('button', { name: 'Confirm the work' }).waitFor();
    await picture(page, 'e2e-client-done');
    await expectAccessible(page, 'work to be confirmed', 'aside');
    await panel.getByRole('button', { name: 'Reopen' }).click();
    await dialog.getByLabel('What is not right').fill('It drips again.');
    await dialog.getByRole('button', { name: 'Reopen' }).click();
    await panel.getByRole('button', { name: 'Cancel request' }).waitFor();
    await doneByWorker(server, code);
    await panel.getByRole('button', { name: 'Confirm the work' }).click();
    await panel.locator('header').getByText('Closed', { exact: true }).waitFor();
    await picture(page, 'e2e-client-confirmed');
    await shut();

    const second = await fileOne('The door squeaks');
    await panel.getByRole('button', { name: 'Cancel request' }).click();
    await dialog.getByLabel('Reason').fill('I oiled it myself.');
    await dialog.getByRole('button', { name: 'Cancel request' }).click();
    await panel.locator('header').getByText('Cancelled', { exact: true }).waitFor();
    expect(await panel.getByRole('group', { name: 'Actions' }).count()).toBe(0);
    await shut();
    await page.locator(`[data-section="over"] [data-code="${second}"]`).getByText('I oiled it myself.').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(noise).toEqual([]);
  });

  test('the search finds a request by its words', async () => {
    const { page } = await visit(browser);
    await logIn(page, server, server.account('dispatcher'));
    const word = `heliotrope${Date.now() % 100_000}`;
    await filed(page, `The ${word} is dry`);
    await page.locator('aside').getByRole('button', { name: 'Close', exact: true }).first().click();
    // The index follows the filing by a second or so.
    await eventually('the index', async () => {
      await page.getByRole('searchbox', { name: 'Search requests' }).fill('');
      await page.getByRole('searchbox', { name: 'Search requests' }).fill(word);
      return page.getByRole('table').getByText(word).waitFor({ timeout: 2000 }).then(() => true, () => null);
    });
  });

  test('the screens speak Russian to whoever chooses it', async () => {
    const { page, noise } = await visit(browser);
    await page.goto(`${server.address}/app/board/`);
    await page.getByLabel('Language').selectOption('ru');
    await page.getByText('Каждая заявка — вовремя и нужным человеком.').waitFor();
    await expectAccessible(page, 'the log-in in Russian');
    await logIn(page, server, server.account('dispatcher'));
    for (const name of ['Ждут', 'Предложены', 'В работе', 'Опаздывают', 'Сделаны']) await page.getByRole('heading', { name: new RegExp(`^${name} \\d+$`) }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('ru');
    await page.locator('[data-column="in_progress"] [data-code] a').first().click();
    await page.getByRole('tab', { name: 'Ход дела' }).waitFor();
    await page.getByText('Подана.').first().waitFor();
    await expectAccessible(page, 'the panel in Russian', 'aside');
    expect(noise).toEqual([]);
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
      await expectAccessible(page, 'the panel', 'aside');
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
