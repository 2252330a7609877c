import type { CommandArguments } from '../host/commandTargets';
import { COMMANDS } from '../host/commandIds';
import type { Services } from '../host/services';
import { exportIntegrationFiles } from './export';
import { addTenantToFile, moveToSecretStorage, saveNamedSecret } from './fixCommands';
import { planIntegrationFiles } from './plan';
import { testTarget } from './testTarget';

type FileCommand = (services: Services, args: CommandArguments) => Promise<void>;

/** What each command of integration files does; loaded when one is used. */
export const FILE_COMMANDS = {
  [COMMANDS.planIntegrationFiles]: planIntegrationFiles,
  [COMMANDS.exportIntegrationFile]: exportIntegrationFiles,
  [COMMANDS.testIntegrationFile]: testTarget,
  [COMMANDS.moveToSecretStorage]: moveToSecretStorage,
  [COMMANDS.saveNamedSecret]: saveNamedSecret,
  [COMMANDS.addTenantToFile]: addTenantToFile,
} satisfies Record<string, FileCommand>;
