// A worker in a list to choose from.
import { t } from '$shared/i18n/index.svelte';
import type { Worker } from '$shared/types';

export function conditionOf(one: Worker): string {
  const condition = one.absent ? 'absent' : one.paused ? 'paused' : one.on_shift ? 'on_shift' : 'off_shift';
  return `${t(`worker.${condition}`)} · ${t('worker.load', { jobs: one.open_jobs, capacity: one.capacity })}`;
}
