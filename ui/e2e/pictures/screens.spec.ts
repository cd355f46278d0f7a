// Pictures of every screen from a living demonstration, in both languages and themes, on a desk and on a phone. They land in e2e/out/. `npm run screenshots`, with BELLMAN_BINARY.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { askedWorker, fillRequest, logIn, picture, sign, startBrowser, startServer, visit, whyNot, words, type Server, type VisitOptions } from '../harness';

const reason = whyNot();
if (reason) process.stdout.write(`pictures ${reason}\n`);

const looks: [string, VisitOptions][] = [
  ['en', {}],
  ['ru', { language: 'ru' }],
  ['dark', { dark: true }],
];

describe.skipIf(reason)('pictures', () => {
  let server: Server;
  let browser: Browser;
  beforeAll(async () => {
    server = await startServer();
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  describe.each(looks)('%s', (look, options) => {
    const say = words(options.language ?? 'en');

    const show = (page: Page, name: string): Promise<void> => picture(page, `${name}-${look}`);

    describe.each([['desk', false], ['phone', true]] as const)('%s', (size, phone) => {
      test('dispatcher', async () => {
        const { page } = await visit(browser, { ...options, phone });
        await page.goto(`${server.address}/app/board/`);
        await page.getByLabel(say('login.login')).waitFor();
        await show(page, `log-in-${size}`);
        await logIn(page, server, server.account('dispatcher'));
        await page.locator('[data-column] [data-code]').first().waitFor();
        await show(page, `board-${size}`);
        await page.locator('[data-column="in_progress"] [data-code] a').first().click();
        await page.locator('aside [role="tabpanel"] time').first().waitFor();
        await show(page, `panel-${size}`);
        await page.locator('aside').getByRole('button', { name: say('action.more'), exact: true }).click();
        await show(page, `menu-${size}`);
        await page.keyboard.press('Escape');
        await page.getByRole('tab', { name: say('tab.why_worker') }).click();
        await page.locator('aside .sentences').first().waitFor();
        await page.getByRole('tab', { name: say('tab.why_worker') }).evaluate((tab) => tab.scrollIntoView());
        await show(page, `why-${size}`);
        await page.goto(`${server.address}/app/board/new`);
        await fillRequest(page, 'The tap drips', options.language);
        await page.evaluate(() => scrollTo(0, 0));
        await show(page, `new-${size}`);
      });

      test('worker', async () => {
        const { account } = await askedWorker(server);
        const { page } = await visit(browser, { ...options, phone });
        await logIn(page, server, account);
        await page.locator('[data-offer]').first().waitFor();
        await show(page, `work-${size}`);
        await page.locator('[data-offer]').first().getByRole('button', { name: new RegExp(`^${say('work.accept')}`) }).click();
        const job = page.locator('[data-job]').first();
        await job.waitFor();
        for (const step of ['work.set_out', 'work.start', 'work.finish'] as const) await job.getByRole('button', { name: new RegExp(`^${say(step)}`) }).click();
        await sign(page, options.language);
        await show(page, `sheet-${size}`);
        await page.getByRole('button', { name: say('sheet.submit') }).click();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      });

      test('client', async () => {
        const { page } = await visit(browser, { ...options, phone });
        await logIn(page, server, server.account('client'));
        await page.locator('main h1').waitFor();
        await page.locator('main [data-section], main .empty').first().waitFor();
        await show(page, `mine-${size}`);
        const first = page.locator('[data-section] [data-code] a').first();
        if (await first.count()) {
          await first.click();
          await page.locator('aside [role="tabpanel"] time').first().waitFor();
          await show(page, `mine-panel-${size}`);
        }
      });
    });
  });
});
