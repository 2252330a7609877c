import type { Notifier } from '../../src/host/notify';

/** Answers questions as told and keeps what was said. */
export class Answers implements Notifier {
  readonly said: string[] = [];
  readonly asked: { readonly message: string; readonly detail: string; readonly accept: string }[] = [];
  next: string[] = [];
  agrees = true;
  /** The button pressed on what is said from now on, once it is. */
  later: Promise<string> | undefined;

  async error(error: unknown): Promise<void> {
    this.said.push(String(error));
    return Promise.resolve();
  }

  async info(message: string): Promise<string | undefined> {
    this.said.push(message);
    return this.later ?? Promise.resolve(this.next.shift());
  }

  async warn(message: string): Promise<string | undefined> {
    return this.info(message);
  }

  async failure(message: string): Promise<string | undefined> {
    return this.info(message);
  }

  async confirm(message: string, detail: string, accept: string): Promise<boolean> {
    this.asked.push({ message, detail, accept });
    return Promise.resolve(this.agrees);
  }
}
