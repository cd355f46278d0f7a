// The present moment, ticking once a second for everything on the screen that counts, on the server's clock.

const smallest_ms = 3000; // HTTP dates are whole seconds and answers take a moment

let offset_ms = 0;
let tick = $state(Date.now());
let listeners = 0;
let timer: ReturnType<typeof setInterval> | undefined;

const beat = (): void => {
  tick = Date.now() + offset_ms;
};

export const clock = {
  // Reactive, to the second.
  get now_ms(): number {
    return tick;
  },
  // What the server's clock showed just now; small differences are not worth a jump.
  setServerTime(server_ms: number): void {
    const difference_ms = server_ms - Date.now();
    offset_ms = Math.abs(difference_ms) < smallest_ms ? 0 : difference_ms;
  },
  // Keeps it ticking until the returned function is called; for $effect.
  run(): () => void {
    if (listeners++ === 0) timer = setInterval(beat, 1000);
    beat();
    return () => {
      if (--listeners === 0) clearInterval(timer);
    };
  },
};
