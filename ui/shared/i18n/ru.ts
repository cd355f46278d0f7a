// Russian texts; what is missing here is shown in English. Plural keys may also end in .few and .many.
import type { Key } from './en';

export type Translation = Partial<Record<Key | `${string}.few` | `${string}.many`, string>>;

export const ru: Translation = {
  'unit.day': 'д', 'unit.hour': 'ч', 'unit.minute': 'мин', 'unit.second': 'с',
};
