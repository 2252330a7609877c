import { readFileSync } from 'node:fs';

/** Where Linux says how long the main thread of this process has worked: its number is that of the process. */
const SCHEDULE = `/proc/self/task/${process.pid}/schedstat`;

/**
 * How long the main thread of this process has worked, in ms. What is collected as garbage on other threads is not in it
 * where the system tells threads apart: nobody waits for those.
 */
function threadTime(): number {
  if (process.platform === 'linux') return Number(readFileSync(SCHEDULE, 'utf8').split(' ')[0]) / 1e6;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * Measures how long others have to wait for the event loop. Time that the machine gave to other processes does not count.
 * @returns ends the measuring, and gives the longest turn in ms.
 */
export function watchTurns(): () => number {
  let longest = 0;
  let last = performance.now();
  let worked = threadTime();
  const look = (): void => {
    longest = Math.max(longest, Math.min(performance.now() - last, threadTime() - worked));
    last = performance.now();
    worked = threadTime();
  };
  const timer = setInterval(look, 1);
  return () => {
    clearInterval(timer);
    look();
    return longest;
  };
}
