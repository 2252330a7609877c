import type { SeedIntegration } from './model';

/** One of each of several types that the vendor provisions (API facts e.2). */
export function providedIntegrations(stage: string): readonly SeedIntegration[] {
  return [
    {
      type: 'twilio',
      name: 'Twilio',
      properties: {
        accountSid: `ACsample${stage}`,
        authToken: `sample-auth-token-${stage}`,
        region: 'ie1',
        forceRegion: false,
        webRtc: true,
        extensionPrefix: '12345',
        globalDialParams: { Timeout: '45', 'X-Campaign_Id': stage },
        sdkVersion: '1.13',
      },
    },
    {
      type: 'email',
      name: 'Email',
      properties: {
        incomingType: 'imap',
        imapServer: 'imap.acme.example',
        smtpHost: 'smtp.acme.example',
        smtpPort: '587',
        smtpEncryptionType: 'starttls',
        smtpUser: 'mailer',
        smtpPassword: `sample-smtp-password-${stage}`,
      },
      listeners: [
        {
          name: 'Help mailbox',
          properties: { email: 'help@acme.example', password: `sample-mailbox-password-${stage}` },
        },
        {
          name: 'Sales mailbox',
          active: false,
          properties: { email: 'sales@acme.example', password: `sample-mailbox-password-2-${stage}` },
        },
      ],
    },
    {
      type: 'verint',
      name: 'Verint',
      active: false,
      properties: {
        sftpHost: 'sftp.acme.example',
        sftpPort: 22,
        sftpUsername: 'verint',
        sftpPassword: `sample-sftp-password-${stage}`,
        orgName: 'Acme',
        multipleTenants: false,
        dataSourceName: `acme_${stage}`,
        scorecardsEnabled: true,
        historicalEnabled: false,
      },
    },
    {
      type: 'client',
      name: 'Client',
      properties: { accessKey: `sample-access-key-${stage}`, secretKey: `sample-secret-key-${stage}` },
    },
    {
      type: 'facebook',
      name: 'Facebook page',
      properties: {},
      listeners: [
        { name: 'Acme page', properties: { pageToken: `sample-page-token-${stage}`, pageId: '100000000000001' } },
      ],
    },
  ];
}
