import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { firstWait_ms, LiveStream, longestWait_ms, type StreamState } from './stream';

class Source extends EventTarget {
  readyState = 0;
  closed = false;
  close(): void {
    this.closed = true;
    this.readyState = 2;
  }
  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }
  say(type: string, data = ''): void {
    this.dispatchEvent(new MessageEvent(type, { data }));
  }
  fail(readyState: number): void {
    this.readyState = readyState;
    this.dispatchEvent(new Event('error'));
  }
}

describe('the live stream', () => {
  let sources: Source[];
  let heard: unknown[];
  let resyncs: number;
  let states: StreamState[];
  let stream: LiveStream;
  const last = (): Source => sources[sources.length - 1] as Source;

  beforeEach(() => {
    vi.useFakeTimers();
    sources = [];
    heard = [];
    resyncs = 0;
    states = [];
    stream = new LiveStream(
      { onChange: (change) => heard.push(change.subject_id), onResync: () => { resyncs++; }, onState: (state) => states.push(state) },
      () => {
        const source = new Source();
        sources.push(source);
        return source as unknown as EventSource;
      },
    );
  });
  afterEach(() => {
    stream.close();
    vi.useRealTimers();
  });

  test('passes changes on', () => {
    last().open();
    last().say('change', '{"id":1,"kind":"request.filed","subject":"request","subject_id":42,"programme_id":1}');
    expect(heard).toEqual([42]);
    expect(states).toEqual(['connecting', 'live']);
    expect(resyncs).toBe(0);
  });

  test('a change that cannot be read means: load everything', () => {
    last().say('change', '{"id":');
    expect(resyncs).toBe(1);
  });

  test('the server may ask to load everything', () => {
    last().say('resync', '{}');
    expect(resyncs).toBe(1);
  });

  test('leaves a broken line to the browser, which remembers the last event', () => {
    last().open();
    last().fail(0);
    vi.advanceTimersByTime(longestWait_ms);
    expect(sources).toHaveLength(1);
    last().open();
    expect(resyncs).toBe(0);
  });

  test('opens anew when the browser has given up, waits longer each time, and then everything is loaded', () => {
    last().open();
    last().fail(2);
    expect(states).toEqual(['connecting', 'live', 'broken']);
    vi.advanceTimersByTime(firstWait_ms);
    expect(sources).toHaveLength(2);
    last().fail(2);
    vi.advanceTimersByTime(firstWait_ms);
    expect(sources).toHaveLength(2);
    vi.advanceTimersByTime(firstWait_ms);
    expect(sources).toHaveLength(3);
    last().open();
    expect(resyncs).toBe(1);
  });

  test('is silent after it was closed', () => {
    last().fail(2);
    stream.close();
    vi.advanceTimersByTime(longestWait_ms * 2);
    expect(sources).toHaveLength(1);
    expect(last().closed).toBe(true);
  });
});
