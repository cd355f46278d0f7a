// Errors at the fields of a form, from our own checks and from the server's problem+json.
import type { Problem } from './api/problem';

export interface FieldError {
  message: string;
  cure?: string;
}

// Path of the field ("title", "fields.floor", "place.lat") -> what is wrong with it.
export type FieldErrors = Record<string, FieldError>;

// The server names one field by its path; `known` says which paths the form shows. A path below a shown one counts as that one, and
// a whole ("place") as its first part that is shown.
export function fieldErrorsOf(problem: Problem, known: readonly string[]): FieldErrors {
  if (!problem.field) return {};
  const { field } = problem;
  const shown =
    known.find((path) => path === field) ??
    known.find((path) => field.startsWith(`${path}.`) || field.startsWith(`${path}[`)) ??
    known.find((path) => path.startsWith(`${field}.`));
  if (!shown) return {};
  return { [shown]: problem.cure ? { message: problem.message, cure: problem.cure } : { message: problem.message } };
}

// After the errors have been drawn: the first control at fault gets the focus.
export function focusFirstError(form: HTMLElement): void {
  form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
