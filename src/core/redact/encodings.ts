import { viewsOf } from './decode';

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

function hexForms(value: string): readonly string[] {
  const bytes = [...new TextEncoder().encode(value)];
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex, hex.toUpperCase()];
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

/** Longer secrets are looked for in parts, and what lies beyond the last part is not. */
const PART_LENGTH = 8192;
const MAX_PARTS = 8;

/**
 * Every text under which a secret value may turn up: as it is, one-lined, composed or not, and in the encodings of JSON,
 * URLs, HTML, base64 and hex.
 */
export function encodingsOf(value: string): readonly string[] {
  const parts = Array.from({ length: Math.min(MAX_PARTS, Math.ceil(value.length / PART_LENGTH)) }, (_each, index) =>
    value.slice(index * PART_LENGTH, (index + 1) * PART_LENGTH),
  );
  return [...new Set(parts.flatMap(partEncodings))].filter((text) => text.length >= MIN_SECRET_LENGTH);
}

function partEncodings(value: string): readonly string[] {
  const oneLine = value.replace(/[\r\n]+/gu, ' ');
  const lines = value.split(/[\r\n]+/u);
  const trimmed = value.trim();
  const composed = [value.normalize('NFC'), value.normalize('NFD')];
  const bare = viewsOf(value).map((view) => view.text);
  const base64Plain = [...base64Forms(value), ...(trimmed === value ? [] : base64Forms(trimmed))];
  return [
    ...[value, trimmed, oneLine, ...composed, ...lines.map((line) => line.trim()), ...bare],
    ...jsonForms(value),
    ...urlForms(value),
    htmlForm(value),
    ...hexForms(value),
    ...base64Plain,
    ...base64Plain.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    ...base64Plain.map((text) => encodeURIComponent(text)),
  ];
}
