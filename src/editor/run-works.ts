import type * as vscode from "vscode";
import type { Explanations } from "./explanations.ts";
import type { Run } from "./run.ts";

/** Something that is asked of the worker beside a run. */
interface Work {
  readonly uri: string;
  readonly runId: string;
  readonly name: string;
  readonly controller: AbortController;
}

/** What goes on beside runs, each by a name: it ends with its run. */
export class RunWorks implements vscode.Disposable {
  readonly #works = new Set<Work>();
  readonly #listener: vscode.Disposable;

  constructor(explanations: Explanations) {
    this.#listener = explanations.onDidChange((uri) => {
      const id = explanations.of(uri)?.id;
      this.#end((work) => work.uri === uri && work.runId !== id);
    });
  }

  /** Does `work`, which `end` and the end of the run abort. */
  async during({ id, subject }: Run, name: string, work: (signal: AbortSignal) => Promise<void>) {
    const own = { uri: subject.uri, runId: id, name, controller: new AbortController() };
    this.#works.add(own);
    try {
      await work(own.controller.signal);
    } finally {
      this.#works.delete(own);
    }
  }

  /** Ends what goes on for a document, or of it what has the name; true where there was any. */
  end(uri: string, name?: string): boolean {
    return this.#end((work) => work.uri === uri && (name === undefined || work.name === name));
  }

  dispose(): void {
    this.#listener.dispose();
    this.#end(() => true);
  }

  #end(isMeant: (work: Work) => boolean): boolean {
    const meant = [...this.#works].filter(isMeant);
    for (const { controller } of meant) controller.abort();
    return meant.length > 0;
  }
}
