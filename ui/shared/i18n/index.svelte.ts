// Texts in the language that the person chose, else the account's, else the browser's. English stands in for what a translation lacks.
import { englishUnits, type Units } from '../format';
import { en, type Key } from './en';
import { ru } from './ru';

type Parameters = Record<string, string | number>;
type Dictionary = Partial<Record<string, string>>;
type Counted = Key extends infer K ? (K extends `${infer Base}.one` ? Base : never) : never;

const dictionaries: Record<string, Dictionary> = { en, ru };
export const languages = [{ code: 'en', name: 'English' }, { code: 'ru', name: 'Русский' }] as const;

const key = 'bellman.language';
const known = (wanted: string | null | undefined): string | undefined => {
  const base = (wanted ?? '').split('-')[0] ?? '';
  return base in dictionaries ? base : undefined;
};
const ofBrowser = (): string => navigator.languages.map(known).find(Boolean) ?? 'en';

let chosen: string | undefined = known(localStorage.getItem(key));
let current = $state('en');
const show = (code: string): void => {
  current = code;
  document.documentElement.lang = code;
};
show(chosen ?? ofBrowser());

export const language = {
  get code(): string {
    return current;
  },
  // The account's language is one we have, or else the browser's is taken; neither goes before the person's own choice.
  ofAccount(wanted: string): void {
    show(chosen ?? known(wanted) ?? ofBrowser());
  },
  // By hand; kept in this browser.
  choose(code: string): void {
    chosen = known(code);
    if (chosen) localStorage.setItem(key, chosen);
    else localStorage.removeItem(key);
    show(chosen ?? ofBrowser());
  },
};

const english: Dictionary = en;
const lookUp = (key: string): string | undefined => dictionaries[current]?.[key] ?? english[key];

function filled(text: string, parameters: Parameters): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(parameters[name] ?? whole));
}

export function t(key: Key, parameters: Parameters = {}): string {
  return filled(lookUp(key) ?? key, parameters);
}

// For words of the server that may be newer than these texts: then the word itself, with spaces.
export function tWord(prefix: string, word: string): string {
  return lookUp(`${prefix}.${word}`) ?? word.replaceAll('_', ' ');
}

export function tCount(base: Counted, count: number, parameters: Parameters = {}): string {
  const form = new Intl.PluralRules(current).select(count);
  const text = lookUp(`${base}.${form}`) ?? lookUp(`${base}.other`) ?? base;
  return filled(text, { count, ...parameters });
}

export function units(): Units {
  if (current === 'en') return englishUnits;
  return { day: t('unit.day'), hour: t('unit.hour'), minute: t('unit.minute'), second: t('unit.second') };
}

// A text that comes in several languages from the server.
export function localised(texts: Record<string, string>): string {
  return texts[current] ?? texts.en ?? Object.values(texts)[0] ?? '';
}
