// The live stream (SSE). The browser itself reconnects after a broken line and names the last event it saw; when it gives up (the
// server was away, or answered something else) we open anew, and whoever listens must load everything again.
import type { Change } from '../types';

export type StreamState = 'connecting' | 'live' | 'broken';

export interface StreamListener {
  onChange: (change: Change) => void;
  onResync: () => void;
  onState?: (state: StreamState) => void;
}

type Source = Pick<EventSource, 'addEventListener' | 'close' | 'readyState'>;

export const firstWait_ms = 1000;
export const longestWait_ms = 30_000;
const closed = 2; // EventSource.CLOSED

export class LiveStream {
  private source: Source | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wait_ms = firstWait_ms;
  private missed = false;
  private ended = false;

  constructor(
    private readonly listener: StreamListener,
    private readonly open: () => Source = () => new EventSource('/api/v1/stream'),
  ) {
    this.connect();
  }

  close(): void {
    this.ended = true;
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  private connect(): void {
    this.listener.onState?.('connecting');
    const source = this.open();
    this.source = source;
    source.addEventListener('open', () => {
      this.wait_ms = firstWait_ms;
      this.listener.onState?.('live');
      if (this.missed) this.listener.onResync();
      this.missed = false;
    });
    source.addEventListener('change', (event) => this.heard(event as MessageEvent<string>));
    source.addEventListener('resync', () => this.listener.onResync());
    source.addEventListener('error', () => this.failed(source));
  }

  private heard(event: MessageEvent<string>): void {
    let change: Change;
    try {
      change = JSON.parse(event.data) as Change;
    } catch {
      this.listener.onResync();
      return;
    }
    this.listener.onChange(change);
  }

  private failed(source: Source): void {
    if (this.ended || source !== this.source) return;
    if (source.readyState !== closed) {
      this.listener.onState?.('connecting');
      return;
    }
    this.listener.onState?.('broken');
    this.missed = true;
    source.close();
    this.timer = setTimeout(() => this.connect(), this.wait_ms);
    this.wait_ms = Math.min(this.wait_ms * 2, longestWait_ms);
  }
}
