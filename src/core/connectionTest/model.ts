import type { FetchInit, FetchResponse } from '../api/model';
import type { JsonObject } from '../base/json';

export type StageId = 'name' | 'connection' | 'tls' | 'authentication' | 'permissions';

/** `warning` is fine with a remark; `skipped` says why it could not be, or need not be, tested. */
export type StageState = 'passed' | 'failed' | 'warning' | 'skipped';

export interface TestStage {
  readonly id: StageId;
  readonly label: string;
  readonly state: StageState;
  /** Whole milliseconds; absent where nothing was done. */
  readonly ms?: number;
  readonly detail: string;
}

/** Why a test asks before it sends anything. `privateAddress`: the service is, or may be, on a private network. */
export type ConsentReason = 'privateAddress' | 'plainHttp';

/** What a test found, as plain data without secrets: it may be shown, logged and sent to a screen. */
export interface ConnectionTestReport {
  /** No stage failed. False also while consent lacks. */
  readonly ok: boolean;
  readonly stages: readonly TestStage[];
  /** The result as one sentence; it promises no more than was seen. */
  readonly conclusion: string;
  /** What was sent, secrets masked; absent when nothing was. */
  readonly sent?: string;
  /** The service's response, shortened, secrets masked. */
  readonly response?: string;
  /** HTTP status of the last response; absent where the service did not respond. */
  readonly status?: number;
  /** Nothing was sent yet: ask the user `question`, then run again with these reasons in `consented`. */
  readonly needsConsent?: { readonly reasons: readonly ConsentReason[]; readonly question: string };
  /** From where the test ran; belongs beside every result. */
  readonly note: string;
}

export interface TlsFacts {
  /** E.g. `TLSv1.3`. */
  readonly protocol: string;
  readonly issuer?: string;
  /** As the certificate says it. */
  readonly validUntil?: string;
}

/** An open connection, before anything is sent over it. */
export interface TestSocket {
  /** The address reached. */
  readonly address: string;
  /** TLS handshake with the certificate checked. Throws an error with a `code`. */
  secure(signal: AbortSignal): Promise<TlsFacts>;
  close(): void;
}

/** The network as the test needs it; implemented by the host. All throw errors with a Node `code`. */
export interface TestNetwork {
  /** Whether calls to the address are known to go through a proxy, so that the stages before it cannot be seen. */
  usesProxy(url: URL): boolean;
  /** All addresses of a host name. */
  resolve(host: string, signal: AbortSignal): Promise<readonly string[]>;
  connect(
    target: { readonly host: string; readonly addresses: readonly string[]; readonly port: number },
    signal: AbortSignal,
  ): Promise<TestSocket>;
  /**
   * Sends a request. `addresses` are those that were looked up and reached: the request goes to one of them, and the name
   * is not looked up again. Without them it goes wherever a proxy or another look-up leads.
   */
  readonly request: (url: string, init: FetchInit, addresses?: readonly string[]) => Promise<FetchResponse>;
}

export interface ConnectionTestOptions {
  readonly typeId: string;
  /** Complete `properties`, secrets in the clear; dropped after the test. */
  readonly properties: JsonObject;
  readonly network: TestNetwork;
  /** Cancels the test: `testConnection` then throws `ApiError` `aborted`. */
  readonly signal?: AbortSignal;
  /** For the whole test, in milliseconds; 15 seconds unless told. */
  readonly timeoutMs?: number;
  readonly consented?: readonly ConsentReason[];
  /** The integration is one of the sandbox, whose services are on this machine: sending there needs no consent. */
  readonly isSandbox?: boolean;
}

/** What one stage came to. */
export interface Finding {
  readonly state: StageState;
  readonly detail: string;
}

/** What a type's test concludes from the responses. */
export interface Verdict {
  readonly authentication: Finding;
  readonly permissions: Finding;
  readonly response?: string;
}
