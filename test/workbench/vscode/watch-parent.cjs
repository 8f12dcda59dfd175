"use strict";
// Loaded into the server: ends it with its whole process group when the process that started it is
// gone without having stopped it, for example killed. The server's own children leave it alone.
const parent = Number(process.env.PROMPTLIGHT_SERVER_PARENT);
if (process.ppid === parent) {
  setInterval(() => {
    if (process.ppid !== parent) process.kill(0, "SIGKILL");
  }, 1000).unref();
}
