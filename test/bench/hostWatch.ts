// Watches the one thread of an extension host: how long nobody else had a turn, and whose work that was.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const Profile = v.object({
  nodes: v.array(
    v.object({
      id: v.number(),
      callFrame: v.object({ url: v.string() }),
      children: v.optional(v.array(v.number()), []),
    }),
  ),
  startTime: v.number(),
  samples: v.array(v.number()),
  timeDeltas: v.array(v.number()),
});

/** A time in which the thread did not come back to its event loop; all in ms. */
export interface Turn {
  /** Milliseconds since the epoch, when it ended. */
  readonly at: number;
  readonly took: number;
  /** What the thread really worked of it: on a busy machine the rest was other processes' turn. */
  readonly worked: number;
  /** What of that was work of the extension itself, by samples of one millisecond. */
  readonly own: number;
  /** Memory of the process at its end, in MB. */
  readonly memory: number;
}

/** The code to put before the extension's own, and what was seen once the thread is told to stop watching. */
export interface HostWatch {
  readonly code: string;
  /** @throws when the host does not hand over its samples within half a minute. */
  turns(): Promise<readonly Turn[]>;
}

/**
 * Watches the thread that loads the extension in `extensionFolder`, with a sampling profiler. Notes every turn of more
 * than 20 ms, and one a second besides.
 * @param folder where what is seen is kept.
 */
export function hostWatch(folder: string, extensionFolder: string): HostWatch {
  const log = join(folder, 'turns.log');
  const profile = join(folder, 'host.cpuprofile');
  const enough = join(folder, 'enough');
  writeFileSync(log, '');
  const code = `{
  const { Session } = require('node:inspector');
  const { appendFileSync, existsSync, renameSync, writeFileSync } = require('node:fs');
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: 1000 });
  session.post('Profiler.start');
  const cpu = () => { const { user, system } = (process.threadCpuUsage ?? process.cpuUsage).call(process); return (user + system) / 1000; };
  const micros = () => Number(process.hrtime.bigint() / 1000n);
  let last = micros();
  let worked = cpu();
  let told = 0;
  const timer = setInterval(() => {
    const now = micros();
    const gap = (now - last) / 1000;
    if (gap > 20 || now - told > 1e6) {
      appendFileSync(${JSON.stringify(log)}, [Date.now(), last, now, Math.round(Math.min(gap, cpu() - worked)), Math.round(process.memoryUsage.rss() / 1e6)].join(' ') + '\\n');
      told = now;
      if (existsSync(${JSON.stringify(enough)})) {
        clearInterval(timer);
        session.post('Profiler.stop', (_error, { profile }) => { writeFileSync(${JSON.stringify(`${profile}.new`)}, JSON.stringify(profile)); renameSync(${JSON.stringify(`${profile}.new`)}, ${JSON.stringify(profile)}); });
      }
    }
    last = micros();
    worked = cpu();
  }, 4);
  timer.unref();
}
`;
  return {
    code,
    async turns() {
      writeFileSync(enough, '');
      for (const end = Date.now() + 30_000; !existsSync(profile);) {
        if (Date.now() > end) throw new Error('the extension host did not hand over its samples');
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const samples = ownSamples(v.parse(Profile, JSON.parse(readFileSync(profile, 'utf8'))), extensionFolder);
      return readFileSync(log, 'utf8')
        .trim()
        .split('\n')
        .map((line) => {
          const [at = 0, from = 0, to = 0, worked = 0, memory = 0] = line.split(' ').map(Number);
          const own =
            samples.filter(({ time }) => time > from && time <= to).reduce((sum, { took }) => sum + took, 0) / 1000;
          return { at, took: Math.round((to - from) / 1000), worked, own: Math.min(worked, Math.round(own)), memory };
        });
    },
  };
}

/** The samples in which the extension was at work, in whatever it had called; times in microseconds. */
function ownSamples(
  profile: v.InferOutput<typeof Profile>,
  extensionFolder: string,
): readonly { readonly time: number; readonly took: number }[] {
  const parents = new Map(profile.nodes.flatMap(({ id, children }) => children.map((child) => [child, id] as const)));
  const isOwn = new Map<number, boolean>();
  // Parents come before their children.
  for (const { id, callFrame } of profile.nodes)
    isOwn.set(id, callFrame.url.includes(extensionFolder) || (isOwn.get(parents.get(id) ?? 0) ?? false));
  let time = profile.startTime;
  return profile.samples.flatMap((id, index) => {
    const took = profile.timeDeltas[index] ?? 0;
    time += took;
    return isOwn.get(id) ? [{ time, took }] : [];
  });
}
