import { expect, it } from "vitest";
import { lookAtModel } from "#editor/look-at-model";
import { connect, portPair, serve } from "#protocol/channel";
import type { ModelChoice } from "#protocol/request";
import type { ModelInfo, WorkerMethods } from "#protocol/worker-methods";

const choice: ModelChoice = { source: "owner/model", dtype: "auto", device: "cpu" };

/** A worker that says of every model what `describe` says. */
function workerThat(describe: () => AsyncIterable<ModelInfo>) {
  const [here, there] = portPair();
  serve<Pick<WorkerMethods, "describeModel">>(there, { describeModel: describe });
  return connect<WorkerMethods>(here);
}

it("a model that the worker describes is fit to be chosen", async () => {
  const call = workerThat(async function* () {
    yield { source: "owner/model" } as ModelInfo;
  });
  await expect(lookAtModel(call, choice)).resolves.toBeUndefined();
});

it("a worker that stays busy is a failure that names the model, what is kept and the next step", async () => {
  const call = workerThat(async function* () {
    await new Promise(() => {});
  });
  await expect(lookAtModel(call, choice, 50)).rejects.toMatchObject({
    failure: {
      kind: "worker-busy",
      message: expect.stringMatching(
        /^Nothing is known of owner\/model after .* s: .*\. The model before it stays chosen\.$/,
      ),
      remedy: "Cancel the run and try again, or wait for its end.",
    },
  });
});
