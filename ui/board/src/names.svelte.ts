// Names of things known by their ids only, looked up once and kept while the page is open.
import { SvelteMap } from 'svelte/reactivity';
import { calls, session } from './session.svelte';

const workers = new SvelteMap<number, string>();
const programmes = new SvelteMap<number, string>();
const asked = new Set<number>();

export const names = {
  // "" until it is known.
  worker(id: number | null | undefined): string {
    if (!id) return '';
    const known = workers.get(id);
    if (known !== undefined) return known;
    // Clients and workers may not see everybody's file.
    if (session.mayHandle && !asked.has(id)) {
      asked.add(id);
      calls.worker(id).then((file) => workers.set(id, file.worker.name), () => undefined);
    }
    return '';
  },
  knowWorker(id: number | null, name: string): void {
    if (id && name) workers.set(id, name);
  },
  programme: (id: number | null): string => (id === null ? '' : (programmes.get(id) ?? '')),
  knowProgramme(id: number, name: string): void {
    programmes.set(id, name);
  },
};
