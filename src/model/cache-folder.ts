import { homedir } from "node:os";
import { join } from "node:path";

/** Where this machine keeps what is fetched once and used by every process: models, CUDA support. */
export function cacheFolder(name: string): string {
  const root = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  return join(root, "promptlight", name);
}
