// Writes src/form/paste/curlOptions.json: curl's options, which of them take a value, and their letters.
// Source: the help of the curl on this machine. Run it with the newest curl you have: node scripts/curlOptions.mjs
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

// What curl 8.1 to 8.17 added (curl's manual, "Added in"), for a machine whose curl is older.
const ADDED_WITH_VALUE =
  'ech haproxy-clientip ip-tos ipfs-gateway keepalive-cnt knownhosts parallel-max-host sigalgs trace-config upload-flags variable vlan-priority';
const ADDED_WITHOUT =
  'ca-native dump-ca-embed follow mptcp out-null proxy-ca-native proxy-http2 skip-existing tls-earlydata trace-ids';
// Other spellings that curl takes and its help leaves out (src/tool_getparam.c).
const HIDDEN_WITH_VALUE = 'krb4';
const HIDDEN_WITHOUT = 'ftp-ssl ftp-ssl-reqd proxy-ssl-auto-client-cert';

const run = (...options) => execFileSync('curl', options, { encoding: 'utf8' });
const withValue = new Set([...ADDED_WITH_VALUE.split(' '), ...HIDDEN_WITH_VALUE.split(' ')]);
const withoutValue = new Set([...ADDED_WITHOUT.split(' '), ...HIDDEN_WITHOUT.split(' ')]);
const letters = {};

for (const line of run('--help', 'all').split('\n')) {
  const [, letter, name, value] = /^ *(?:-(\S), )? *--([\w.-]+)( [<[])?/.exec(line) ?? [];
  if (name === undefined) continue;
  (value === undefined ? withValue : withoutValue).delete(name);
  (value === undefined ? withoutValue : withValue).add(name);
  if (letter !== undefined) letters[letter] = name;
}

const data = {
  source: `curl ${run('--version').split(' ')[1]} --help all, and what curl 8.1 to 8.17 added`,
  withValue: [...withValue].sort(),
  withoutValue: [...withoutValue].sort(),
  letters,
};
writeFileSync('src/form/paste/curlOptions.json', `${JSON.stringify(data, undefined, 2)}\n`);
