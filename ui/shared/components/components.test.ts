import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';
import Button from './Button.svelte';
import Combobox from './Combobox.svelte';
import Countdown from './Countdown.svelte';

afterEach(cleanup);
const text = (words: string) => createRawSnippet(() => ({ render: () => `<span>${words}</span>` }));

describe('Countdown', () => {
  const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000 + 500).toISOString();
  test('calm while there is time', () => {
    render(Countdown, { until: inMinutes(130) });
    expect(screen.getByText('in 2 h 10 min').className).toContain('calm');
  });
  test('near', () => {
    render(Countdown, { until: inMinutes(5) });
    expect(screen.getByText('in 5 min').className).toContain('near');
  });
  test('over', () => {
    render(Countdown, { until: inMinutes(-12) });
    expect(screen.getByText(/^1[12] min late$/).className).toContain('over');
  });
});

test('a busy button cannot be pressed again', () => {
  const pressed = vi.fn();
  render(Button, { busy: true, onclick: pressed, children: text('Send') });
  const button = screen.getByRole('button', { name: 'Send' });
  expect(button.getAttribute('aria-busy')).toBe('true');
  button.click();
  expect(pressed).not.toHaveBeenCalled();
});

describe('Combobox', () => {
  const ids = { id: 'client', 'aria-describedby': undefined, 'aria-invalid': undefined, 'aria-required': undefined } as const;
  const people = [{ id: 1, name: 'Anna' }, { id: 2, name: 'Anton' }];

  test('is chosen from by keyboard, and typing again takes the choice back', async () => {
    const chosen = vi.fn();
    const search = vi.fn(async () => people);
    render(Combobox<(typeof people)[number]>, { ids, value: null, search, label: (one: { name: string }) => one.name, key: (one: { id: number }) => one.id, onchoose: chosen });
    const input = screen.getByRole('combobox') as HTMLInputElement;
    await fireEvent.input(input, { target: { value: 'An' } });
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(2));
    expect(search).toHaveBeenLastCalledWith('An');
    await fireEvent.keyDown(input, { key: 'ArrowDown' });
    expect(input.getAttribute('aria-activedescendant')).toBe('client-list-1');
    await fireEvent.keyDown(input, { key: 'Enter' });
    expect(chosen).toHaveBeenLastCalledWith(people[1]);
    expect(input.value).toBe('Anton');
    expect(input.getAttribute('aria-expanded')).toBe('false');
    await fireEvent.input(input, { target: { value: 'Anto' } });
    expect(chosen).toHaveBeenLastCalledWith(null);
    expect(input.value).toBe('Anto');
  });
});
