// Looking for requests by words or by code.
import type { Request } from '$shared/types';
import { looksLikeCode } from './code';
import { calls } from './session.svelte';

export interface Found {
  items: Request[];
  next: string; // "" on the last page
}

// The text index does not know codes, so the request itself is asked for when the text may be one.
export async function findRequests(q: string, signal: AbortSignal, before: Found | null = null): Promise<Found> {
  const [page, exact] = await Promise.all([
    calls.requests({ q, limit: 50, after: before?.next ?? '' }, signal),
    !before && looksLikeCode(q) ? calls.request(q).catch(() => null) : null,
  ]);
  const known = before ? before.items : exact ? [exact] : [];
  return { items: [...known, ...page.items.filter((one) => !known.some((old) => old.id === one.id))], next: page.next };
}
