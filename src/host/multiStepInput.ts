import * as vscode from 'vscode';
import { displayText } from '../core/base/displayText';
import { QuickList } from './quickList';

/** How a step of a multi-step quick pick ended. Escape cancels, which is not an error. */
export type StepOutcome<T> =
  | { readonly kind: 'next'; readonly value: T }
  | { readonly kind: 'back' }
  | { readonly kind: 'cancel' };

export interface StepPlace {
  readonly title: string;
  /** From 1; left out where there is only this one. */
  readonly step?: number;
  readonly totalSteps?: number;
}

export interface InputStep extends StepPlace {
  readonly prompt: string;
  readonly value: string;
  readonly placeholder?: string;
  /** Shows dots; the value is not trimmed. */
  readonly password?: boolean;
  /** Says what is wrong with a value, or undefined. Asked when the user accepts, then at every change. */
  readonly validate?: (value: string) => string | undefined;
  /** What is worth knowing of a value that may be taken all the same; shown while it is typed. */
  readonly advise?: (value: string) => string | undefined;
  /** Acts on the value while the step stays open; a text says why it failed and lets the user try again. */
  readonly submit?: (value: string, signal: AbortSignal) => Promise<string | undefined>;
  /** Shown while `submit` runs. */
  readonly submitting?: string;
  /** Hears every change, so that going back and forth keeps what was typed. */
  readonly onType?: (value: string) => void;
}

export interface PickStep<T> extends StepPlace {
  readonly placeholder: string;
  readonly items: readonly (vscode.QuickPickItem & { readonly value: T })[];
  readonly chosen?: T | undefined;
}

/** One input box of a flow. */
export async function inputStep(options: InputStep): Promise<StepOutcome<string>> {
  const box = vscode.window.createInputBox();
  const controller = new AbortController();
  const isBackOffered = options.step !== undefined && options.step > 1;
  box.title = displayText(options.title, 200);
  box.step = options.step;
  box.totalSteps = options.totalSteps;
  box.prompt = displayText(options.prompt);
  box.value = options.value;
  box.password = options.password ?? false;
  box.ignoreFocusOut = true;
  if (options.placeholder !== undefined) box.placeholder = displayText(options.placeholder);
  if (isBackOffered) box.buttons = [vscode.QuickInputButtons.Back];
  const read = (): string => (options.password ? box.value : box.value.trim());
  const complain = (problem: string | undefined): void => {
    const advice = problem === undefined ? options.advise?.(read()) : undefined;
    if (problem !== undefined) box.validationMessage = displayText(problem, 400);
    else
      box.validationMessage =
        advice === undefined
          ? undefined
          : { message: displayText(advice, 400), severity: vscode.InputBoxValidationSeverity.Warning };
  };
  try {
    return await new Promise<StepOutcome<string>>((resolve, reject) => {
      let checking = false;
      const accept = async (): Promise<void> => {
        if (box.busy) return;
        const value = read();
        checking = true;
        const problem = options.validate?.(value);
        complain(problem);
        if (problem !== undefined) return;
        if (options.submit) {
          box.busy = true;
          box.enabled = false;
          if (options.submitting !== undefined) box.prompt = displayText(options.submitting);
          const failure = await options.submit(value, controller.signal);
          if (controller.signal.aborted) return;
          box.busy = false;
          box.enabled = true;
          box.prompt = displayText(options.prompt);
          complain(failure);
          if (failure !== undefined) return;
        }
        resolve({ kind: 'next', value });
      };
      box.onDidAccept(() => {
        accept().catch(reject);
      });
      box.onDidChangeValue(() => {
        options.onType?.(read());
        complain(checking ? options.validate?.(read()) : undefined);
      });
      box.onDidTriggerButton(() => {
        controller.abort();
        resolve({ kind: 'back' });
      });
      box.onDidHide(() => {
        controller.abort();
        resolve({ kind: 'cancel' });
      });
      box.show();
    });
  } finally {
    box.dispose();
  }
}

/** One list of a flow. */
export async function pickStep<T>(options: PickStep<T>): Promise<StepOutcome<T>> {
  const { title, placeholder, step, totalSteps } = options;
  const pick = new QuickList<vscode.QuickPickItem & { readonly value: T }>({
    title,
    placeholder,
    ...(step === undefined ? {} : { step }),
    ...(totalSteps === undefined ? {} : { totalSteps }),
    ignoreFocusOut: true,
    buttons: step !== undefined && step > 1 ? [vscode.QuickInputButtons.Back] : [],
  });
  pick.setItems(
    options.items,
    options.items.find((item) => item.value === options.chosen),
  );
  try {
    return await new Promise<StepOutcome<T>>((resolve) => {
      pick.onDidAccept((item) => {
        resolve({ kind: 'next', value: item.value });
      });
      pick.onDidTriggerButton(() => {
        resolve({ kind: 'back' });
      });
      pick.onDidHide(() => {
        resolve({ kind: 'cancel' });
      });
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

/** One question of a flow: asks, keeps the answer where it belongs, and says how it went. */
export type Step = (place: {
  readonly step: number;
  readonly totalSteps: number;
}) => Promise<'next' | 'back' | 'cancel'>;

/**
 * Runs questions in order, with back. The list is asked for anew before each, since an answer can change what follows.
 * @returns false when the user gave up.
 */
export async function runMultiStepInput(steps: () => readonly Step[]): Promise<boolean> {
  let index = 0;
  for (;;) {
    const all = steps();
    const current = all[index];
    if (!current) return true;
    const answer = await current({ step: index + 1, totalSteps: all.length });
    if (answer === 'cancel') return false;
    index = answer === 'back' ? Math.max(0, index - 1) : index + 1;
  }
}
