/** Where the fake services listen and which credentials they accept. All values are made up. */
export interface SandboxServices {
  readonly zendesk: {
    /** What goes into `endpointPrefix`, e.g. `http://127.0.0.1:4001/api/v2`. */
    readonly endpointPrefix: string;
    readonly username: string;
    readonly password: string;
    /** Signs in as `<username>/token` with this as the password. */
    readonly apiToken: string;
    /** Right credentials of a person who is no agent: 200, `role` `end-user`. */
    readonly endUser: { readonly username: string; readonly password: string };
    /** Right credentials of somebody locked out: 403. */
    readonly suspended: { readonly username: string; readonly password: string };
    /** The one ticket field there is. */
    readonly interactionFieldId: string;
  };
  readonly salesforce: {
    /** What goes into `loginUrl`. */
    readonly loginUrl: string;
    readonly username: string;
    readonly password: string;
    readonly securityToken: string;
    readonly consumerKey: string;
    readonly consumerSecret: string;
    /** A user name that is known but not active: `inactive_user`. */
    readonly inactiveUsername: string;
  };
  readonly rest: {
    /** Base URL; below it `/none`, `/basic`, `/token`, `/forbidden`, `/redirect`, `/error`, `/html`, `/stall`. */
    readonly url: string;
    readonly username: string;
    readonly password: string;
    readonly token: string;
  };
  /** Another origin, the aim of redirects; whatever reaches it stands in `serviceRequests` as `elsewhere`. */
  readonly elsewhere: { readonly url: string };
}

/** The services at the given origins, e.g. `http://127.0.0.1:4001`. */
export function describeServices(
  origins: Readonly<Record<'zendesk' | 'salesforce' | 'rest' | 'elsewhere', string>>,
): SandboxServices {
  return {
    zendesk: {
      endpointPrefix: `${origins.zendesk}/api/v2`,
      username: 'agent@acme.example',
      password: 'sample-zendesk-password',
      apiToken: 'sample-zendesk-api-token',
      endUser: { username: 'customer@acme.example', password: 'sample-customer-password' },
      suspended: { username: 'suspended@acme.example', password: 'sample-suspended-password' },
      interactionFieldId: '360000000001',
    },
    salesforce: {
      loginUrl: origins.salesforce,
      username: 'api@acme.example',
      password: 'sample-salesforce-password',
      securityToken: 'sample-security-token',
      consumerKey: 'sample-consumer-key',
      consumerSecret: 'sample-consumer-secret',
      inactiveUsername: 'former@acme.example',
    },
    rest: { url: origins.rest, username: 'rest-user', password: 'sample-rest-password', token: 'sample-rest-token' },
    elsewhere: { url: origins.elsewhere },
  };
}
