/**
 * What the two halves of the form say to each other. The host decides what is shown, what is valid and what is sent;
 * the webview renders that and reports what the user did. A secret travels one way only: from the keyboard to the host.
 */

/** How a field is entered: the kinds of the catalog, and `multiline` for the description. The value of a `map` is JSON of its rows, pairs of name and value. */
export type FieldKind = 'text' | 'multiline' | 'url' | 'email' | 'number' | 'boolean' | 'choice' | 'map' | 'json';

/**
 * Names one input of the form: `name`, `description`, `active`, `type`, or `properties.` and the property's key.
 * The prefix keeps a property that is called `name` apart from the integration's own.
 */
export type FieldId = string;

export const PROPERTY_PREFIX = 'properties.';

/** Where a secret field's value comes from. The value itself never reaches the webview. */
export type SecretSource =
  | { readonly kind: 'none' }
  /** Kept in the host's memory. `seq` is that of the change by which the page typed it; absent where it came otherwise. */
  | { readonly kind: 'typed'; readonly seq?: number }
  /** Stored in CxEngage already: blank keeps it. */
  | { readonly kind: 'stored' }
  /** Taken from the integration this one is a copy of, without being shown. */
  | { readonly kind: 'copied'; readonly from: string }
  /** A named secret of VS Code's SecretStorage. */
  | { readonly kind: 'saved'; readonly name: string };

export type Severity = 'error' | 'warning' | 'advice';

export interface IssueView {
  readonly severity: Severity;
  readonly message: string;
  readonly source?: { readonly title: string; readonly url: string; readonly date: string };
  /** A value that fixes it; never of a secret. */
  readonly suggestion?: string;
}

export interface OptionView {
  readonly value: string;
  readonly label: string;
  readonly help?: string;
}

export interface FieldView {
  readonly id: FieldId;
  readonly label: string;
  readonly kind: FieldKind;
  /** For secret fields always ''. */
  readonly value: string | boolean;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly secret?: SecretSource;
  /** Set when leaving a secret field blank keeps a value the host can take from there. */
  readonly blankKeeps?: 'stored' | 'copied';
  readonly help?: string;
  readonly example?: string;
  readonly where?: { readonly text: string; readonly url?: string };
  readonly options?: readonly OptionView[];
  /** What is to be shown now: the host holds back errors of fields not touched yet. */
  readonly issues: readonly IssueView[];
}

export interface TargetView {
  readonly tenantName: string;
  readonly accountLabel: string;
  readonly endpoint: string;
  readonly mark: 'none' | 'production' | 'readOnly';
}

/** The buttons of the form. `stop` ends what is under way; `cancel` closes the form and keeps its draft. */
export const ACTION_IDS = [
  'submit',
  'testAndSubmit',
  'test',
  'createInactive',
  'createInMore',
  'cancel',
  'stop',
  'pickTenant',
  'paste',
  'fillSample',
  'copyCurl',
  'whereUsed',
  'checkAgain',
  'startOver',
  'reload',
  'signIn',
  'showLog',
  'dismiss',
] as const;
export type ActionId = (typeof ACTION_IDS)[number];

/**
 * What a person does about where a secret comes from. `keep` takes a typed or saved one back to what is stored; `clear`
 * leaves the field empty for typing.
 */
export const SECRET_ACTS = ['pick', 'save', 'clear', 'keep'] as const;
export type SecretAct = (typeof SECRET_ACTS)[number];

export interface ActionView {
  readonly id: ActionId;
  readonly label: string;
}

/** A button below the form. */
export interface FormActionView extends ActionView {
  /** At most one of the list: the emphasized one, which Ctrl+Enter presses too. */
  readonly primary: boolean;
  readonly enabled: boolean;
}

/** What the keyboard is put on: an input, the button of an action wherever it is, or the heading of a section. */
export type FocusTarget =
  | { readonly kind: 'field'; readonly id: FieldId }
  | { readonly kind: 'action'; readonly id: ActionId }
  | { readonly kind: 'section'; readonly id: 'banner' | 'test' | 'conflicts' };

export interface BannerView {
  readonly severity: 'error' | 'warning' | 'info' | 'success';
  readonly message: string;
  readonly actions: readonly ActionView[];
}

export type StageState = 'passed' | 'failed' | 'warning' | 'skipped';

export interface StageView {
  readonly label: string;
  readonly state: StageState;
  /** Milliseconds. */
  readonly duration?: number;
  readonly detail?: string;
}

export interface TestView {
  readonly state: 'running' | 'passed' | 'failed';
  readonly summary: string;
  readonly stages: readonly StageView[];
  /** What was sent and what the service responded, both without secrets. */
  readonly sent?: string;
  readonly response?: string;
  /** From where it ran. */
  readonly note: string;
}

/** One field that both sides changed; secrets stand as words, never as values. */
export interface ConflictView {
  readonly field: FieldId;
  readonly label: string;
  readonly original: string;
  readonly theirs: string;
  readonly mine: string;
  /** `none` until the user decides; nothing is saved before that. */
  readonly choice: 'none' | 'mine' | 'theirs';
}

