import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { BannerView, ConflictView, FormState, StageView, TestView } from '../form/contract';
import { icon, type IconName } from './icons';
import type { Page } from './page';

function banner(page: Page, view: BannerView): TemplateResult {
  return html`<div class="banner ${view.severity}">
    ${icon(view.severity)}
    <p dir="auto">${view.message}</p>
    <div class="banner-actions">
      ${view.actions.map(
        (action) =>
          html`<vscode-button
            secondary
            class="small"
            ?disabled=${page.waiting}
            @click=${() => {
              page.act(action.id);
            }}
            >${action.label}</vscode-button
          >`,
      )}
    </div>
  </div>`;
}

export function targetSection(page: Page, state: FormState): TemplateResult {
  const target = state.target;
  const mark =
    target?.mark === 'production'
      ? l10n.t('Production')
      : target?.mark === 'readOnly'
        ? l10n.t('Read-only')
        : undefined;
  return html`<section class="target ${target?.mark ?? 'none'}" aria-label=${l10n.t('Target')}>
    <div class="target-text">
      <span class="target-label">${l10n.t('Tenant')}</span>
      <span class="target-name"
        ><bdi>${target ? target.tenantName : l10n.t('No tenant chosen')}</bdi
        >${mark ? html` <span class="mark">${mark}</span>` : nothing}</span
      >
      ${target ? html`<span class="target-where"><bdi>${target.accountLabel}</bdi> · <bdi>${target.endpoint}</bdi></span>` : nothing}
    </div>
    ${
      state.canPickTenant
        ? html`<vscode-button
            id="in-tenant"
            data-field="tenant"
            secondary
            class="small"
            ?disabled=${page.locked}
            @click=${() => {
              page.act('pickTenant');
            }}
            >${target ? l10n.t('Change Tenant…') : l10n.t('Choose a Tenant…')}</vscode-button
          >`
        : nothing
    }
  </section>`;
}

const stageIcons: Readonly<Record<StageView['state'], IconName>> = {
  passed: 'success',
  failed: 'error',
  warning: 'warning',
  skipped: 'skipped',
};

function stageWord(state: StageView['state']): string {
  switch (state) {
    case 'passed':
      return l10n.t('passed');
    case 'failed':
      return l10n.t('failed');
    case 'warning':
      return l10n.t('passed with a remark');
    case 'skipped':
      return l10n.t('not tested');
  }
}

export function testSection(view: TestView): TemplateResult {
  const quote = (label: string, text: string | undefined): TemplateResult | typeof nothing =>
    text === undefined
      ? nothing
      : html`<dt>${label}</dt>
          <dd dir="auto">${text}</dd>`;
  return html`<section class="test ${view.state}" aria-labelledby="test-heading">
    <h2 id="test-heading">${l10n.t('Connection test')}</h2>
    <p class="test-summary">
      ${view.state === 'running' ? html`<vscode-progress-ring class="ring"></vscode-progress-ring>` : icon(view.state === 'passed' ? 'success' : 'error')}
      <span>${view.summary}</span>
    </p>
    <ol class="stages">
      ${view.stages.map(
        (stage) =>
          html`<li class="stage ${stage.state}">
            ${icon(stageIcons[stage.state])}
            <span class="stage-label"
              >${stage.label}<span class="visually-hidden">: ${stageWord(stage.state)}. </span></span
            >
            <span class="stage-detail" dir="auto">${stage.detail ?? nothing}</span>
            <span class="stage-time"
              >${stage.duration === undefined ? nothing : l10n.t('{0} ms', Math.round(stage.duration))}</span
            >
          </li>`,
      )}
    </ol>
    <dl class="said">${quote(l10n.t('Sent'), view.sent)}${quote(l10n.t('The service said'), view.said)}</dl>
    <p class="quiet">${view.note}</p>
  </section>`;
}

function conflictRow(page: Page, conflict: ConflictView, index: number): TemplateResult {
  const group = `conflict-${index}`;
  const choice = (which: 'mine' | 'theirs', label: string, value: string): TemplateResult =>
    html`<td>
      <label class="choice"
        ><input
          type="radio"
          name=${group}
          .checked=${conflict.choice === which}
          ?disabled=${page.locked}
          @change=${() => {
            page.choose(conflict.field, which);
          }}
        />
        <span class="visually-hidden">${label}: </span
        ><span dir="auto" class="conflict-value">${value === '' ? l10n.t('(empty)') : value}</span></label
      >
    </td>`;
  return html`<tr>
    <th scope="row">${conflict.label}</th>
    <td dir="auto" class="conflict-value">${conflict.basis === '' ? l10n.t('(empty)') : conflict.basis}</td>
    ${choice('theirs', l10n.t('Theirs'), conflict.theirs)}${choice('mine', l10n.t('Mine'), conflict.mine)}
  </tr>`;
}

