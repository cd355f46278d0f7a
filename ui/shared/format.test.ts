import { describe, expect, test } from 'vitest';
import { distance, fileSize, fromLocalInput, initials, moment, span, stopwatch, stretch, toLocalInput } from './format';

const minute_ms = 60_000;
const hour_ms = 60 * minute_ms;

describe('stretch', () => {
  test.each([
    [0, '0 s'], [59_999, '59 s'], [minute_ms, '1 min'], [59 * minute_ms, '59 min'], [hour_ms, '1 h'], [2 * hour_ms + 10 * minute_ms, '2 h 10 min'],
    [24 * hour_ms, '1 d'], [76 * hour_ms, '3 d 4 h'], [-12 * minute_ms, '12 min'],
  ])('%i ms is %s', (span_ms, text) => expect(stretch(span_ms)).toBe(text));
});

describe('stopwatch', () => {
  test.each([[0, '0:00'], [-5000, '0:00'], [1, '0:01'], [245_000, '4:05'], [3_729_000, '1:02:09']])('%i ms shows %s', (span_ms, text) => expect(stopwatch(span_ms)).toBe(text));
});

describe('moments', () => {
  const now_ms = new Date(2026, 2, 12, 9, 0).getTime();
  const at = (...parts: [number, number, number, number, number]): string => new Date(...parts).toISOString();
  test('today only the hour', () => expect(moment(at(2026, 2, 12, 14, 5), now_ms)).toBe('14:05'));
  test('another day with its date', () => expect(moment(at(2026, 2, 13, 0, 5), now_ms)).toBe('13 Mar, 00:05'));
  test('another year with the year', () => expect(moment(at(2025, 2, 13, 0, 5), now_ms)).toBe('13 Mar 2025, 00:05'));
  test('nonsense is nothing', () => expect(moment('soon', now_ms)).toBe(''));
  test('a span of one day names the day once', () => expect(span(at(2026, 2, 13, 14, 0), at(2026, 2, 13, 16, 0), now_ms)).toBe('13 Mar, 14:00 – 16:00'));
  test('an open span', () => expect(span(null, at(2026, 2, 12, 16, 0), now_ms)).toBe('– 16:00'));
});

describe('form values', () => {
  test('a local moment survives the way there and back', () => {
    const instant = new Date(2026, 10, 3, 7, 30).toISOString();
    expect(toLocalInput(instant)).toBe('2026-11-03T07:30');
    expect(fromLocalInput(toLocalInput(instant))).toBe(instant);
  });
  test('nothing is nothing', () => {
    expect(toLocalInput(null)).toBe('');
    expect(fromLocalInput('')).toBeNull();
    expect(fromLocalInput('tomorrow')).toBeNull();
  });
});

test.each([[0, '0 m'], [944, '940 m'], [1500, '1.5 km'], [12_345, '12 km']])('%i m is %s', (distance_m, text) => expect(distance(distance_m)).toBe(text));
test.each([['Anna Maria Berg', 'AB'], ['ivan', 'I'], ['Էմմա Սարգսյան', 'ԷՍ'], ['', '']])('initials of %s are %s', (name, letters) => expect(initials(name)).toBe(letters));

describe('fileSize', () => {
  test.each([[0, '0.0 kB'], [640, '0.6 kB'], [9949, '9.9 kB'], [12_000, '12 kB'], [999_499, '999 kB'], [999_500, '1.0 MB'], [3_440_000, '3.4 MB']])('%i bytes are %s', (size_bytes, text) => expect(fileSize(size_bytes)).toBe(text));
  test('in Russian', () => expect([fileSize(12_000, 'ru'), distance(5300, 'ru'), distance(640, 'ru')].map((text) => text.replace(/\s/, ' '))).toEqual(['12 кБ', '5,3 км', '640 м']));
});
