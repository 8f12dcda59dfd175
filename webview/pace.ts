/** `act` at once, then at most every `ms` with the last value given; `flush` does what still waits. */
export function atMostEvery<Value>(ms: number, act: (value: Value) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: { readonly value: Value } | undefined;
  const flush = () => {
    const next = waiting;
    waiting = undefined;
    if (next) act(next.value);
    return next !== undefined;
  };
  const tick = () => {
    timer = flush() ? setTimeout(tick, ms) : undefined;
  };
  return {
    call(value: Value) {
      waiting = { value };
      if (timer === undefined) tick();
    },
    flush,
  };
}
