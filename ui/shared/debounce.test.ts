import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { debounced } from './debounce';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

test('many calls are one run, after a quiet moment', async () => {
  const work = vi.fn();
  const refresh = debounced(work, 100, 1000);
  for (let i = 0; i < 5; i++) {
    refresh.call();
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(work).toHaveBeenCalledTimes(0);
  await vi.advanceTimersByTimeAsync(100);
  expect(work).toHaveBeenCalledTimes(1);
});

test('without a quiet moment it runs all the same', async () => {
  const work = vi.fn();
  const refresh = debounced(work, 100, 300);
  for (let i = 0; i < 12; i++) {
    refresh.call();
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(work.mock.calls.length).toBeGreaterThanOrEqual(1);
  expect(work.mock.calls.length).toBeLessThanOrEqual(2);
});

test('calls during a run lead to exactly one more', async () => {
  let finish: () => void = () => undefined;
  const work = vi.fn(() => new Promise<void>((resolve) => { finish = resolve; }));
  const refresh = debounced(work, 10, 100);
  refresh.call();
  await vi.advanceTimersByTimeAsync(10);
  for (let i = 0; i < 3; i++) {
    refresh.call();
    await vi.advanceTimersByTimeAsync(20);
  }
  expect(work).toHaveBeenCalledTimes(1);
  finish();
  await vi.advanceTimersByTimeAsync(20);
  expect(work).toHaveBeenCalledTimes(2);
});

test('cancelled is cancelled', async () => {
  const work = vi.fn();
  const refresh = debounced(work, 10, 100);
  refresh.call();
  refresh.cancel();
  await vi.advanceTimersByTimeAsync(200);
  expect(work).not.toHaveBeenCalled();
});
