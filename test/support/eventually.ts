/**
 * Repeats a check until it holds.
 * @throws what the check throws after 5 s
 */
export async function eventually(check: () => unknown): Promise<void> {
  const end = Date.now() + 5000;
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
