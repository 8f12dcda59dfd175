import * as vscode from "vscode";
import type { Call } from "#protocol/channel";
import type { CudaRequest, CudaSupport, WorkerMethods } from "#protocol/worker-methods";

/**
 * Asks with the size first, fetches CUDA support with progress and a way to cancel, and says whether CUDA runs now.
 * Throws ExplainError.
 */
export async function installCudaSupport(
  call: Call<WorkerMethods>,
  request: CudaRequest,
): Promise<void> {
  const support = await describe(call, request);
  if (!support || !(await isWanted(support))) return;
  const progress = { location: vscode.ProgressLocation.Notification, cancellable: true } as const;
  await vscode.window.withProgress(
    { ...progress, title: "Fetching CUDA support" },
    async (notification, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      let shown = 0;
      let problem: string | undefined;
      for await (const step of call("installCudaSupport", request, controller.signal)) {
        ({ problem } = step);
        const { done, total } = step;
        const share = total ? (100 * done) / total : 0;
        notification.report({
          message: sizes(done, total),
          increment: Math.max(0, share - shown),
        });
        shown = Math.max(shown, share);
      }
      if (controller.signal.aborted) return;
      if (problem === undefined)
        void vscode.window.showInformationMessage("CUDA support is installed, and CUDA runs here.");
      else
        void vscode.window.showWarningMessage(
          `CUDA support is installed, but CUDA does not run: ${problem}. It needs an NVIDIA driver, CUDA 12 and cuDNN 9.`,
        );
    },
  );
}

async function describe(
  call: Call<WorkerMethods>,
  request: CudaRequest,
): Promise<CudaSupport | undefined> {
  const signal = AbortSignal.timeout(30_000);
  for await (const support of call("describeCudaSupport", request, signal)) return support;
  return undefined;
}

async function isWanted({ url, folder, bytes, isInstalled }: CudaSupport): Promise<boolean> {
  const title = isInstalled
    ? "CUDA support is installed already. Fetch it again?"
    : "Fetch the libraries that run models on NVIDIA GPUs?";
  const size = bytes === undefined ? "" : `${sizes(bytes)} `;
  const detail = `${size}from ${new URL(url).host}, to ${folder}. What is broken off goes on where it ended.`;
  const install = "Fetch";
  const answer = await vscode.window.showInformationMessage(
    title,
    { modal: true, detail },
    install,
  );
  return answer === install;
}

function sizes(done: number, total?: number): string {
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  return total === undefined ? megabytes(done) : `${megabytes(done)} of ${megabytes(total)}`;
}
