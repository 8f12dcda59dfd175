import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { CachedModel } from "#protocol/worker-methods";
import { externalFiles } from "./graphs.ts";
import { findWeights, requiredFiles, type Weights } from "./model-folder.ts";

/** The models in the cache `folder` (`<owner>/<name>/…`, `<name>/…`) that are whole, by their ids; none where there is no cache. */
export function cachedModels(folder: string): CachedModel[] {
  const ids = subfolders(folder).flatMap((name) => [
    name,
    ...subfolders(join(folder, name)).map((inner) => `${name}/${inner}`),
  ]);
  return ids.flatMap((id) => cachedModel(folder, id) ?? []);
}

/** What of the model `id` is whole in the cache `folder`; undefined where that is nothing. */
export function cachedModel(cacheFolder: string, id: string): CachedModel | undefined {
  const folder = join(cacheFolder, ...id.split("/"));
  if (!requiredFiles.every((file) => existsSync(join(folder, file)))) return undefined;
  const variants = findWeights(folder)
    .filter(isWhole)
    .map(({ dtype, bytes }) => ({ dtype, bytes }));
  return variants.length > 0 ? { source: id, folder, variants } : undefined;
}

/** True of weights that can be read, all their files there. */
function isWhole({ path }: Weights): boolean {
  try {
    return externalFiles(path).missing.length === 0;
  } catch {
    return false;
  }
}

function subfolders(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    return [];
  }
}
