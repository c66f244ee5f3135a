import { OperatorError } from '../../errors.js';

/** The pods of an Indexed Job are named after it, with an index and a suffix. */
const longestJobName = 52;

export interface KubernetesNames {
  configMap: string;
  /** Made by the operator. */
  secret: string;
  claim: string;
  shardsJob: string;
  mergeJob: string;
}

/** The names of a pipeline's objects. Throws an OperatorError of kind `invalid` when Kubernetes would refuse one. */
export function kubernetesNames(pipeline: string): KubernetesNames {
  const names = {
    configMap: `${pipeline}-cdcctl`,
    secret: `${pipeline}-cdcctl`,
    claim: `${pipeline}-verify-records`,
    shardsJob: `${pipeline}-verify`,
    mergeJob: `${pipeline}-verify-merge`,
  };
  const most = longestJobName - (names.mergeJob.length - pipeline.length);
  if (pipeline.length > most) throw refused(pipeline, `must be at most ${most} characters long`);
  // It also stands alone, as the value of a label.
  if (!isDnsLabel(pipeline)) {
    throw refused(pipeline, 'must have only lower case letters, digits and dashes, and none at its end');
  }
  return names;
}

/** Whether Kubernetes takes it as the name of a namespace: RFC 1123, at most 63 characters. */
export function isDnsLabel(text: string): boolean {
  return text.length <= 63 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text);
}

/** Whether Kubernetes takes it as the name of a storage class: labels with dots between, at most 253 characters. */
export function isDnsSubdomain(text: string): boolean {
  return text.length <= 253 && text.split('.').every((label) => /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(label));
}

function refused(pipeline: string, rule: string): OperatorError {
  return new OperatorError({
    kind: 'invalid',
    resource: `pipeline ${pipeline}`,
    message: `its name cannot be that of objects in Kubernetes: it ${rule}`,
    hint: 'render a copy of the definition that has another metadata.name; the name changes nothing of what is compared',
  });
}
