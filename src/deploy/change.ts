import { OperatorError } from '../errors.js';

export type LiveSystem = 'secrets' | 'kafka' | 'postgresql' | 'registry' | 'connect';

/** A setting as it is and as it should be; null where it is not there. A secret is never shown. */
export interface SettingChange {
  name: string;
  from: string | null;
  to: string | null;
}

/** What stands for a secret. */
export const hiddenValue = '(secret)';

/** Why something cannot be changed as it stands, and what to do instead. */
export interface Obstacle {
  reason: string;
  hint: string;
}

/** One thing in which a live system differs from what was rendered. */
export interface ChangeReport {
  system: LiveSystem;
  /** What is changed: a topic, a connector, a file. */
  object: string;
  action: 'create' | 'update' | 'restart' | 'delete';
  /** What else there is to say, without secrets. */
  detail?: string;
  settings?: SettingChange[];
  /** It cannot be made in place: deploy refuses to begin. */
  blocked?: Obstacle;
  /** What would be lost or come twice: deploy asks first. */
  risk?: string;
}

/** A difference together with the step that removes it. */
export interface Change extends ChangeReport {
  apply: () => Promise<void>;
  /** Values that are not shown: when they change, it is another change. */
  secrets?: string[];
}

export function describeChange(change: Change): ChangeReport {
  const { system, object, action, detail, settings, blocked, risk } = change;
  return {
    system,
    object,
    action,
    ...(detail === undefined ? {} : { detail }),
    ...(settings === undefined ? {} : { settings }),
    ...(blocked === undefined ? {} : { blocked }),
    ...(risk === undefined ? {} : { risk }),
  };
}

/** A difference that no step can remove. */
export function blockedChange(report: ChangeReport & { blocked: Obstacle }): Change {
  return { ...report, apply: () => Promise.reject(refusal(report)) };
}

export function refusal({ object, blocked }: ChangeReport): OperatorError {
  return new OperatorError({
    kind: 'invalid',
    resource: object,
    message: blocked?.reason ?? '',
    ...(blocked === undefined ? {} : { hint: blocked.hint }),
  });
}
