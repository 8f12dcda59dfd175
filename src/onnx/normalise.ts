import type { OnnxModel } from "./graph.ts";
import { constantsToInitializers } from "./normalise/constants.ts";
import { toFloat32 } from "./normalise/float32.ts";
import { dropIdentities } from "./normalise/identities.ts";
import { inlineMergedDecoder } from "./normalise/merged-decoder.ts";
import { upgradeOpset } from "./normalise/upgrade-opset.ts";

export interface NormaliseOptions {
  /** Compute in float32 what is stored in half precision, as gradients want it. */
  readonly float32?: boolean;
  /** Of a merged decoder take the branch that reads the key-value cache, as by default, or the one without. */
  readonly usesCache?: boolean;
}

/**
 * Brings the forms that exporters write to one that rewriting and differentiation read: constants are initializers,
 * nothing only hands its input on, the opset is 13 or later, a merged decoder is one graph. The results stay the
 * same. Throws OnnxError `old-opset`.
 */
export function normalise(model: OnnxModel, options: NormaliseOptions = {}): OnnxModel {
  const { float32 = false, usesCache = true } = options;
  const upgraded = upgradeOpset(inlineMergedDecoder(model, usesCache));
  const held = { ...upgraded, graph: constantsToInitializers(upgraded.graph) };
  const single = dropIdentities(held);
  return float32 ? toFloat32(single) : single;
}
