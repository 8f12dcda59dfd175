import { homedir } from "node:os";
import { join } from "node:path";
import type { BenchRequest, BenchRow } from "#protocol/bench";
import type { CliIo } from "./io.ts";
import { textTable } from "./text-table.ts";

/** Runs the bench, each figure on standard error as it comes; undefined when cancelled before the first. */
export async function bench(
  names: BenchRequest["names"],
  folder: string | undefined,
  isQuiet: boolean,
  { env, stderr, signal, bundledFolder }: CliIo,
): Promise<BenchRow[] | undefined> {
  const cache = env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const { runBench } = await import("#worker/bench");
  const rows: BenchRow[] = [];
  const request = {
    names,
    folder: folder ?? join(cache, "promptlight", "bench"),
    model: join(bundledFolder, "story-chat"),
    prompts: join(bundledFolder, "..", "evaluation", "long-prompts.jsonl"),
  };
  for await (const row of runBench(request, signal)) {
    rows.push(row);
    if (!isQuiet) await stderr.write(`${row.name}: ${row.what}: ${valueText(row)}\n`);
  }
  return rows.length > 0 ? rows : undefined;
}

/** The figures as a table. */
export function benchText(rows: readonly BenchRow[]): string {
  const lines = textTable(
    [
      { head: "Name", align: "left" },
      { head: "Value", align: "right" },
      { head: "Goal", align: "right" },
      { head: "What", align: "left" },
      { head: "From", align: "left" },
    ],
    rows.map((row) => [row.name, valueText(row), goalText(row), row.what, row.detail]),
  );
  return `${lines.join("\n")}\n`;
}

function valueText({ value, unit }: BenchRow): string {
  return unit === "seconds" ? `${value.toFixed(2)} s` : value.toFixed(2);
}

function goalText({ value, goal }: BenchRow): string {
  if (goal === undefined) return "";
  return `${value <= goal ? "met" : "missed"} ≤ ${goal}`;
}
