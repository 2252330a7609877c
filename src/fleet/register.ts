import { COMMANDS, INTERNAL_COMMANDS } from '../host/commandIds';
import { registerCommand } from '../host/commands';
import type { Services } from '../host/services';
import type { TenantChoice } from './chooseTenants';

/** Registers the commands over many tenants. What they do loads with the first of them. */
export function registerFleet(services: Services): void {
  let choice: Promise<TenantChoice> | undefined;
  /** Made with the first command, and kept for those after it: it remembers what was chosen. */
  const chosen = (): Promise<TenantChoice> =>
    (choice ??= import('./chooseTenants.js').then((module) => new module.TenantChoice()));
  registerCommand(services, COMMANDS.copyToTenants, async (...args) =>
    (await import('./copyToTenants.js')).copyToTenants(services, await chosen(), args),
  );
  registerCommand(services, INTERNAL_COMMANDS.copyDraft, async (draft) =>
    (await import('./copyToTenants.js')).copyDraft(services, await chosen(), draft),
  );
  registerCommand(services, COMMANDS.compareTenants, async (...args) =>
    (await import('./compareTenants.js')).showTenantComparison(services, await chosen(), args),
  );
  registerCommand(services, COMMANDS.rotateSecret, async (...args) =>
    (await import('./rotateSecret.js')).rotateSecret(services, args),
  );
  registerCommand(services, INTERNAL_COMMANDS.rotateNamedSecret, async (name) =>
    (await import('./rotateSecret.js')).rotateNamedSecret(services, name),
  );
  registerCommand(services, COMMANDS.auditReport, async (...args) =>
    (await import('./auditReport.js')).auditReport(services, args),
  );
  // The one above the tree: VS Code hands it the row that has the focus, which is not what it is for.
  registerCommand(services, COMMANDS.auditReportAll, async () =>
    (await import('./auditReport.js')).auditReport(services, []),
  );
}
