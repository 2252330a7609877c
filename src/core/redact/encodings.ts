/** Shorter texts would blank half of every line; nothing that short is a credential worth the name. */
export const MIN_SECRET_LENGTH = 4;

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/**
 * What base64 makes of a value inside a longer text (`user:password` of HTTP Basic): depending on where the value begins,
 * one of three texts, less the characters that also depend on its neighbours.
 */
function base64Forms(value: string): readonly string[] {
  const bytes = new TextEncoder().encode(value);
  return [0, 1, 2].map((offset) => {
    const shifted = new Uint8Array(offset + bytes.length);
    shifted.set(bytes, offset);
    const start = Math.ceil((offset * 8) / 6);
    const end = Math.floor((shifted.length * 8) / 6);
    return base64(shifted).slice(start, end);
  });
}

/** A text as JSON writes it between the quotes, and with everything beyond ASCII escaped, as some writers do. */
function jsonForms(value: string): readonly string[] {
  const plain = JSON.stringify(value).slice(1, -1);
  const ascii = plain.replace(/[^\0-\x7F]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [plain, ascii, plain.replaceAll('/', '\\/'), JSON.stringify(plain).slice(1, -1)];
}

function urlForms(value: string): readonly string[] {
  // `encodeURIComponent` throws on half a surrogate pair; the decoder puts U+FFFD in its place.
  const whole = new TextDecoder().decode(new TextEncoder().encode(value));
  const encoded = encodeURIComponent(whole);
  // What `URLSearchParams` and HTML forms make of it: a few more characters escaped, and plus signs for spaces.
  const form = new URLSearchParams([['', whole]]).toString().slice(1);
  const strict = encoded.replace(/[!'()*~]/gu, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  const lower = (text: string): string => text.replace(/%[0-9A-F]{2}/gu, (escape) => escape.toLowerCase());
  return [encoded, form, strict, encodeURI(whole), lower(encoded), lower(form), lower(strict)];
}

function htmlForm(value: string): string {
  const named: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return value.replace(/[&<>"']/gu, (character) => named[character] ?? character);
}

/** Every text under which a secret value may turn up: as it is, one-lined, and in the encodings of JSON, URLs, HTML and base64. */
export function encodingsOf(value: string): readonly string[] {
  const oneLine = value.replace(/[\r\n]+/gu, ' ');
  const lines = value.split(/[\r\n]+/u);
  const plain = [value, value.trim(), oneLine, ...lines.map((line) => line.trim())];
  const base64Plain = base64Forms(value);
  const encoded = [
    ...jsonForms(value),
    ...urlForms(value),
    htmlForm(value),
    ...base64Plain,
    ...base64Plain.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    ...base64Plain.map((text) => encodeURIComponent(text)),
  ];
  return [...new Set([...plain, ...encoded])].filter((form) => form.length >= MIN_SECRET_LENGTH);
}
