// Runs `work` once for many calls: `quiet_ms` after the last of them, but never later than `longest_ms` after the first. While it
// runs, further calls lead to exactly one more run.
export interface Debounced {
  call: () => void;
  cancel: () => void;
}

export function debounced(work: () => Promise<void> | void, quiet_ms: number, longest_ms: number): Debounced {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let first_ms: number | null = null;
  let running = false;
  let again = false;

  const run = async (): Promise<void> => {
    first_ms = null;
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      await work();
    } finally {
      running = false;
      if (again) {
        again = false;
        call();
      }
    }
  };

  function call(): void {
    const now_ms = Date.now();
    first_ms ??= now_ms;
    clearTimeout(timer);
    timer = setTimeout(() => void run(), Math.max(0, Math.min(quiet_ms, first_ms + longest_ms - now_ms)));
  }

  return {
    call,
    cancel: () => {
      clearTimeout(timer);
      first_ms = null;
      again = false;
    },
  };
}
