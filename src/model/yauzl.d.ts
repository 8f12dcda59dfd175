/** What this room uses of yauzl, which comes without types. */
declare module "yauzl" {
  export interface Entry {
    readonly fileName: string;
  }
  export interface ZipFile {
    eachEntry(): AsyncIterable<Entry>;
    /** The entry's content; errors when its CRC-32 or size is not what the archive's directory says. */
    openReadStreamPromise(entry: Entry): Promise<NodeJS.ReadableStream>;
    close(): void;
  }
  export function openPromise(path: string): Promise<ZipFile>;
}
