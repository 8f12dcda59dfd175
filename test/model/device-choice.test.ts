import type { InferenceSession } from "onnxruntime-node";
import { afterEach, describe, expect, it, vi } from "vitest";
import { checkDevice } from "#model/check-device";
import { candidates, chooseDevice, DeviceChoice } from "#model/device-choice";
import { buildGraphs } from "#model/graphs";
import type { Probe } from "#model/probe-device";
import * as runtime from "#model/runtime";
import { scoreVariants } from "#model/score";
import { Session } from "#model/session";
import type { ExplainError } from "#protocol/failure";
import type { Provider } from "#protocol/request";
import { fixtureModel } from "./fixtures.ts";

const large = 1e9;
const fine: Probe = { isSoftware: false };
const broken = (problem: string): Probe => ({ problem, isSoftware: false });
const probing = (probes: Partial<Record<Provider, Probe>>) => async (provider: Provider) =>
  probes[provider] ?? fine;
const openGraph = runtime.openGraph;

afterEach(() => vi.restoreAllMocks());

describe("auto", () => {
  it.each([
    ["linux", ["cuda", "webgpu", "cpu"]],
    ["win32", ["cuda", "directml", "cpu"]],
    ["darwin", ["coreml", "cpu"]],
  ] as const)("on %s tries %j", (platform, expected) => {
    expect(candidates(platform)).toEqual(expected);
  });

  it.each([
    [{}, "cuda", []],
    [{ cuda: broken("no driver") }, "webgpu", ["cuda: no driver."]],
    [
      { cuda: broken("no driver"), webgpu: { isSoftware: true } },
      "cpu",
      ["cuda: no driver.", "webgpu: made up by software here, slower than the CPU."],
    ],
  ] as const)("with %j takes %s", async (probes, device, notes) => {
    const choice = await chooseDevice("auto", large, probing(probes), "linux");
    expect(choice.current).toBe(device);
    expect(choice.notes).toEqual(notes);
  });

  it("keeps a small model on the CPU and touches no driver", async () => {
    const probe = vi.fn(probing({}));
    const choice = await chooseDevice("auto", 6e6, probe, "linux");
    expect(choice.current).toBe("cpu");
    expect(choice.notes).toEqual(["cpu: taken at once, the model is small (6 MB)."]);
    expect(probe).not.toHaveBeenCalled();
  });

  it("finds nothing but the CPU on this machine without drivers, and says why", async () => {
    const choice = await chooseDevice("auto", large);
    expect(choice.notes.length).toBe(candidates().indexOf(choice.current));
    if (choice.current !== "cpu" || process.platform !== "linux") return;
    expect(choice.notes[0]).toMatch(/^cuda: its libraries are not installed \(Install CUDA/);
    expect(choice.notes[1]).toMatch(/^webgpu: (Failed to get a WebGPU adapter|made up by)/);
  });
});

describe("a device of the user's own choice", () => {
  it("is taken, also where it is slow", async () => {
    const choice = await chooseDevice("webgpu", 6e6, probing({ webgpu: { isSoftware: true } }));
    expect(choice.current).toBe("webgpu");
    expect(choice.giveUp("out of memory")).toBe(false);
  });

  it.each([
    ["cuda", /Install CUDA Support/],
    ["webgpu", /auto or cpu/],
  ] as const)(
    "%s that cannot run is a failure with its reason and the next step",
    async (device, remedy) => {
      const error = await chooseDevice(device, large, async () => broken("it is not there")).catch(
        (thrown: unknown) => thrown,
      );
      expect((error as ExplainError).failure).toEqual({
        kind: "device-unavailable",
        device,
        message: `The model cannot run on ${device}: it is not there.`,
        remedy: expect.stringMatching(remedy),
      });
    },
  );

  it("and that the runtime has not is one too, on this machine", async () => {
    await expect(chooseDevice("coreml", large)).rejects.toMatchObject({
      message: expect.stringMatching(/cannot run on coreml: the runtime has none for linux x64/),
    });
  });
});

/** Sessions that call themselves by another device's name and fail as told, but compute on the CPU. */
function pretend(failing: (provider: Provider, run: number) => string | undefined) {
  let runs = 0;
  const opened: Provider[] = [];
  vi.spyOn(runtime, "openGraph").mockImplementation(async (graph, provider, options) => {
    const refusal = failing(provider, 0);
    if (refusal !== undefined) throw new Error(refusal);
    opened.push(provider);
    const session = await openGraph(graph, "cpu", options);
    const run = session.run.bind(session);
    session.run = (async (...given: Parameters<InferenceSession["run"]>) => {
      runs += 1;
      const problem = failing(provider, runs);
      if (problem !== undefined) throw new Error(problem);
      return run(...given);
    }) as typeof session.run;
    return session;
  });
  return opened;
}

const { scoring, generation, weightsFolder } = buildGraphs(
  `${fixtureModel("tiny-gpt2")}/onnx/model.onnx`,
);
const create = (devices: DeviceChoice, graph = scoring) =>
  Session.create(graph, { devices, weightsFolder, prepacks: true, name: "tiny" });
const score = (session: Session) => scoreVariants(session, [{ ids: [5, 6, 7] }], [8, 9]);
const auto = () => new DeviceChoice(["cuda", "webgpu", "cpu"]);

describe("a session moves on", () => {
  it("where the model cannot be loaded", async () => {
    const opened = pretend((provider) => (provider === "cuda" ? "no kernel" : undefined));
    const devices = auto();
    await (await create(devices)).release();
    expect(opened).toEqual(["webgpu"]);
    expect(devices.notes).toEqual(["cuda: the model cannot be loaded (no kernel)."]);
  });

  it("when the device runs out of memory, repeats the run, and takes the model's others along", async () => {
    const [expected] = await score(await create(new DeviceChoice(["cpu"])));
    const opened = pretend((provider, run) =>
      provider === "cuda" && run >= 2 ? "CUDA failure 2: out of memory" : undefined,
    );
    const devices = auto();
    const [first, second] = [await create(devices), await create(devices)];
    await score(first);
    expect(devices.current).toBe("cuda");
    expect(await score(first)).toEqual([expected]);
    expect(devices.current).toBe("webgpu");
    expect(devices.notes).toEqual(["cuda: ran out of memory."]);
    expect(await score(second)).toEqual([expected]);
    expect(opened).toEqual(["cuda", "cuda", "webgpu", "webgpu"]);
    await Promise.all([first.release(), second.release()]);
  });

  it("from device to device down to the CPU, whose errors are errors", async () => {
    pretend((_, run) => (run > 0 ? "device lost" : undefined));
    const devices = auto();
    const session = await create(devices);
    await expect(score(session)).rejects.toThrow("device lost");
    expect(devices.current).toBe("cpu");
    expect(devices.notes).toEqual([
      "cuda: a run failed (device lost).",
      "webgpu: a run failed (device lost).",
    ]);
    await session.release();
  });

  it("not from a device of the user's own choice", async () => {
    pretend((provider, run) => (provider === "cuda" && run > 0 ? "out of memory" : undefined));
    const session = await create(new DeviceChoice(["cuda"]));
    await expect(score(session)).rejects.toMatchObject({
      failure: {
        kind: "out-of-memory",
        message: expect.stringContaining("on cuda"),
        remedy: expect.stringContaining("the device auto"),
      },
    });
    await session.release();
    pretend((provider) => (provider === "cuda" ? "no kernel" : undefined));
    await expect(create(new DeviceChoice(["cuda"]))).rejects.toMatchObject({
      failure: { kind: "device-unavailable", detail: "no kernel" },
    });
  });
});

describe("a device is checked against the CPU", () => {
  /** Logits of another device than the CPU are changed by `change`, and its runs take `ms`. */
  function distort(change: (logit: number) => number, ms = 0) {
    vi.spyOn(runtime, "openGraph").mockImplementation(async (graph, provider, options) => {
      const session = await openGraph(graph, "cpu", options);
      const run = session.run.bind(session);
      session.run = (async (...given: Parameters<InferenceSession["run"]>) => {
        const outputs = await run(...given);
        const slow = provider === "cpu" ? 5 : ms;
        await new Promise((resolve) => setTimeout(resolve, slow));
        for (const [name, { data }] of Object.entries(outputs))
          if (provider !== "cpu" && /logits/i.test(name))
            (data as Float32Array).forEach((logit, i) => {
              (data as Float32Array)[i] = change(logit);
            });
        return outputs;
      }) as typeof session.run;
      return session;
    });
  }

  async function checked(devices: DeviceChoice): Promise<DeviceChoice> {
    const session = await create(devices, generation);
    await checkDevice(devices, session, "fp32", () =>
      create(new DeviceChoice(["cpu"]), generation),
    );
    await session.release();
    return devices;
  }

  it("and kept where it agrees", async () => {
    distort((logit) => logit + 1e-3);
    expect((await checked(auto())).notes).toEqual([]);
  });

  it.each([
    ["other numbers", (logit: number) => logit * 1.5],
    ["no numbers", () => Number.NaN],
  ])("and left where it gives %s", async (_, change) => {
    distort(change);
    const devices = await checked(auto());
    expect(devices.current).toBe("cpu");
    expect(devices.notes).toEqual([
      expect.stringMatching(/^cuda: its log-probabilities are .* nats from the CPU's\.$/),
      expect.stringMatching(/^webgpu: its log-probabilities/),
    ]);
  });

  it("and left where it is slower", async () => {
    distort((logit) => logit, 400);
    const devices = await checked(auto());
    expect(devices.current).toBe("cpu");
    expect(devices.notes[0]).toMatch(/^cuda: slower with this model, \d+ ms against the CPU's \d+/);
  });

  it("and kept, with a note, where the CPU cannot load the model", async () => {
    distort((logit) => logit);
    const devices = auto();
    const session = await create(devices, generation);
    await checkDevice(devices, session, "fp32", async () => {
      throw new Error("out of memory");
    });
    expect(devices.notes).toEqual([
      "cuda: not compared with the CPU, which cannot load the model.",
    ]);
    await session.release();
  });

  it("and where the user chose it kept, with a note of wrong numbers only", async () => {
    distort((logit) => logit, 400);
    expect((await checked(new DeviceChoice(["webgpu"]))).notes).toEqual([]);
    distort((logit) => logit * 1.5);
    const devices = await checked(new DeviceChoice(["webgpu"]));
    expect(devices.current).toBe("webgpu");
    expect(devices.notes[0]).toMatch(/^webgpu: its log-probabilities are/);
  });
});
