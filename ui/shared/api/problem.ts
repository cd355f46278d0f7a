// What went wrong with a call: problem+json of the server, or no answer at all.
export interface ProblemParts {
  status: number; // 0: no answer
  code: string;
  detail: string;
  field?: string;
  cure?: string;
}

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string; // path of the input field at fault, "" when none
  readonly cure: string;

  constructor(parts: ProblemParts) {
    super(parts.detail);
    this.name = 'Problem';
    this.status = parts.status;
    this.code = parts.code;
    this.field = parts.field ?? '';
    this.cure = parts.cure ?? '';
  }

  // The sentence and what to do about it.
  get text(): string {
    return this.cure ? `${this.message} ${this.cure}` : this.message;
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export async function problemOf(response: Response): Promise<Problem> {
  let body: Record<string, unknown> = {};
  try {
    const read: unknown = await response.json();
    if (read !== null && typeof read === 'object') body = read as Record<string, unknown>;
  } catch {
    // Whoever stands between us and the server answered something else; the status still tells the kind.
  }
  return new Problem({
    status: response.status,
    code: text(body.code) || `http.${response.status}`,
    detail: text(body.detail) || text(body.title) || `The server answered ${response.status}.`,
    field: text(body.field),
    cure: text(body.cure),
  });
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem({ status: 0, code: 'client.failed', detail: error instanceof Error ? error.message : String(error) });
}