export interface PreviewView {
  readonly method: string;
  readonly url: string;
  /** JSON text, secrets as `••••`. */
  readonly body: string;
}

/** Everything the page shows. The webview keeps nothing of it but what is being typed. */
export interface FormState {
  readonly mode: 'create' | 'edit' | 'duplicate';
  readonly heading: string;
  /** The highest `seq` of the changes that are part of this state. */
  readonly ackSeq: number;
  readonly target?: TargetView;
  readonly canPickTenant: boolean;
  readonly type: FieldView;
  readonly typeSummary: string;
  /** Name, description. */
  readonly basics: readonly FieldView[];
  readonly active: FieldView;
  readonly fields: readonly FieldView[];
  /** Findings about the form as a whole. */
  readonly issues: readonly IssueView[];
  readonly banner?: BannerView;
  readonly busy?: { readonly label: string; readonly cancellable: boolean };
  readonly test?: TestView;
  readonly conflicts: readonly ConflictView[];
  readonly preview?: PreviewView;
  /** The buttons below the form, in order. */
  readonly actions: readonly FormActionView[];
  /** Why nothing can be sent, naming the permission or the mark that stands in the way. */
  readonly blocked?: string;
  /** The step that may help then. */
  readonly unblock?: ActionView;
  readonly canPaste: boolean;
  /** The form is about a saved integration, which flows may use. */
  readonly canSearchUses: boolean;
  /** The tenant is one of the sandbox, which has values that a connection test of this type passes with. */
  readonly canFillSample: boolean;
}

/** What the page starts with: JSON text in its HTML, so that it is drawn before any message arrives. Never a secret. */
export interface InitialData {
  /** Where the draft is found again after a reload. */
  readonly key: string;
  /** Absent in English. */
  readonly translations?: Readonly<Record<string, string>>;
  readonly state: FormState;
  /** Where the keyboard belongs; absent on a page that the user has had before. */
  readonly focus?: FocusTarget;
}

/** Host → webview. */
export type HostMessage =
  | { readonly kind: 'state'; readonly state: FormState }
  /**
   * Ends a request; `ok` is false where nothing was done. `isText`: what was pasted is no request at all, and goes into
   * its field as it is. A request that was refused does not: it may hold a secret.
   */
  | { readonly kind: 'reply'; readonly id: number; readonly ok: boolean; readonly isText?: boolean }
  /** Sent after what the user did is over, e.g. when a dialog of VS Code closed. */
  | { readonly kind: 'focus'; readonly target: FocusTarget }
  | { readonly kind: 'announce'; readonly text: string };

/** Webview → host. `seq` grows with every change, so that the host's state cannot overwrite newer typing. */
export type WebviewMessage =
  /** The page is drawn and listens. */
  | { readonly kind: 'ready' }
  /** `isFix`: the value is the suggestion of a finding, and was taken, not typed. */
  | {
      readonly kind: 'change';
      readonly seq: number;
      readonly field: FieldId;
      readonly value: string | boolean;
      readonly isFix?: true;
    }
  | { readonly kind: 'secret'; readonly seq: number; readonly field: FieldId; readonly value: string }
  /** The keyboard left a field: from now on its errors show. */
  | { readonly kind: 'touch'; readonly field: FieldId }
  | { readonly kind: 'secretSource'; readonly id: number; readonly field: FieldId; readonly act: SecretAct }
  | { readonly kind: 'choose'; readonly field: FieldId; readonly choice: 'mine' | 'theirs' }
  /** A text that looks like a request, pasted into a field: the host decides. */
  | { readonly kind: 'pasted'; readonly id: number; readonly text: string }
  | { readonly kind: 'act'; readonly id: number; readonly action: ActionId };

const HOST_KINDS: readonly string[] = ['state', 'reply', 'focus', 'announce'] satisfies readonly HostMessage['kind'][];

/**
 * The webview's guard: it trusts its own host, but not every `message` event of a page comes from it.
 * @returns true when `value` has the outline of a host message.
 */
export function isHostMessage(value: unknown): value is HostMessage {
  if (typeof value !== 'object' || value === null || !('kind' in value) || typeof value.kind !== 'string') return false;
  if (!HOST_KINDS.includes(value.kind)) return false;
  if (value.kind === 'focus') return 'target' in value && typeof value.target === 'object' && value.target !== null;
  return value.kind !== 'state' || hasState(value);
}

/**
 * The webview's guard for what is in its HTML.
 * @returns true when `value` has the outline of the initial data.
 */
export function isInitialData(value: unknown): value is InitialData {
  return (
    typeof value === 'object' && value !== null && 'key' in value && typeof value.key === 'string' && hasState(value)
  );
}

function hasState(value: object): boolean {
  return (
    'state' in value &&
    typeof value.state === 'object' &&
    value.state !== null &&
    'fields' in value.state &&
    Array.isArray(value.state.fields)
  );
}
