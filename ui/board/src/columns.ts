// The board's columns: which lists of the server's board each one shows and counts.
import type { Key } from '$shared/i18n/en';
import type { Board, Request } from '$shared/types';

export type ColumnName = 'waiting' | 'offered' | 'in_progress' | 'late' | 'done';
type ListName = ColumnName | 'desk' | 'held';

interface Column {
  name: ColumnName;
  title: Key;
  empty: Key;
  lists: readonly ListName[];
}

export const columns: readonly Column[] = [
  // For a worker, for the desk, for the client or a supplier: the card says whom.
  { name: 'waiting', title: 'board.waiting', empty: 'board.empty.waiting', lists: ['waiting', 'desk', 'held'] },
  { name: 'offered', title: 'board.offered', empty: 'board.empty.offered', lists: ['offered'] },
  { name: 'in_progress', title: 'board.in_progress', empty: 'board.empty.in_progress', lists: ['in_progress'] },
  { name: 'late', title: 'board.late', empty: 'board.empty.late', lists: ['late'] },
  { name: 'done', title: 'board.done', empty: 'board.empty.done', lists: ['done'] },
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

export function cardsOf(column: Column, board: Board): Request[] {
  return column.lists.flatMap((list) => board[list]);
}
