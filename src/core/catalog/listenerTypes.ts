import * as l10n from '@vscode/l10n';
import type { TypeDefinition } from './define';
import { listenerTypeId } from './listenerTypeId';
import type { IntegrationType } from './model';
import { addTypes, integrationType } from './registry';

/** A mailbox of the e-mail channel (API facts f, n). */
function mailbox(): TypeDefinition {
  return {
    id: listenerTypeId('email'),
    label: l10n.t('Mailbox'),
    summary: l10n.t('A mailbox that CxEngage fetches e-mail from'),
    icon: 'envelope',
    creatable: true,
    summaryFields: { user: 'email' },
    fields: [
      {
        key: 'email',
        label: l10n.t('E-mail address'),
        kind: 'email',
        required: true,
        help: l10n.t('The address of the mailbox.'),
        example: 'help@acme.com',
        defaultValue: '',
      },
      {
        key: 'password',
        label: l10n.t('Password'),
        kind: 'text',
        secret: true,
        keepsSpaces: true,
        required: true,
        help: l10n.t('The password of the mailbox. It is stored in CxEngage and not shown again.'),
        defaultValue: '',
      },
    ],
  };
}

/** A Facebook page. Set up by the vendor with its integration, so it can be edited only (API facts f, n). */
function facebookPage(): TypeDefinition {
  return {
    id: listenerTypeId('facebook'),
    label: l10n.t('Facebook page'),
    summary: l10n.t('A page whose posts reach CxEngage'),
    icon: 'message',
    fields: [
      {
        key: 'pageId',
        label: l10n.t('Page ID'),
        kind: 'text',
        required: true,
        help: l10n.t('Identifies the page at Facebook.'),
        example: '100000000000001',
        defaultValue: '',
      },
      {
        key: 'pageToken',
        label: l10n.t('Page access token'),
        kind: 'text',
        secret: true,
        required: true,
        help: l10n.t('The token that gives access to the page. It is stored in CxEngage and not shown again.'),
        defaultValue: '',
      },
    ],
  };
}

/** Salesforce e-mail-to-case: no `listenerType` on the wire (API facts f). `type` is `Case` where nobody said otherwise. */
function emailToCase(): TypeDefinition {
  return {
    id: listenerTypeId('salesforce'),
    label: l10n.t('Email-to-Case'),
    summary: l10n.t('Cases that Salesforce publishes on a topic'),
    icon: 'crm',
    creatable: true,
    summaryFields: { user: 'topic' },
    fields: [
      {
        key: 'topic',
        label: l10n.t('Topic'),
        kind: 'text',
        required: true,
        help: l10n.t('The push topic in Salesforce that reports new cases.'),
        example: 'NewCases',
        defaultValue: '',
      },
      {
        key: 'type',
        label: l10n.t('Object type'),
        kind: 'text',
        required: true,
        help: l10n.t('The type of the Salesforce objects on that topic, normally Case.'),
        example: 'Case',
        defaultValue: 'Case',
      },
    ],
  };
}

/** Salesforce Omni-Channel (API facts f, n). */
function omniChannel(): TypeDefinition {
  return {
    id: listenerTypeId('salesforce', 'omnichannel'),
    label: l10n.t('Omni-Channel'),
    summary: l10n.t('Work items that Salesforce Omni-Channel routes'),
    icon: 'crm',
    creatable: true,
    summaryFields: { user: 'agentWorkTopic' },
    fields: [
      {
        key: 'routingTopics',
        label: l10n.t('Routing topic'),
        kind: 'text',
        firstOf: { key: 'topic', newItem: { topic: '', channelType: 'work-item' } },
        required: true,
        help: l10n.t(
          'The push topic in Salesforce that reports pending work. Further routing topics stay as they are.',
        ),
        example: 'PendingWork',
        defaultValue: '',
      },
      {
        key: 'agentWorkTopic',
        label: l10n.t('Agent work topic'),
        kind: 'text',
        required: true,
        help: l10n.t('The push topic in Salesforce that reports the work of agents.'),
        example: 'AgentWork',
        defaultValue: '',
      },
    ],
  };
}

let isAdded = false;

/** Makes the types of listeners known to `integrationType`. What edits or writes a listener calls it first. */
export function addListenerTypes(): void {
  if (isAdded) return;
  isAdded = true;
  addTypes([mailbox(), facebookPage(), emailToCase(), omniChannel()]);
}

/** The types of listener that can be created for an integration of a type; none for most (API facts f). */
export function creatableListenerTypes(integrationTypeId: string): readonly IntegrationType[] {
  addListenerTypes();
  const ids = [listenerTypeId(integrationTypeId), listenerTypeId(integrationTypeId, 'omnichannel')];
  return ids.map((id) => integrationType(id)).filter((type) => type.creatable);
}
