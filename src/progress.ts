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
  subject?: ProgressSubject;
}

/** What a step is about, for logs that machines read. */
export interface ProgressSubject {
  pipeline?: string;
  table?: string;
  connector?: string;
}

export type ProgressListener = (event: ProgressEvent) => void;

/** Tells the same, and what it is about. */
export function about(subject: ProgressSubject, listener: ProgressListener): ProgressListener {
  return (event) => listener({ ...event, subject: { ...subject, ...event.subject } });
}

export const silent: ProgressListener = () => undefined;
