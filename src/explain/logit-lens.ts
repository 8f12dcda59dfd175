import { ExplainError } from "#protocol/failure";
import type { LogitLens } from "#protocol/lens";
import type { LensModel } from "./inner-model.ts";
import type { ScoringModel } from "./scoring-model.ts";
import type { Task } from "./task.ts";

/**
 * The prediction of every position after every block: the last norm and the head read the states after an earlier block
 * as if it were the last (the logit lens; PromptExplainer, appendix A). Cost: one forward pass a block, and one of the
 * head. Throws ExplainError `model-unsupported`.
 */
export async function logitLens(
  given: ScoringModel,
  { prompt, offset, request }: Pick<Task, "prompt" | "offset" | "request">,
): Promise<LogitLens> {
  const began = performance.now();
  const model = asLensModel(given);
  const layers = await model.logitLens({ ids: prompt.tokens.map(({ id }) => id) });
  const texts = new Map<number, string>();
  const textOf = (id: number) => {
    const text = texts.get(id) ?? model.decode([id]).join("");
    texts.set(id, text);
    return text;
  };
  return {
    schema: 1,
    model: model.name,
    device: model.device,
    prompt: {
      text: request.prompt.text,
      tokens: prompt.tokens.map((token) => ({
        ...token,
        start: token.start + offset,
        end: token.end + offset,
      })),
    },
    blocks: layers.map((row) =>
      row.map(({ id, probability }) => ({ id, text: textOf(id), probability })),
    ),
    seconds: (performance.now() - began) / 1000,
  };
}

function asLensModel(model: ScoringModel): LensModel {
  if ("logitLens" in model) return model as LensModel;
  throw new ExplainError({
    kind: "model-unsupported",
    message: `${model.name} does not show what it makes of the prompt on the way.`,
    remedy: "Choose a model in the transformers.js layout.",
  });
}
