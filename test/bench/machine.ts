import { cpus, release, totalmem, type } from 'node:os';

/** The machine of the figures, without its name. */
export function machine(): string {
  const [first] = cpus();
  return `${cpus().length} × ${first?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release().split('-')[0] ?? ''}, Node ${process.versions.node}`;
}
