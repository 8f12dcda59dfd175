import type { Port } from "#protocol/channel";
import { localWorkshop } from "./local-workshop.ts";
import { serveWorker } from "./serve.ts";

/** The forked process: messages in and out by `process.send`; ends when its parent does. */
const port: Port = {
  send: (message) =>
    new Promise((resolve) => {
      if (!process.connected) resolve();
      else process.send?.(message, undefined, undefined, () => resolve());
    }),
  listen: (onMessage) => {
    process.on("message", onMessage);
  },
};

process.on("disconnect", () => process.exit());
serveWorker(port, localWorkshop(process.argv[2] ?? ""));
