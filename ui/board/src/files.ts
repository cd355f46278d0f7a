// What a browser shows of a request's files.
import type { Attachment } from '$shared/types';

// The types that the server sends to be shown in place.
const pictures: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
export const isPicture = (file: Pick<Attachment, 'content_type'>): boolean => pictures.has(file.content_type);
