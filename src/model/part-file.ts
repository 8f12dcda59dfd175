import { createHash } from "node:crypto";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * The file that a download to `path` is gathered in: `{name}.{version}.{process}.part` beside it. What an earlier
 * attempt at the same version left behind is taken over, so that the download goes on where it ended; what is left of
 * other versions is removed. A part that another living process writes is left alone.
 */
export async function takePart(path: string, version: string): Promise<string> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const tag = createHash("sha256").update(version).digest("hex").slice(0, 12);
  const own = join(folder, `${basename(path)}.${tag}.${process.pid}.part`);
  for (const name of await readdir(folder)) {
    const found = parse(name, basename(path));
    if (!found || (found.pid !== process.pid && isAlive(found.pid))) continue;
    const left = join(folder, name);
    if (left === own) continue;
    if (found.tag === tag && (await sizeOf(left)) > (await sizeOf(own))) await rename(left, own);
    else await rm(left, { force: true });
  }
  return own;
}

/** Bytes of a file; 0 where there is none. */
export async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

function parse(name: string, file: string): { tag: string; pid: number } | undefined {
  if (!name.startsWith(`${file}.`)) return undefined;
  const match = /^([0-9a-f]{12})\.(\d+)\.part$/.exec(name.slice(file.length + 1));
  return match ? { tag: match[1]!, pid: Number(match[2]) } : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
