// The form of a new request: what was typed, what is missing, and the command that it becomes.
import { fromLocalInput } from '$shared/format';
import type { FieldErrors } from '$shared/form';
import { t } from '$shared/i18n/index.svelte';
import type { Channel, Client, FileRequest, Service } from '$shared/types';

export interface Draft {
  client: Client | null;
  service: Service | null;
  title: string;
  description: string;
  fault_kind: string;
  fields: Record<string, string>;
  channel: Channel;
  site_id: number | null;
  address: string;
  lat: string;
  lon: string;
  from: string; // of <input type="datetime-local">
  until: string;
}

export const emptyDraft = (): Draft => ({
  client: null, service: null, title: '', description: '', fault_kind: '', fields: {}, channel: 'phone', site_id: null, address: '', lat: '', lon: '', from: '', until: '',
});

const numberOf = (text: string): number | null => {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(value) ? null : value;
};

// Only what the screen itself can know; the rules are the server's.
export function missingIn(draft: Draft, forSelf: boolean): FieldErrors {
  const errors: FieldErrors = {};
  if (!forSelf && !draft.client) errors.client_id = { message: t('new.choose_client') };
  if (!draft.service) errors.service_id = { message: t('new.choose_service') };
  if (!draft.title.trim()) errors.title = { message: t('new.give_title') };
  for (const field of draft.service?.fields ?? []) {
    if (field.required && !draft.fields[field.key]?.trim()) errors[`fields.${field.key}`] = { message: t('new.required') };
  }
  if (draft.site_id === null) {
    if (draft.lat.trim() && numberOf(draft.lat) === null) errors['place.lat'] = { message: t('new.number') };
    if (draft.lon.trim() && numberOf(draft.lon) === null) errors['place.lon'] = { message: t('new.number') };
    if (Boolean(draft.lat.trim()) !== Boolean(draft.lon.trim())) errors[draft.lat.trim() ? 'place.lon' : 'place.lat'] = { message: t('new.both') };
  }
  return errors;
}

export function commandOf(draft: Draft, forSelf: boolean): FileRequest {
  const command: FileRequest = { service_id: draft.service?.id ?? null, title: draft.title.trim() };
  if (!forSelf) {
    command.client_id = draft.client?.id ?? null;
    command.channel = draft.channel;
  }
  if (draft.description.trim()) command.description = draft.description.trim();
  if (draft.fault_kind.trim()) command.fault_kind = draft.fault_kind.trim();
  const asked = new Set((draft.service?.fields ?? []).map((field) => field.key));
  const fields = Object.entries(draft.fields).filter(([key, value]) => asked.has(key) && value.trim());
  command.fields = Object.fromEntries(fields.map(([key, value]) => [key, value.trim()]));
  if (draft.site_id !== null) {
    command.site_id = draft.site_id;
  } else {
    const lat = numberOf(draft.lat);
    const lon = numberOf(draft.lon);
    if (lat !== null && lon !== null) command.place = { lat, lon };
    if (draft.address.trim()) command.address = draft.address.trim();
  }
  const from = fromLocalInput(draft.from);
  const until = fromLocalInput(draft.until);
  if (from) command.wished_from = from;
  if (until) command.wished_until = until;
  return command;
}
