import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type {
  CurveEvaluation,
  ErasureEvaluation,
  Evaluation,
  MethodCurve,
  MethodErasure,
  MethodEvaluation,
} from "#protocol/evaluation";
import { parseJson } from "./option-values.ts";
import { usageError } from "./usage.ts";

/** What is known of one prompt; methods that were asked for later stand in a line of their own. */
export interface EvaluationRow {
  readonly key: string;
  /** A hash of template and verbalizer, where classes are measured. */
  readonly setting?: string;
  readonly evaluation?: Evaluation;
  readonly curves?: CurveEvaluation;
  readonly erasure?: ErasureEvaluation;
  /** The true class. */
  readonly label?: string;
  /** Why the prompt is not counted: the failure's sentence. */
  readonly skipped?: string;
}

const fileName = "rows.jsonl";

/** The rows of a run, kept in `rows.jsonl` of a folder as they come, so that the same command goes on after a kill. */
export class EvaluationRows {
  readonly #path: string | undefined;
  readonly #rows: EvaluationRow[] = [];

  private constructor(path: string | undefined) {
    this.#path = path;
  }

  /**
   * Opens the rows of `folder`, which is made where it is not there; without one nothing is kept. `settings` decide what a
   * row says. Throws ExplainError `invalid-option` for a folder that cannot be written, or holds rows of other settings.
   */
  static async open(folder: string | undefined, settings: object): Promise<EvaluationRows> {
    const header = JSON.stringify({ schema: 1, settings });
    if (folder === undefined) return new EvaluationRows(undefined);
    const path = join(folder, fileName);
    try {
      await mkdir(folder, { recursive: true });
      const content = await readFile(path, "utf8").catch(() => undefined);
      const rows = new EvaluationRows(path);
      if (content === undefined || content === "") {
        await writeFile(path, `${header}\n`);
        return rows;
      }
      // a line that a kill cut off has no end: it is written again
      const whole = content.slice(0, content.lastIndexOf("\n") + 1);
      if (whole !== content) await writeFile(path, whole || `${header}\n`);
      const [first = header, ...lines] = whole.split("\n").filter((line) => line !== "");
      if (first !== header)
        throw usageError(
          `--out ${folder} holds an evaluation with other settings.`,
          "Name another folder, or delete its rows.jsonl.",
        );
      rows.#rows.push(...lines.map((line) => parseJson(line) as EvaluationRow));
      return rows;
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
      throw usageError(
        `--out ${folder} cannot be written (${error.code}).`,
        "Name a folder that is there, or can be made.",
      );
    }
  }

  get all(): readonly EvaluationRow[] {
    return this.#rows;
  }

  /** True where the prompt was passed over. */
  isSkipped(key: string, setting: string | undefined): boolean {
    return this.#of(key, setting).some((row) => row.skipped !== undefined);
  }

  /** True where the method's result is there. */
  has(key: string, setting: string | undefined, method: string): boolean {
    return this.#of(key, setting).some((row) => resultsOf(row).some(({ name }) => name === method));
  }

  async add(row: EvaluationRow): Promise<void> {
    this.#rows.push(row);
    if (this.#path !== undefined) await appendFile(this.#path, `${JSON.stringify(row)}\n`);
  }

  #of(key: string, setting: string | undefined): EvaluationRow[] {
    return this.#rows.filter((row) => row.key === key && row.setting === setting);
  }
}

/** What a row says of each method. */
export function resultsOf({
  evaluation,
  curves,
  erasure,
}: EvaluationRow): readonly (MethodEvaluation | MethodCurve | MethodErasure)[] {
  return evaluation?.methods ?? curves?.methods ?? erasure?.methods ?? [];
}
