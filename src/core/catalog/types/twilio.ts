import * as l10n from '@vscode/l10n';
import type { TypeDefinition } from '../define';
import { DIAL_PERMISSIONS } from '../dialPermissions';
import type { FieldSpec } from '../model';

/**
 * Regions as the consoles list them, and `wwr` (API facts o). Two spellings of the Ireland interconnect are in use, and
 * nothing says which is right (API facts e.2), so both are offered. Older stored values stay (API facts d.3).
 */
function regions(): NonNullable<FieldSpec['options']> {
  const region = (value: string, place: string) => ({ value, label: l10n.t('{0} ({1})', place, value) });
  const interconnect = (value: string, place: string) => ({
    value,
    label: l10n.t('{0} interconnect ({1})', place, value),
  });
  return [
    region('gll', l10n.t('Lowest latency')),
    region('au1', l10n.t('Australia')),
    region('br1', l10n.t('Brazil')),
    region('de1', l10n.t('Germany')),
    region('ie1', l10n.t('Ireland')),
    region('jp1', l10n.t('Japan')),
    region('sg1', l10n.t('Singapore')),
    region('us1', l10n.t('United States')),
    region('wwr', l10n.t('Worldwide')),
    interconnect('au1-ix', l10n.t('Australia')),
    interconnect('de1-ix', l10n.t('Germany')),
    interconnect('ie1-ix', l10n.t('Ireland')),
    interconnect('ie1-tnx', l10n.t('Ireland')),
    interconnect('jp1-ix', l10n.t('Japan')),
    interconnect('sg1-ix', l10n.t('Singapore')),
    interconnect('us1-ix', l10n.t('United States')),
    interconnect('us2-ix', l10n.t('United States')),
  ];
}

/** Voice by Twilio, set up by the vendor (API facts e.2). */
export function twilio(): TypeDefinition {
  return {
    id: 'twilio',
    label: l10n.t('Twilio'),
    summary: l10n.t('Voice calls by Twilio'),
    icon: 'phone',
    optional: ['extensionPrefix', 'forceRegion', 'turnEnabled', 'webRtc'],
    summaryFields: { user: 'accountSid' },
    fields: [
      {
        key: 'accountSid',
        label: l10n.t('Account SID'),
        kind: 'text',
        required: true,
        help: l10n.t('Identifies the Twilio account. Starts with AC.'),
        where: { text: l10n.t('On the dashboard of the Twilio Console.') },
        defaultValue: '',
      },
      {
        key: 'authToken',
        label: l10n.t('Auth token'),
        kind: 'text',
        secret: true,
        required: true,
        help: l10n.t('The password of the Twilio account.'),
        where: { text: l10n.t('On the dashboard of the Twilio Console, below the account SID.') },
        defaultValue: '',
      },
      {
        key: 'region',
        label: l10n.t('Region'),
        kind: 'choice',
        required: true,
        options: regions(),
        help: l10n.t('Where calls enter Twilio. With a wrong interconnect, agents cannot go ready.'),
        defaultValue: 'gll',
      },
      {
        key: 'forceRegion',
        label: l10n.t('Forced'),
        kind: 'boolean',
        help: l10n.t('Uses this region for every user and ignores the user’s own setting.'),
        defaultValue: false,
      },
      {
        key: 'webRtc',
        label: l10n.t('WebRTC'),
        kind: 'boolean',
        help: l10n.t('Lets agents take calls in the browser.'),
        defaultValue: false,
      },
      {
        key: 'turnEnabled',
        label: l10n.t('TURN'),
        kind: 'boolean',
        help: l10n.t('Sends the audio of calls in the browser through a TURN server.'),
        defaultValue: false,
      },
      {
        key: 'extensionPrefix',
        label: l10n.t('Extension prefix'),
        kind: 'text',
        help: l10n.t('Five digits, or empty. Changing it requires the permission TWILIO_GLOBAL_DIAL_PARAMS_MANAGE.'),
        permissions: DIAL_PERMISSIONS,
        example: '12345',
        defaultValue: '',
        limits: { maxLength: 5, pattern: { source: '^[0-9]{5}$', message: l10n.t('Enter exactly five digits.') } },
      },
      {
        key: 'globalDialParams',
        label: l10n.t('Global dial parameters'),
        kind: 'map',
        permissions: DIAL_PERMISSIONS,
        help: l10n.t(
          'Names and values that are sent with every outbound call. Changing them requires the permission TWILIO_GLOBAL_DIAL_PARAMS_MANAGE.',
        ),
        example: '{ "trunk": "north" }',
        defaultValue: '[]',
      },
      {
        key: 'sdkVersion',
        label: l10n.t('SDK version'),
        kind: 'text',
        readOnly: true,
        help: l10n.t('Set by CxEngage.'),
        defaultValue: '',
      },
    ],
  };
}
