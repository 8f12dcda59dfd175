import { Latest } from "#base/latest";

/** Bytes read or fetched so far, and in all where it is known. */
export type OnLoaded = (done: number, total: number | undefined) => void;

export interface Loaded {
  readonly done: number;
  readonly total?: number;
}

/**
 * Yields what `work` reports, the newest, and returns its result. After an abort it returns undefined, and a result
 * that comes all the same is given to `discard`. Throws what `work` throws.
 */
export async function* withProgress<T>(
  work: (onLoaded: OnLoaded) => Promise<T>,
  signal: AbortSignal,
  discard: (late: T) => unknown = () => {},
): AsyncGenerator<Loaded, T | undefined> {
  const loaded = new Latest<Loaded>();
  const working = work((done, total) =>
    loaded.put({ done, ...(total === undefined ? {} : { total }) }),
  );
  working.then(
    () => loaded.end(),
    (error: unknown) => loaded.end(signal.aborted ? undefined : error),
  );
  yield* loaded;
  if (!signal.aborted) return working;
  await working.then(discard).catch(() => {});
  return undefined;
}
