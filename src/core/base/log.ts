/** Values a log line may carry. Objects are left out on purpose: nobody can log a body or a library's error whole. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where the project writes what it did. The implementation redacts every line itself (core/redact). */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** For code run without a log, such as small tests. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
