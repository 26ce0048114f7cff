/**
 * Runs loops side by side, one more each time a loop has found something, up to `most`: a look that finds nothing costs one
 * transaction, not one for every loop.
 */
export async function sideBySide(most: number, loop: (found: () => void) => Promise<void>): Promise<void> {
  const loops: Promise<void>[] = [];
  let failed: { error: unknown } | undefined;
  const another = (): void => {
    if (loops.length === most) return;
    loops.push(
      loop(another).catch((error: unknown) => {
        failed ??= { error };
      }),
    );
  };
  another();
  // the list grows while it is waited for
  for (let at = 0; at < loops.length; at++) await loops[at];
  if (failed) throw failed.error;
}
