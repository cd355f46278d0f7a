import { describe, expect, test } from 'vitest';
import { addPoint, maxPoints, pathOf, pointAt } from './signature';

describe('signature', () => {
  const frame = { left: 100, top: 50, width: 200, height: 100 };
  test('points are thousandths of the drawing', () => expect(pointAt({ clientX: 150, clientY: 100 }, frame)).toEqual({ x: 250, y: 500 }));
  test('outside of the drawing is its edge', () => expect(pointAt({ clientX: 0, clientY: 999 }, frame)).toEqual({ x: 0, y: 1000 }));
  test('tremor is left out', () => {
    const line = [{ x: 10, y: 10 }];
    expect(addPoint(line, { x: 13, y: 7 })).toHaveLength(1);
    expect(addPoint(line, { x: 14, y: 10 })).toHaveLength(2);
  });
  test('a line keeps within the server’s bound', () => {
    const full = Array.from({ length: maxPoints }, (_, index) => ({ x: index, y: 0 }));
    expect(addPoint(full, { x: 0, y: 1000 })).toHaveLength(maxPoints);
  });
  test('as a path; a mere dot is a short stroke', () => expect(pathOf([[{ x: 1, y: 2 }, { x: 30, y: 40 }], [{ x: 5, y: 5 }]])).toBe('M1 2L30 40M5 5h1'));
});
