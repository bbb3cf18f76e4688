/**
 * Starts at once, and once. A start that failed is made again for whoever asks next: a function that stays warm would
 * fail for as long as it lives otherwise.
 */
export function startedOnce<Started>(start: () => Promise<Started>): () => Promise<Started> {
  let current: Promise<Started> | undefined;
  const begin = async () => {
    try {
      return await start();
    } catch (error) {
      current = undefined;
      throw error;
    }
  };
  current = begin();
  // Whoever asks is told; nobody has asked yet.
  current.catch(() => undefined);
  return async () => (current ??= begin());
}
