export type LiveSystem = 'secrets' | 'kafka' | 'postgresql' | 'registry' | 'connect';

/** One step that makes a live system equal to what was rendered. */
export interface Change {
  system: LiveSystem;
  /** What is changed: a topic, a connector, a file. */
  object: string;
  action: 'create' | 'update' | 'restart' | 'delete';
  /** What differs, without secrets. */
  detail?: string;
  apply: () => Promise<void>;
}

export type ChangeReport = Pick<Change, 'system' | 'object' | 'action' | 'detail'>;

export function describeChange({ system, object, action, detail }: Change): ChangeReport {
  return { system, object, action, ...(detail === undefined ? {} : { detail }) };
}
