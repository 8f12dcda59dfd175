import type { Shade } from "#protocol/shading";

/** The classes that shade an element: `support5` sets the ink, `shade` uses it. Step 0 is bare. */
export function shadeClass({ pole, step }: Shade): string {
  return step === 0 ? "" : `shade ${pole}${step}`;
}

export function classes(...names: readonly (string | false | undefined)[]): string {
  return names.filter(Boolean).join(" ");
}
