import type { JsonObject } from '../base/json';
import type { Send } from './exchange';
import type { Verdict } from './model';
import type { ResponseText } from './text';

/** How the integrations of one type are tested. */
export interface TestScript {
  /** The address the test talks to; may be empty or wrong, as the user typed it. */
  address(properties: JsonObject): string;
  /** What the test sends, in words, without secrets. */
  sent(properties: JsonObject, responseText: ResponseText): string;
  /** Why the credentials cannot be sent at all, as they are typed; undefined where they can. */
  obstacle?(properties: JsonObject): string | undefined;
  /** The second call, if there is one, is about permissions; without this it tidies up. */
  readonly secondCall?: 'permissions';
  /** Sends and judges. Throws what the network throws. */
  judge(properties: JsonObject, send: Send, responseText: ResponseText): Promise<Verdict>;
}
