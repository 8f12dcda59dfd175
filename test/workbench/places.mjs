import path from "node:path";

/** The project's root folder. */
export const projectRoot = path.resolve(import.meta.dirname, "../..");

/** Pictures and logs of failed tests, and what tests show on purpose; ignored by git. */
export const testResults = path.join(projectRoot, "test-results");

/** The extension under test: this project, or the folder that PROMPTLIGHT_EXTENSION names. */
export const extensionRoot = path.resolve(process.env.PROMPTLIGHT_EXTENSION ?? projectRoot);
