import type { SandboxServices } from './services';
import type { Fields } from './values';

/** Values for the form that a fake service of this sandbox accepts, all made up. */
export interface SampleValues {
  /** The wire name of the type. */
  readonly type: string;
  /** Tells several samples of one type apart: `basic`, `token`, `none`; `default` where there is one. */
  readonly variant: string;
  /** Whole `properties`, as a create sends them; secrets are meant to be shown. */
  readonly properties: Fields;
}

/** For every type that has a fake service, what a connection test passes with. The first of a type is the usual one. */
export function sampleValues({ rest, salesforce, zendesk }: SandboxServices): readonly SampleValues[] {
  const restValues = (variant: 'basic' | 'token' | 'none', given: Fields): SampleValues => ({
    type: 'rest',
    variant,
    properties: { endpointPrefix: `${rest.url}/${variant}`, username: '', password: '', token: '', ...given },
  });
  const { username, password, securityToken, consumerKey, consumerSecret, loginUrl } = salesforce;
  const properties = { username, password, securityToken, consumerKey, consumerSecret, loginUrl, pushEnabled: false };
  return [
    restValues('basic', { username: rest.username, password: rest.password }),
    restValues('token', { token: rest.token }),
    restValues('none', {}),
    { type: 'salesforce', variant: 'default', properties },
    {
      type: 'zendesk',
      variant: 'default',
      properties: {
        endpointPrefix: zendesk.endpointPrefix,
        username: zendesk.username,
        password: zendesk.password,
        workItems: true,
        interactionFieldId: zendesk.interactionFieldId,
      },
    },
  ];
}
