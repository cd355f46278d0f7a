// Numbers, moments and stretches of time as a person reads them. Instants are RFC 3339 text, as the server writes them.

const minute_ms = 60_000;
const hour_ms = 60 * minute_ms;
const day_ms = 24 * hour_ms;

// Without a country English would be American: "November 22", and a clock of twelve hours.
const localeOf = (language: string): string => (language === 'en' ? 'en-GB' : language);

const formats = new Map<string, Intl.DateTimeFormat>();
function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat(localeOf(language), options)));
  return format;
}

const hourMinute: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

export const ms = (instant: string): number => Date.parse(instant);

export function sameDay(a_ms: number, b_ms: number): boolean {
  return new Date(a_ms).toDateString() === new Date(b_ms).toDateString();
}

// "14:05" today, "12 Mar, 14:05" on another day, with the year in another year.
export function moment(instant: string, now_ms: number, language = 'en'): string {
  const at_ms = ms(instant);
  if (Number.isNaN(at_ms)) return '';
  if (sameDay(at_ms, now_ms)) return dateFormat(language, hourMinute).format(at_ms);
  const sameYear = new Date(at_ms).getFullYear() === new Date(now_ms).getFullYear();
  return dateFormat(language, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }), ...hourMinute }).format(at_ms);
}

// With day, year and seconds: for titles and proofs.
export function fullMoment(instant: string, language = 'en'): string {
  const at_ms = ms(instant);
  return Number.isNaN(at_ms) ? '' : dateFormat(language, { dateStyle: 'full', timeStyle: 'medium' }).format(at_ms);
}

export function day(instant: string, language = 'en'): string {
  return dateFormat(language, { weekday: 'long', day: 'numeric', month: 'long' }).format(ms(instant));
}

// "14:05 – 16:00", or with both days.
export function span(from: string | null, until: string | null, now_ms: number, language = 'en'): string {
  if (!from) return until ? `– ${moment(until, now_ms, language)}` : '';
  if (!until) return `${moment(from, now_ms, language)} –`;
  const end = sameDay(ms(from), ms(until)) ? dateFormat(language, hourMinute).format(ms(until)) : moment(until, now_ms, language);
  return `${moment(from, now_ms, language)} – ${end}`;
}

// A stretch in its two largest units: "45 s", "12 min", "2 h 10 min", "3 d 4 h". The sign is dropped.
export interface Units {
  day: string;
  hour: string;
  minute: string;
  second: string;
}
export const englishUnits: Units = { day: 'd', hour: 'h', minute: 'min', second: 's' };

export function stretch(span_ms: number, units: Units = englishUnits): string {
  const size_ms = Math.abs(span_ms);
  if (size_ms < minute_ms) return `${Math.floor(size_ms / 1000)} ${units.second}`;
  if (size_ms < hour_ms) return `${Math.floor(size_ms / minute_ms)} ${units.minute}`;
  const [large_ms, large, small_ms, small] = size_ms < day_ms ? [hour_ms, units.hour, minute_ms, units.minute] : [day_ms, units.day, hour_ms, units.hour];
  const whole = Math.floor(size_ms / large_ms);
  const rest = Math.floor((size_ms % large_ms) / small_ms);
  return rest > 0 ? `${whole} ${large} ${rest} ${small}` : `${whole} ${large}`;
}

// "4:05", "1:02:09": a clock running down to an answer. Nothing is left: "0:00".
export function stopwatch(span_ms: number): string {
  const seconds = Math.max(0, Math.ceil(span_ms / 1000));
  const two = (number: number): string => String(number).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}:${two(seconds % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

function withUnit(value: number, unit: string, language: string, digits: number): string {
  return new Intl.NumberFormat(localeOf(language), { style: 'unit', unit, unitDisplay: 'short', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

export function distance(distance_m: number, language = 'en'): string {
  if (distance_m < 950) return withUnit(Math.round(distance_m / 10) * 10, 'meter', language, 0);
  return withUnit(distance_m / 1000, 'kilometer', language, distance_m < 9950 ? 1 : 0);
}

export function number(value: number, language = 'en', digits = 0): string {
  return new Intl.NumberFormat(localeOf(language), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

// "0.6 kB", "12 kB", "3.4 MB".
export function fileSize(size_bytes: number, language = 'en'): string {
  if (size_bytes < 999_500) return withUnit(size_bytes / 1000, 'kilobyte', language, size_bytes < 9950 ? 1 : 0);
  return withUnit(size_bytes / 1_000_000, 'megabyte', language, 1);
}

// The value of <input type="datetime-local"> in the browser's zone, and back. "" stands for none.
export function toLocalInput(instant: string | null): string {
  if (!instant) return '';
  const at = new Date(ms(instant));
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
export function fromLocalInput(value: string): string | null {
  const at_ms = value ? new Date(value).getTime() : Number.NaN;
  return Number.isNaN(at_ms) ? null : new Date(at_ms).toISOString();
}

// "Anna Maria Berg" -> "AB".
export function initials(name: string): string {
  const words = name.split(/[\s-]+/u).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return letters.map((word) => [...(word ?? '')][0] ?? '').join('').toUpperCase();
}
