type Results<T extends readonly unknown[]> = { -readonly [K in keyof T]: Awaited<T[K]> };

/**
 * Statements that follow each other on the one connection without waiting for the answers (pipelined).
 * Unlike Promise.all it throws only when all have ended: nothing may still be at work when the transaction is rolled back.
 */
export async function together<const T extends readonly unknown[]>(statements: T): Promise<Results<T>> {
  const settled = await Promise.allSettled(statements);
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return settled.map((result) => (result as PromiseFulfilledResult<unknown>).value) as Results<T>;
}
