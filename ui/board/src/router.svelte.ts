// Which screen is shown, kept in the address: /app/board/, …/new, …/work, …/requests/CODE (the board with a panel).
const base = import.meta.env.BASE_URL.replace(/\/$/, '');

export type Route =
  | { name: 'board'; code: string | null }
  | { name: 'new' }
  | { name: 'work' }
  | { name: 'unknown' };

export function routeOf(path: string): Route {
  const parts = path.split('/').filter(Boolean);
  const [first, second] = parts;
  if (first === undefined) return { name: 'board', code: null };
  if (first === 'requests' && second !== undefined && parts.length === 2) return { name: 'board', code: decodeURIComponent(second) };
  if (first === 'new' && parts.length === 1) return { name: 'new' };
  if (first === 'work' && parts.length === 1) return { name: 'work' };
  return { name: 'unknown' };
}

const here = (): Route => routeOf(location.pathname.startsWith(base) ? location.pathname.slice(base.length) : location.pathname);

let current = $state.raw<Route>(here());
addEventListener('popstate', () => {
  current = here();
});

export const router = {
  get route(): Route {
    return current;
  },
  go(path: string): void {
    history.pushState(null, '', base + path);
    current = here();
  },
  href: (path: string): string => base + path,
};

// For <a {...link('/new')}>: a real link that a plain click follows without loading the page anew.
export function link(path: string): { href: string; onclick: (event: MouseEvent) => void } {
  return {
    href: base + path,
    onclick: (event) => {
      if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      router.go(path);
    },
  };
}
