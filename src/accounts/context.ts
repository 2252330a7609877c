import type { ConnectionFactory } from '../core/directory/service';
import type { Services } from '../host/services';
import type { AccountStore } from './accountStore';
import type { Marks } from './markStore';

/** What this room needs beside the common services; given by the composition root. */
export interface AccountContext {
  readonly accounts: AccountStore;
  readonly marks: Marks;
  /** Makes a connection with a credential that is not stored yet, to see whether it works. */
  readonly connect: ConnectionFactory;
}

export interface AccountServices extends Services, AccountContext {}
