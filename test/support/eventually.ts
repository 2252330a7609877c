/** Longest wait, in ms: VS Code starts its own language servers meanwhile, on processors that others keep busy. */
const LIMIT = 20_000;

/**
 * Repeats a check until it holds.
 * @throws what the check throws after 20 s
 */
export async function eventually(check: () => unknown): Promise<void> {
  const end = Date.now() + LIMIT;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    }
  }
}
