// Lines of a drawn signature. The server takes at most 1000 lines of at most 1000 points each.
import type { Point } from './types';

export const maxPoints = 1000;
const smallestStep = 4; // thousandths; finer is only the hand's tremor

const within = (value: number): number => Math.min(1000, Math.max(0, Math.round(value)));

export function pointAt(at: { clientX: number; clientY: number }, frame: { left: number; top: number; width: number; height: number }): Point {
  return {
    x: within(((at.clientX - frame.left) / (frame.width || 1)) * 1000),
    y: within(((at.clientY - frame.top) / (frame.height || 1)) * 1000),
  };
}

// The line with the point at its end; a point too near to the last one, or above the bound, is left out.
export function addPoint(line: readonly Point[], point: Point): Point[] {
  const last = line[line.length - 1];
  const near = last !== undefined && Math.abs(last.x - point.x) < smallestStep && Math.abs(last.y - point.y) < smallestStep;
  return near || line.length >= maxPoints ? [...line] : [...line, point];
}

// "M10 20L30 40": the path of all lines in a drawing of 1000 x 1000.
export function pathOf(lines: readonly (readonly Point[])[]): string {
  return lines.map((line) => line.map((point, index) => `${index === 0 ? 'M' : 'L'}${point.x} ${point.y}`).join('') + (line.length === 1 ? 'h1' : '')).join('');
}
