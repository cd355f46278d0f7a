// The board's columns: which lists of the server's board each one shows and counts.
import type { Key } from '$shared/i18n/en';
import type { Board, Request } from '$shared/types';

export type ColumnName = 'waiting' | 'offered' | 'in_progress' | 'late' | 'done';
type ListName = ColumnName | 'desk' | 'held';

interface Column {
  name: ColumnName;
  title: Key;
  empty: Key;
  shown: Key; // which ones, when there are more
  lists: readonly ListName[];
}

export const columns: readonly Column[] = [
  // For a worker, for the desk, for the client or a supplier: the card says whom.
  { name: 'waiting', title: 'board.waiting', empty: 'board.empty.waiting', shown: 'board.shown.urgent', lists: ['waiting', 'desk', 'held'] },
  { name: 'offered', title: 'board.offered', empty: 'board.empty.offered', shown: 'board.shown.urgent', lists: ['offered'] },
  { name: 'in_progress', title: 'board.in_progress', empty: 'board.empty.in_progress', shown: 'board.shown.newest', lists: ['in_progress'] },
  { name: 'late', title: 'board.late', empty: 'board.empty.late', shown: 'board.shown.late', lists: ['late'] },
  { name: 'done', title: 'board.done', empty: 'board.empty.done', shown: 'board.shown.done', lists: ['done'] },
];

export interface Count {
  number: number;
  text: string; // "1000+": the server stopped counting
}

export function countOf(column: Column, board: Board): Count {
  const counts = column.lists.map((list) => board.counts[list]);
  const number = counts.reduce((sum, count) => sum + count, 0);
  return { number, text: counts.some((count) => count >= board.counts.most) ? `${number}+` : String(number) };
}

// The deadline that is next to be met, by which the server puts what waits in order.
function due_ms(request: Request): number {
  const answered = request.state === 'waiting_for_client' || request.state === 'waiting_for_supplier';
  const due = answered ? request.owed_by : (request.reach_due ?? request.solve_due);
  return due ? Date.parse(due) : Infinity;
}

// Lists that share a column are put in one order. Of a list that goes on, what comes next may stand before later cards of the others,
// so these are left out.
export function cardsOf(column: Column, board: Board): Request[] {
  if (column.lists.length === 1) return column.lists.flatMap((list) => board[list]);
  const cut = column.lists.filter((list) => board.counts[list] > board[list].length).map((list) => board[list].at(-1)).filter((last) => last !== undefined);
  const latest_ms = Math.min(Infinity, ...cut.map(due_ms));
  const cards = column.lists.flatMap((list) => board[list]).filter((one) => due_ms(one) <= latest_ms);
  const before = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);
  return cards.sort((a, b) => before(due_ms(a), due_ms(b)) || a.id - b.id);
}
