// The catalogue as the form shows it: areas, and below each its services with headings for those that stand above others.
import type { ServiceLine } from '$shared/types';

export interface TreeRow {
  service: ServiceLine;
  depth: number;
  heading: boolean; // has services below it: cannot be chosen itself
}

export function areasOf(services: readonly ServiceLine[]): string[] {
  return [...new Set(services.filter((service) => service.active).map((service) => service.area))];
}

// In the order of the catalogue, children right after their parent. A parent of another area does not count.
export function rowsOf(services: readonly ServiceLine[], area: string): TreeRow[] {
  const here = services.filter((service) => service.active && service.area === area);
  const ids = new Set(here.map((service) => service.id));
  const below = new Map<number | null, ServiceLine[]>();
  for (const service of here) {
    const parent = service.parent_id !== null && ids.has(service.parent_id) ? service.parent_id : null;
    below.set(parent, [...(below.get(parent) ?? []), service]);
  }
  const rows: TreeRow[] = [];
  const walk = (parent: number | null, depth: number): void => {
    for (const service of below.get(parent) ?? []) {
      const heading = below.has(service.id);
      rows.push({ service, depth, heading });
      walk(service.id, depth + 1);
    }
  };
  walk(null, 0);
  return rows;
}
