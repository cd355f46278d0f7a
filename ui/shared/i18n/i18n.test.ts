import { afterEach, describe, expect, test } from 'vitest';
import { en } from './en';
import { language, localised, t, tCount, tWord } from './index.svelte';
import { ru } from './ru';

afterEach(() => { language.code = 'en'; });

describe('texts', () => {
  test('parameters are filled in', () => expect(t('new.filed', { code: 'A-1' })).toBe('A-1 is filed.'));
  test('counts choose their form', () => {
    expect(tCount('board.results', 1)).toBe('1 request found');
    expect(tCount('board.results', 4)).toBe('4 requests found');
  });
  test('a word of the server that is newer than the texts is shown as it is', () => expect(tWord('reason', 'van_in_repair')).toBe('van in repair'));
  test('a language without texts is English', () => {
    language.code = 'fr-CA';
    expect(language.code).toBe('en');
  });
  test('a translation is used, English fills its gaps', () => {
    language.code = 'ru-RU';
    expect(t('unit.minute')).toBe('мин');
    expect(t('app.name')).toBe('Bellman');
  });
  test('a text of the server in its languages', () => {
    expect(localised({ ru: 'Кран', en: 'Tap' })).toBe('Tap');
    expect(localised({ ro: 'Robinet' })).toBe('Robinet');
    expect(localised({})).toBe('');
  });
  test('a translation names the parameters of the English text', () => {
    const names = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '').sort();
    for (const [key, text] of Object.entries(ru)) {
      const original = en[key.replace(/\.(few|many)$/, '.other') as keyof typeof en];
      expect(names(text ?? ''), key).toEqual(names(original));
    }
  });
});
