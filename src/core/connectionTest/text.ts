import { cleaned } from '../base/displayText';
import { Redactor } from '../redact/redactor';
import { own, type JsonObject } from '../base/json';

const MAX_LINE_LENGTH = 300;

/** Makes what a service says fit to be shown: one short line, no markup, nothing secret. */
export class ResponseText {
  readonly #redactor = new Redactor();

  /** `secrets` are the values tested; none of them is in what is shown. */
  constructor(secrets: Iterable<string>) {
    for (const secret of secrets) this.#redactor.register(secret);
  }

  /** One line without secrets, at most 300 characters. */
  line(text: string): string {
    const visible = cleaned(this.#redactor.redact(text.slice(0, 20_000))).replace(/\s+/gu, ' ');
    return visible.length > MAX_LINE_LENGTH ? `${visible.slice(0, MAX_LINE_LENGTH)}…` : visible;
  }

  /** A response's body in short: a web page's title, else its text. */
  body(text: string): string {
    const title = /<title[^>]{0,200}>([^<]{0,500})<\/title>/iu.exec(text.slice(0, 20_000))?.[1];
    if (title !== undefined) return this.line(title);
    return this.line(text.slice(0, 20_000).replace(/<[^<>]{0,500}>/gu, ' '));
  }
}

/** A property as text; empty when it is absent or of another kind. */
export function property(properties: JsonObject, key: string): string {
  const value = own(properties, key);
  return typeof value === 'string' ? value : '';
}

/** A URL that paths are added to, which bring their own slash. */
export function withoutSlashAtEnd(url: string): string {
  let end = url.length;
  while (end > 0 && url[end - 1] === '/') end -= 1;
  return url.slice(0, end);
}

/** `Basic …` for a user name and a password, in UTF-8 (RFC 7617). */
export function basicAuthorization(username: string, password: string): string {
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `Basic ${btoa(binary)}`;
}
