import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { type LoopbackServer, loopbackServer, sendBytes } from "./file-server.ts";

/** Answers a request for a file itself: true where it has. `isStored`: the store of large files is asked, not the hub. */
export type Interfere = (
  file: string,
  request: IncomingMessage,
  response: ServerResponse,
  isStored: boolean,
) => boolean;

/** A server on the loopback address in the hub's URL layout. */
export interface HubServer extends LoopbackServer {
  /** Model folders by their ids: may be added to. */
  readonly models: Record<string, string>;
  /** Changes what the server does with a file. */
  interfere: Interfere;
  /** What was asked so far, as `GET onnx/model.onnx`, the store's own with its range. */
  log(): string[];
}

/** Serves `/{owner}/{name}/resolve/main/{file}` as the hub does: models from a store that it redirects to. */
export async function hubServer(models: Record<string, string>): Promise<HubServer> {
  const server = await loopbackServer((request, response) => {
    const { id, verb, revision, file } = parts(request);
    if (hub.interfere(file, request, response, verb === "store")) return;
    const folder = models[id];
    const path = folder && join(folder, file);
    if (revision !== "main" || !path || !statSync(path, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404).end("Entry not found");
      return;
    }
    const bytes = readFileSync(path);
    if (verb === "store" || !file.startsWith("onnx/")) {
      sendBytes(request, response, bytes);
      return;
    }
    const checksum = createHash("sha256").update(bytes).digest("hex");
    response
      .writeHead(302, {
        location: `/${id}/store/main/${file}`,
        "x-linked-size": bytes.length,
        "x-linked-etag": `"${checksum}"`,
      })
      .end();
  });
  const hub: HubServer = Object.assign(server, {
    models,
    interfere: (() => false) as Interfere,
    log: () =>
      server.asked.map((request) => {
        const { verb, file } = parts(request);
        const range = request.headers.range ? ` ${request.headers.range}` : "";
        return `${request.method} ${file}${verb === "store" ? " from the store" : ""}${range}`;
      }),
  });
  return hub;
}

function parts(request: IncomingMessage) {
  const path = decodeURIComponent(request.url ?? "");
  const [, owner, name, verb, revision, ...rest] = path.split("/");
  return { id: `${owner}/${name}`, verb, revision, file: rest.join("/") };
}

/** True of what a broken download leaves behind. */
export const isPart = (file: string | Buffer): boolean => String(file).includes(".part");
