import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { parseDialect } from './dialect';
import { startSandbox } from './server';

export * from './server';

const usage = `Usage: npm run sandbox -- [--port N] [--tenants N] [--integrations M] [--seed N]
                              [--flows N] [--flow-text CHARACTERS]
                              [--dialect NAME=WAY,…] [--control]

Starts a CxEngage-compatible API on 127.0.0.1 and prints one line of JSON that says where it is and who may call it.
--dialect says how the service behaves where that is not known; docs/sandbox.md lists the names.
--control adds the address and key of the control routes to that line. SIGTERM or SIGINT ends it.`;

/** A whole number from the command line. Throws what the user should read when it is none. */
function wholeNumber(name: string, value: string | undefined, least: number): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= least) return number;
  throw new Error(`--${name} must be a whole number of at least ${least}, not "${value}"`);
}

function readOptions(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: text,
      tenants: text,
      integrations: text,
      seed: text,
      flows: text,
      'flow-text': text,
      dialect: text,
      control: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const port = wholeNumber('port', values.port, 0);
  const tenants = wholeNumber('tenants', values.tenants, 1);
  const integrations = wholeNumber('integrations', values.integrations, 0);
  const seed = wholeNumber('seed', values.seed, 0);
  const flows = wholeNumber('flows', values.flows, 0);
  const flowTextLength = wholeNumber('flow-text', values['flow-text'], 0);
  return {
    control: values.control === true,
    help: values.help === true,
    sandbox: {
      ...(port === undefined ? {} : { port }),
      ...(tenants === undefined ? {} : { tenants }),
      ...(integrations === undefined ? {} : { integrations }),
      ...(seed === undefined ? {} : { seed }),
      ...(flows === undefined ? {} : { flows }),
      ...(flowTextLength === undefined ? {} : { flowTextLength }),
      ...(values.dialect === undefined ? {} : { dialect: parseDialect(values.dialect) }),
      ...(values.control === true ? { controlKey: randomBytes(16).toString('hex') } : {}),
    },
  };
}

async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options.help) {
    console.log(usage);
    return;
  }
  const sandbox = await startSandbox(options.sandbox);
  const { url, username, password, apiKey, apiSecret, tenants, sampleValues } = sandbox;
  const control = options.control ? { control: sandbox.control, services: sandbox.services } : {};
  const end = () => {
    void sandbox.close();
  };
  process.once('SIGTERM', end).once('SIGINT', end);
  console.log(JSON.stringify({ url, username, password, apiKey, apiSecret, tenants, sampleValues, ...control }));
}

/**
 * Runs the sandbox until a signal ends it. Takes the arguments behind the program's name; says what is wrong with
 * them on the error output, with exit code 1.
 */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  try {
    await run(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exitCode = 1;
  }
}

// Two conditions: `require?.main` would fail where there is no such name.
if (typeof require !== 'undefined') if (require.main === module) void runCommandLine(process.argv.slice(2));
