/** Where to put what is fetched, and whom to tell. */
export interface FetchRequest {
  /** The finished files go here. */
  content: string;
  /** For what is needed on the way only. */
  scratch: string;
  /** Home of the Java that Maven is run with. */
  javaHome?: string | undefined;
  onDownloaded: (files: number) => void;
  signal?: AbortSignal | undefined;
}
