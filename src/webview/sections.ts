import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { BannerView, ConflictView, FormState, StageView, TestView } from '../form/contract';
import { button, ring } from './controls';
import { icon, type IconName } from './icons';
import type { Page } from './page';

function banner(page: Page, view: BannerView): TemplateResult {
  return html`<div class="banner ${view.severity}" data-section="banner" tabindex="-1">
    ${icon(view.severity)}
    <p dir="auto">${view.message}</p>
    <div class="banner-actions">
      ${view.actions.map(({ id, label }) =>
        button({
          look: 'small',
          action: id,
          label,
          enabled: !page.waiting,
          press: () => {
            page.act(id);
          },
        }),
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
        ><bdi>${target ? target.tenantName : l10n.t('No tenant selected')}</bdi
        >${mark ? html` <span class="mark">${mark}</span>` : nothing}</span
      >
      ${target ? html`<span class="target-where"><bdi>${target.accountLabel}</bdi> · <bdi>${target.endpoint}</bdi></span>` : nothing}
    </div>
    ${
      state.canPickTenant
        ? button({
            look: 'small',
            id: 'in-tenant',
            action: 'pickTenant',
            label: target ? l10n.t('Change Tenant…') : l10n.t('Select a Tenant…'),
            enabled: !page.locked,
            press: () => {
              page.act('pickTenant');
            },
          })
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
      return l10n.t('passed with a warning');
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
    <h2 id="test-heading" data-section="test" tabindex="-1">${l10n.t('Connection test')}</h2>
    <p class="test-summary">
      ${view.state === 'running' ? ring() : icon(view.state === 'passed' ? 'success' : 'error')}
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
    <dl class="exchange">${quote(l10n.t('Request'), view.sent)}${quote(l10n.t('Response'), view.response)}</dl>
    <p class="quiet">${view.note}</p>
  </section>`;
}

function conflictRow(page: Page, conflict: ConflictView, index: number): TemplateResult {
  const group = `conflict-${index}`;
  const choice = (which: 'mine' | 'theirs', label: string, value: string): TemplateResult =>
    html`<td>
      <label class="choice" id="${group}-${which}"
        ><input
          type="radio"
          name=${group}
          aria-labelledby="${group} ${group}-${which}"
          .checked=${conflict.choice === which}
          aria-disabled=${page.locked ? 'true' : nothing}
          @change=${() => {
            page.choose(conflict.field, which);
          }}
        />
        <span class="visually-hidden">${label}: </span
        ><span dir="auto" class="conflict-value">${value === '' ? l10n.t('(empty)') : value}</span></label
      >
    </td>`;
  return html`<tr>
    <th scope="row" id=${group}>${conflict.label}</th>
    <td dir="auto" class="conflict-value">${conflict.original === '' ? l10n.t('(empty)') : conflict.original}</td>
    ${choice('theirs', l10n.t('In CxEngage Now'), conflict.theirs)}${choice('mine', l10n.t('Yours'), conflict.mine)}
  </tr>`;
}

export function conflictSection(page: Page, conflicts: readonly ConflictView[]): TemplateResult {
  return html`<section class="conflicts" aria-labelledby="conflict-heading">
    <h2 id="conflict-heading" data-section="conflicts" tabindex="-1">${l10n.t('Conflicting changes')}</h2>
    <p>${l10n.t('Select what to keep in each row, then save again. Fields that only one side changed are merged.')}</p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">${l10n.t('Field')}</th>
            <th scope="col">${l10n.t('Original')}</th>
            <th scope="col">${l10n.t('In CxEngage Now')}</th>
            <th scope="col">${l10n.t('Yours')}</th>
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
      ${button({
        look: 'small',
        action: 'copyCurl',
        label: l10n.t('Copy as cURL'),
        enabled: true,
        press: () => {
          page.act('copyCurl');
        },
      })}
      <span class="quiet">${l10n.t('Secrets are left out: the line has $NAMES in their place.')}</span>
    </div>
  </details>`;
}

const SHORTCUT = navigator.userAgent.includes('Mac') ? '⌘↩' : 'Ctrl+Enter';

export function footer(page: Page, state: FormState): TemplateResult {
  const { blocked, unblock, busy } = state;
  return html`<div class="footer" role="group" aria-label=${l10n.t('Actions')}>
    ${state.banner ? banner(page, state.banner) : nothing}
    ${
      blocked === undefined
        ? nothing
        : html`<p class="blocked" id="blocked">
            ${icon('lock')} <span>${blocked}</span>${
              unblock
                ? html` ${button({
                    look: 'link',
                    action: unblock.id,
                    label: unblock.label,
                    enabled: !page.waiting,
                    press: () => {
                      page.act(unblock.id);
                    },
                  })}`
                : nothing
            }
          </p>`
    }
    <div class="actions">
      ${repeat(
        state.actions,
        ({ id }) => id,
        ({ id, label, primary, enabled }) =>
          button({
            id: `action-${id}`,
            action: id,
            label,
            primary,
            enabled,
            ...(primary ? { title: SHORTCUT } : {}),
            press: () => {
              page.act(id);
            },
          }),
      )}
      ${busy ? html`<span class="busy">${ring()} <span>${busy.label}</span></span>` : nothing}
    </div>
  </div>`;
}
