import type { Services } from '../host/services';
import type { FormSession } from './session';

/** Whether a type has a pre-flight test. */
export function canTest(_type: string): boolean {
  return false;
}

export class ConnectionTest {
  constructor(_services: Services, _session: FormSession, _surface: { refresh(): void; announce(text: string): void }) {
    return;
  }

  async run(_options: { readonly allowPrivate?: boolean } = {}): Promise<boolean> {
    return Promise.resolve(true);
  }
}
