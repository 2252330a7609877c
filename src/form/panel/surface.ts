import type { FocusTarget } from '../contract';

/** What the parts of a form need of its page. */
export interface FormSurface {
  /** Shows the state as it is now. */
  refresh(): void;
  /** Puts the keyboard somewhere. What takes it must be on the page, and enabled, by the last `refresh`. */
  focus(target: FocusTarget): void;
  /** Says a text to screen readers; a second one right after it takes its place. */
  announce(text: string): void;
  /** Something was entered: what was found out of the old values is gone, and the draft is saved. */
  changed(): void;
  /** Another tenant, or another integration: what the checks need to know of it is loaded. */
  load(): void;
  /** Whether the form is what the user works in now, so that the keyboard may be moved elsewhere. */
  isActive(): boolean;
  /** Closes the form and keeps its draft. */
  close(): void;
  /** Closes the form, which has done its work. */
  finish(): void;
}
