import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const chromium = "/usr/lib/chromium";
const driver = join(chromium, "vk_swiftshader_icd.json");

/**
 * Why there is no SwiftShader, Vulkan made of software, which Debian's `chromium` brings; undefined where there is.
 * Throws in CI where Chromium is installed without it: then the package has changed, and this page must.
 */
export function missingSwiftShader(): string | undefined {
  if (existsSync(driver)) return undefined;
  if (process.env.CI && existsSync(chromium)) {
    throw new Error(`Chromium is installed in ${chromium}, but it has no ${driver}`);
  }
  return `WebGPU is NOT tested: there is no ${driver}. Install Debian's chromium.`;
}

/** The variables of a process whose only GPU is SwiftShader; Chromium brings a Vulkan loader, too. */
export function swiftShaderEnvironment(): NodeJS.ProcessEnv {
  const { LD_LIBRARY_PATH: libraries } = process.env;
  return {
    ...process.env,
    VK_DRIVER_FILES: driver,
    VK_ICD_FILENAMES: driver,
    XDG_RUNTIME_DIR: mkdtempSync(join(tmpdir(), "promptlight-vulkan-")),
    LD_LIBRARY_PATH: libraries ? `${chromium}:${libraries}` : chromium,
  };
}
