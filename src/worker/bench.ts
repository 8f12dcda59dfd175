/** Measures speed and memory in this process: for the command line, which has it to itself. */
export { runBench } from "#model/bench/bench";
