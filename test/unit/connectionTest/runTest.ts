// Runs connection tests against loopback, and reads their reports.
import { testConnection } from '../../../src/core/connectionTest/testConnection';
import type { ConnectionTestOptions, ConnectionTestReport, TestNetwork } from '../../../src/core/connectionTest/model';
import type { JsonObject } from '../../../src/core/base/json';
import { createTestSockets } from '../../../src/host/connectionTestSockets';

export const network: TestNetwork = {
  ...createTestSockets(() => []),
  usesProxy: () => false,
  request: (url, init) => fetch(url, init),
};

/** Tests with consent to addresses of this machine. */
export async function runTest(
  typeId: string,
  properties: JsonObject,
  options: Partial<ConnectionTestOptions> = {},
): Promise<ConnectionTestReport> {
  return testConnection({ typeId, properties, network, consented: ['privateAddress'], ...options });
}

export function states(report: ConnectionTestReport): Readonly<Record<string, string>> {
  return Object.fromEntries(report.stages.map((stage) => [stage.id, stage.state]));
}

export function detail(report: ConnectionTestReport, id: string): string {
  return report.stages.find((stage) => stage.id === id)?.detail ?? '';
}
