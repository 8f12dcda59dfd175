import { ExplainError } from "#protocol/failure";
import type { Device, Provider } from "#protocol/request";
import { type Probe, probeDevice } from "./probe-device.ts";

/** Below this, the CPU is as fast, and a first run should not wait for a driver. */
const smallModelBytes = 32e6;

/** What `auto` tries, best first. */
export function candidates(platform: NodeJS.Platform = process.platform): readonly Provider[] {
  if (platform === "win32") return ["cuda", "directml", "cpu"];
  if (platform === "darwin") return ["coreml", "cpu"];
  return ["cuda", "webgpu", "cpu"];
}

/**
 * Where a model runs, shared by its sessions: they move to the next device together when one is given up. `notes`
 * say why the devices before were not taken.
 */
export class DeviceChoice {
  readonly #left: Provider[];
  readonly #isAuto: boolean;
  readonly #notes: string[] = [];

  /** `providers`: best first, at least one; the later ones are for when the ones before are given up. */
  constructor(providers: readonly Provider[], isAuto = providers.length > 1) {
    this.#left = [...providers];
    this.#isAuto = isAuto;
  }

  get current(): Provider {
    return this.#left[0]!;
  }

  /** True where the user named the device: then no other is taken instead. */
  get isExplicit(): boolean {
    return !this.#isAuto;
  }

  get notes(): readonly string[] {
    return this.#notes;
  }

  note(reason: string, provider: Provider = this.current): void {
    this.#notes.push(`${provider}: ${reason}.`);
  }

  /** Leaves the current device for the next one; false where there is none. */
  giveUp(reason: string): boolean {
    if (this.#left.length < 2) return false;
    this.note(reason);
    this.#left.shift();
    return true;
  }
}

/**
 * Chooses a device for a model of `weightBytes` bytes. `auto` takes the first of `candidates` that runs and is no
 * software made to look like a GPU; a small model stays on the CPU. Throws ExplainError `device-unavailable` where
 * the user's own choice cannot run.
 */
export async function chooseDevice(
  device: Device,
  weightBytes: number,
  probe: (provider: Provider) => Promise<Probe> = probeDevice,
  platform: NodeJS.Platform = process.platform,
): Promise<DeviceChoice> {
  if (device !== "auto") {
    const { problem } = device === "cpu" ? {} : await probe(device);
    if (problem !== undefined) throw deviceUnavailable(device, problem);
    return new DeviceChoice([device]);
  }
  if (weightBytes < smallModelBytes) {
    const choice = new DeviceChoice(["cpu"], true);
    choice.note(`taken at once, the model is small (${Math.ceil(weightBytes / 1e6)} MB)`);
    return choice;
  }
  const choice = new DeviceChoice(candidates(platform), true);
  while (choice.current !== "cpu") {
    const { problem, isSoftware } = await probe(choice.current);
    const reason = problem ?? (isSoftware ? "made up by software here, slower than the CPU" : "");
    if (reason === "") break;
    choice.giveUp(reason);
  }
  return choice;
}

/** The failure of a device that the user chose, or that was the last one left. */
export function deviceUnavailable(
  device: Provider,
  problem: string,
  detail?: string,
): ExplainError {
  return new ExplainError({
    kind: "device-unavailable",
    device,
    message: `The model cannot run on ${device}: ${problem}.`,
    remedy:
      device === "cuda"
        ? "Run Install CUDA Support and see that CUDA 12 and cuDNN 9 are installed, or choose the device auto or cpu."
        : "Choose the device auto or cpu.",
    ...(detail === undefined ? {} : { detail }),
  });
}
