export function linkCudaSupport(): string | undefined {
  return undefined;
}
