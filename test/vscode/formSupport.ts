import assert from 'node:assert/strict';
import { Redactor } from '../../src/core/redact/redactor';
import type { Directory } from '../../src/core/directory/directory';
import type { FormState, HostMessage, WebviewMessage } from '../../src/form/contract';
import { FormController } from '../../src/form/panel/controller';
import type { Draft } from '../../src/form/panel/draft';
import { DraftStore } from '../../src/form/panel/draftStore';
import { FormModel } from '../../src/form/panel/model';
import { newSession, type FormSession } from '../../src/form/panel/session';
import { SandboxSamples, type SandboxSample } from '../../src/host/sandboxSamples';
import type { Services } from '../../src/host/services';
import { extensionServices } from './accountsSupport';
import { eventually } from '../support/eventually';

/** A form without its page: what the host says is kept, and the test does what a person would do in the page. */
export class Form {
  readonly messages: HostMessage[] = [];
  readonly session: FormSession;
  readonly redactor = new Redactor();
  closed = false;
  /** What the user answers to a modal question. */
  agrees = true;
  #controller: FormController | undefined;
  readonly #drafts: DraftStore;
  #seq = 0;

  private constructor(draft: Draft, drafts: DraftStore) {
    this.#drafts = drafts;
    this.session = newSession('test', new FormModel(draft));
  }

  /** @param sandboxSamples what the services of the sandbox accept, for an account of it. */
  static async open(directory: Directory, draft: Draft, sandboxSamples: readonly SandboxSample[] = []): Promise<Form> {
    const real = await extensionServices();
    const form = new Form(draft, new DraftStore(real.context.workspaceState));
    const samples = new SandboxSamples();
    const [account] = directory.accounts();
    if (account?.sandbox) samples.set(account.id, sandboxSamples);
    const services: Services = {
      ...real,
      samples,
      directory,
      redactor: form.redactor,
      notify: { ...real.notify, confirm: () => Promise.resolve(form.agrees) },
    };
    const page = {
      post: (message: HostMessage) => {
        form.messages.push(message);
      },
      retitle: () => undefined,
      isActive: () => true,
      close: () => {
        form.closed = true;
      },
    };
    form.#controller = new FormController(services, form.session, page, form.#drafts);
    // What the page begins with is as what it is told first.
    const { state, focus } = form.#controller.initialData();
    form.messages.push({ kind: 'state', state });
    if (focus) form.messages.push({ kind: 'focus', target: focus });
    form.post({ kind: 'ready' });
    return form;
  }

  post(message: WebviewMessage): void {
    this.#controller?.receive(message);
  }

  type(field: string, value: string): void {
    this.#seq += 1;
    this.post({ kind: 'change', seq: this.#seq, field, value });
  }

  typeSecret(field: string, value: string): void {
    this.#seq += 1;
    this.post({ kind: 'secret', seq: this.#seq, field, value });
  }

  /** Presses a button, and waits until it has done its work. */
  async act(action: Extract<WebviewMessage, { kind: 'act' }>['action']): Promise<void> {
    const id = this.messages.length + 1;
    this.post({ kind: 'act', id, action });
    await eventually(() => {
      assert.ok(
        this.messages.some((message) => message.kind === 'reply' && message.id === id),
        `${action} is still under way`,
      );
    });
  }

  /** What the page shows now. */
  get state(): FormState {
    const last = this.messages.findLast((message) => message.kind === 'state');
    assert.ok(last);
    return last.state;
  }

  /** Fields the cursor was put in, each with whether the page was locked then. */
  get focused(): readonly { readonly field: string; readonly locked: boolean }[] {
    let locked = false;
    return this.messages.flatMap((message) => {
      if (message.kind === 'state') locked = message.state.busy !== undefined;
      return message.kind === 'focus' ? [{ field: message.target.id, locked }] : [];
    });
  }

  /** Closes it, and forgets the draft that a closed form leaves: a form of the same tenant would go on with it. */
  async dispose(): Promise<void> {
    await this.#controller?.dispose();
    await this.#drafts.remove(this.session.key);
  }
}
