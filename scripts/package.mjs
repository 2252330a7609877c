// Packs what `npm run build` made into a .vsix. The same files give the same bytes: vsce sorts the entries and sets
// one time for all when SOURCE_DATE_EPOCH says so. Takes the path to write to; without it, NAME-VERSION.vsix here.
import { createVSIX } from '@vscode/vsce';

// Zip times are local ones and begin in 1980.
process.env.TZ = 'UTC';
process.env.SOURCE_DATE_EPOCH ??= String(Date.UTC(1980, 0, 1) / 1000);

const packagePath = process.argv[2];
await createVSIX({ dependencies: false, ...(packagePath === undefined ? {} : { packagePath }) });