export function conflictSection(page: Page, conflicts: readonly ConflictView[]): TemplateResult {
  return html`<section class="conflicts" aria-labelledby="conflict-heading">
    <h2 id="conflict-heading" tabindex="-1">${l10n.t('Changed by somebody else meanwhile')}</h2>
    <p>
      ${l10n.t('Choose what to keep in each field, then save again. Fields that only one side changed are merged.')}
    </p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">${l10n.t('Field')}</th>
            <th scope="col">${l10n.t('When you began')}</th>
            <th scope="col">${l10n.t('Theirs')}</th>
            <th scope="col">${l10n.t('Mine')}</th>
          </tr>
        </thead>
        <tbody>
          ${conflicts.map((conflict, index) => conflictRow(page, conflict, index))}
        </tbody>
      </table>
    </div>
  </section>`;
}

export function previewSection(page: Page, state: FormState): TemplateResult | typeof nothing {
  const view = state.preview;
  if (!view) return nothing;
  return html`<details
    class="preview"
    ?open=${page.previewOpen}
    @toggle=${(event: Event) => {
      page.previewToggled(event);
    }}
  >
    <summary>${l10n.t('What will be sent')}</summary>
    <div class="preview-body">
      <pre
        tabindex="0"
        aria-label=${l10n.t('The request')}
      ><code dir="ltr">${`${view.method} ${view.url}\n\n${view.body}`}</code></pre>
      <vscode-button
        secondary
        class="small"
        @click=${() => {
          page.act('copyCurl');
        }}
        >${l10n.t('Copy as cURL')}</vscode-button
      >
      <span class="quiet">${l10n.t('Secrets are left out: the line holds $NAMES for them.')}</span>
    </div>
  </details>`;
}

export function footer(page: Page, state: FormState): TemplateResult {
  const { submit, busy } = state;
  const off = page.locked || submit.blocked !== undefined;
  return html`<div class="footer" role="group" aria-label=${l10n.t('Actions')}>
    ${state.banner ? banner(page, state.banner) : nothing}
    ${
      submit.blocked
        ? html`<p class="blocked" id="blocked">
            ${icon('lock')} <span>${submit.blocked}</span>${
              submit.unblock
                ? html`<button
                    class="link"
                    type="button"
                    ?disabled=${page.waiting}
                    @click=${() => {
                      if (submit.unblock) page.act(submit.unblock.id);
                    }}
                  >
                    ${submit.unblock.label}
                  </button>`
                : nothing
            }
          </p>`
        : nothing
    }
    <div class="actions">
      <vscode-button
        id="submit"
        data-field="submit"
        ?disabled=${off}
        title=${navigator.userAgent.includes('Mac') ? '⌘↩' : 'Ctrl+Enter'}
        @click=${() => {
          page.act('submit');
        }}
        ><bdi>${submit.label}</bdi></vscode-button
      >
      ${
        submit.testAndSubmitLabel
          ? html`<vscode-button
              id="test-and-submit"
              secondary
              ?disabled=${off}
              @click=${() => {
                page.act('testAndSubmit');
              }}
              >${submit.testAndSubmitLabel}</vscode-button
            >`
          : nothing
      }
      ${
        submit.testLabel
          ? html`<vscode-button
              id="test"
              secondary
              ?disabled=${page.locked}
              @click=${() => {
                page.act('test');
              }}
              >${submit.testLabel}</vscode-button
            >`
          : nothing
      }
      ${
        busy
          ? html`<span class="busy"
                ><vscode-progress-ring class="ring"></vscode-progress-ring> <span>${busy.label}</span></span
              >
              ${
                busy.cancellable
                  ? html`<vscode-button
                      id="cancel"
                      secondary
                      @click=${() => {
                        page.act('cancel');
                      }}
                      >${l10n.t('Cancel')}</vscode-button
                    >`
                  : nothing
              }`
          : nothing
      }
    </div>
  </div>`;
}
