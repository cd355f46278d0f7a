// The spoken code of a request, "K7Q-4ZD-P" (src/foundation/base/text.h): 7, 9, 11 or 13 characters of base 32. The text index of the server does
// not know codes, so the search asks for the request itself when this may be one. A plain word is not taken for a code.
export function looksLikeCode(text: string): boolean {
  const characters = text.replace(/[-\s]/g, '').toUpperCase();
  const length = characters.length;
  const shaped = /^[0-9A-TV-Z]+$/.test(characters) && length >= 7 && length <= 13 && length % 2 === 1;
  return shaped && (/\d/.test(characters) || /^\w{3}-\w{3}-/.test(text.trim()));
}
