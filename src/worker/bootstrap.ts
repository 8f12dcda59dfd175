export { bootstrapMean, type Interval } from "#metrics/bootstrap";
