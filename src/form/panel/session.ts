import * as l10n from '@vscode/l10n';
import type { ApiError } from '../../core/api/error';
import type { CreateOutcome, Integration, UpdateOutcome } from '../../core/directory/model';
import type { ConnectionTestReport } from '../../core/connectionTest/model';
import type { BannerView, ConflictView, FormState, TestView } from '../contract';
import type { Draft } from './draft';
import type { FormModel } from './model';

/** A banner, and what takes it away by itself: any change, or another type. */
export interface SessionBanner extends BannerView {
  readonly until?: 'change' | 'typeChange';
}

/** What was sent, as long as it is not known what became of it. */
export interface Unclear {
  /** What was in the form then. */
  readonly sent: Draft;
  /** Says so, and offers to check again. It stands wherever no other banner does. */
  readonly banner: SessionBanner;
  recheck(signal: AbortSignal): Promise<CreateOutcome | UpdateOutcome>;
}

/** A request that ended with `error`, of which it is not known what became of it. */
export function unclearRequest(
  sent: Draft,
  { error, recheck }: Pick<Unclear, 'recheck'> & { error: ApiError },
): Unclear {
  const actions = [
    { id: 'checkAgain' as const, label: l10n.t('Check Again') },
    { id: 'showLog' as const, label: l10n.t('Show Log') },
  ];
  return { sent, banner: { severity: 'warning', message: error.message, actions }, recheck };
}

/** An open form: its data, and what happens to it now. Kept when its panel closes with something in it. */
export interface FormSession {
  readonly key: string;
  readonly model: FormModel;
  banner: SessionBanner | undefined;
  /** Why the last request was rejected, where the fields say so and no banner does. */
  rejection: SessionBanner | undefined;
  busy: FormState['busy'];
  /** Stops what is under way. */
  abort: AbortController | undefined;
  test: TestView | undefined;
  /** What the last test found; `test` is set only as long as the form is as it was tested. */
  report: ConnectionTestReport | undefined;
  conflicts: readonly ConflictView[];
  /** What the server held when it refused to be overwritten. */
  theirs: Integration | undefined;
  unclear: Unclear | undefined;
  /** Its page was on the screen before, so the cursor stays where the user puts it. */
  shown: boolean;
  /** Done: nothing is left to keep. */
  finished: boolean;
}

/** The banner that the page shows: what is unclear stays so, whatever another try or a test has said in between. */
export function shownBanner({ banner, busy, unclear }: FormSession): SessionBanner | undefined {
  return banner ?? (busy ? undefined : unclear?.banner);
}

/** What a form has to say once its page is gone, and its fields with it. */
export function closedBanner(session: FormSession): SessionBanner | undefined {
  return session.banner ?? session.rejection ?? shownBanner(session);
}

export function newSession(key: string, model: FormModel): FormSession {
  return {
    key,
    model,
    banner: undefined,
    rejection: undefined,
    busy: undefined,
    abort: undefined,
    test: undefined,
    report: undefined,
    conflicts: [],
    theirs: undefined,
    unclear: undefined,
    shown: false,
    finished: false,
  };
}
