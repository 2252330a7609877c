/** Base URL of one CxEngage region, without `/v1` (API facts a). */
export interface Endpoint {
  readonly name: string;
  /** Origin, e.g. `https://api.cxengage.net`; http only on loopback. */
  readonly url: string;
}

export type AccountKind = 'password' | 'apiKey' | 'token';

/** One sign-in at one endpoint; nothing here is secret. */
export interface Account {
  /** UUID, made when the account is added. */
  readonly id: string;
  /** What the user calls it. */
  readonly label: string;
  readonly endpoint: Endpoint;
  readonly kind: AccountKind;
  /** User name, or the API key's id. */
  readonly userName?: string;
  /** Known beforehand for API keys and some tokens, which may not be allowed to list tenants. */
  readonly tenantId?: string;
  /** Made by `cxengage.startSandbox`; goes when the sandbox stops. */
  readonly sandbox?: true;
}

/** What proves who we are. Lives in SecretStorage and in memory only. */
export type Credential =
  | { readonly kind: 'password'; readonly userName: string; readonly password: string }
  | { readonly kind: 'apiKey'; readonly key: string; readonly secret: string; readonly tenantId: string }
  | { readonly kind: 'token'; readonly token: string };

/** A keyring that fails is not the same as one that holds nothing. */
export type CredentialLookup =
  | { readonly state: 'found'; readonly credential: Credential }
  | { readonly state: 'none' }
  | { readonly state: 'unreadable'; readonly reason: string }
  | { readonly state: 'unavailable'; readonly reason: string };
