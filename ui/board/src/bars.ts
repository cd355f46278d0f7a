// Bars around a common zero: costs to the right of it, what speaks for the worker to the left.
interface Measured {
  terms: readonly { minutes: number }[];
}

export interface Scale {
  span: number; // minutes from the left edge to the right one
  zero: number; // percent from the left edge
}

// The scale on which all bars of these workers find room.
export function largest(workers: readonly Measured[]): Scale {
  const values = workers.flatMap((worker) => worker.terms.map((term) => term.minutes));
  const below = Math.max(0, ...values.map((value) => -value));
  const above = Math.max(0, ...values);
  const span = below + above || 1;
  return { span, zero: (below / span) * 100 };
}

export function barOf(minutes: number, scale: Scale): { left: number; width: number } {
  const width = (Math.abs(minutes) / scale.span) * 100;
  return { left: minutes < 0 ? scale.zero - width : scale.zero, width };
}
