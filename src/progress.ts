/** What a long operation tells while it runs. Capabilities emit these; the command line decides how they look. */
export interface ProgressEvent {
  /** Names the step; events of one step share it. */
  step: string;
  status: 'started' | 'advanced' | 'done' | 'failed' | 'note';
  /** What is happening or what came of it. */
  detail?: string;
  completed?: number;
  /** Unknown totals are left out. */
  total?: number;
}

export type ProgressListener = (event: ProgressEvent) => void;

export const silent: ProgressListener = () => undefined;
