import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { en } from './en';
import { language, localised, t, tCount, tWord } from './index.svelte';
import { ru } from './ru';

afterEach(() => { language.choose(''); }); // no choice: the browser's, English

describe('texts', () => {
  test('parameters are filled in', () => expect(t('new.filed', { code: 'A-1' })).toBe('A-1 is filed.'));
  test('counts choose their form', () => {
    expect(tCount('board.results', 1)).toBe('1 request found');
    expect(tCount('board.results', 4)).toBe('4 requests found');
  });
  test('a word of the server that is newer than the texts is shown as it is', () => expect(tWord('reason', 'van_in_repair')).toBe('van in repair'));
  test('an account in a language without texts gets the browser’s', () => {
    language.ofAccount('fr-CA');
    expect(language.code).toBe('en');
  });
  test('the account chooses the language, the person before it', () => {
    language.ofAccount('ru-RU');
    expect(t('unit.minute')).toBe('мин');
    expect(document.documentElement.lang).toBe('ru');
    language.choose('en');
    language.ofAccount('ru-RU');
    expect(t('unit.minute')).toBe('min');
  });
  test('Russian counts have their own forms', () => {
    language.choose('ru');
    expect([1, 3, 5, 21, 112].map((count) => tCount('board.results', count))).toEqual([
      'Найдена 1 заявка', 'Найдено 3 заявки', 'Найдено 5 заявок', 'Найдена 21 заявка', 'Найдено 112 заявок']);
  });
  test('a text of the server in its languages', () => {
    expect(localised({ ru: 'Кран', en: 'Tap' })).toBe('Tap');
    expect(localised({ ro: 'Robinet' })).toBe('Robinet');
    expect(localised({})).toBe('');
  });
  test('both languages have the same keys', () => {
    expect(Object.keys(ru).filter((key) => !/\.(few|many)$/.test(key)).sort()).toEqual(Object.keys(en).sort());
    expect(Object.entries(ru).filter(([, text]) => !text.trim())).toEqual([]);
    const counted = Object.keys(en).filter((key) => key.endsWith('.one')).map((key) => key.slice(0, -4));
    expect(Object.keys(ru).filter((key) => key.endsWith('.few')).sort()).toEqual(counted.map((base) => `${base}.few`).sort());
  });
  test('every word that the API may answer with has its text', () => {
    const api = JSON.parse(readFileSync('../docs/openapi.json', 'utf8')) as { components: { schemas: Record<string, { enum?: string[] }> } };
    const prefixes: Record<string, string> = {
      'requests.RequestState': 'state', 'requests.Channel': 'channel', 'requests.Owing': 'owing', 'sla.Criticality': 'criticality', 'dispatch.Reason': 'reason',
      'dispatch.Fate': 'why.fate', 'dispatch.Term': 'term', 'dispatch.DecisionKind': 'why.outcome', 'people.Role': 'role',
    };
    const words = Object.entries(prefixes).flatMap(([schema, prefix]) => (api.components.schemas[schema]?.enum ?? [`${schema} is gone`]).map((word) => `${prefix}.${word}`));
    expect(words.filter((key) => !(key in en))).toEqual([]);
  });
  test('a translation names the parameters of the English text', () => {
    const names = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '').sort();
    for (const [key, text] of Object.entries(ru)) {
      const original = en[key.replace(/\.(few|many)$/, '.other') as keyof typeof en];
      expect(names(text), key).toEqual(names(original));
    }
  });
});
