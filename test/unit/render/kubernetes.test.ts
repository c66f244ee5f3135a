import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Job, type JobSpec, type PodFailurePolicyRule } from 'kubernetes-types/batch/v1.js';
import { type ConfigMap, type PersistentVolumeClaim, type PodSpec } from 'kubernetes-types/core/v1.js';
import { parseAllDocuments } from 'yaml';
import { OperatorError } from '../../../src/errors.js';
import { isDnsLabel, isDnsSubdomain, kubernetesNames } from '../../../src/render/kubernetes/names.js';
import { verifyJob } from '../../../src/render/kubernetes/verify-job.js';

const definition = {
  name: 'shop',
  text: "apiVersion: cdcctl/v1\nspec:\n  kafka:\n    topics:\n      name: cdc-{{table}}-$& '\n",
  variables: [
    { name: 'PGPASSWORD', required: true },
    { name: 'PGPORT', required: false },
  ],
};
const options = { shards: 12, image: 'cdcctl:1.2.3', version: '1.2.3' };

type Manifests = [ConfigMap, PersistentVolumeClaim, Job, Job];

function manifests(more: Partial<Parameters<typeof verifyJob>[1]> = {}): Manifests {
  const { content } = verifyJob(definition, { ...options, ...more });
  // As YAML 1.1, which kubectl reads: there `on` and `1:30` are no text.
  const documents = parseAllDocuments(content, { version: '1.1', strict: true });
  if (!Array.isArray(documents)) throw new Error('no documents');
  expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
  return documents.map((document) => document.toJS() as unknown) as Manifests;
}

function podOf(job: Job): PodSpec {
  return job.spec!.template.spec!;
}

test('the ConfigMap holds the definition to the letter', () => {
  const [configMap] = manifests();
  expect(configMap).toMatchObject({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    data: { 'pipeline.yaml': definition.text },
  } satisfies ConfigMap);
});

test('the volume is one that the pods of many nodes write to', () => {
  expect(manifests()[1].spec).toEqual({
    accessModes: ['ReadWriteMany'],
    resources: { requests: { storage: '1Gi' } },
  } satisfies PersistentVolumeClaim['spec']);
  expect(manifests({ storageClass: 'nfs' })[1].spec?.storageClassName).toBe('nfs');
});

test('each shard is an index, is tried again by itself, and gives up when no try can help', () => {
  expect(manifests()[2].spec).toMatchObject({
    completionMode: 'Indexed',
    completions: 12,
    parallelism: 12,
    backoffLimitPerIndex: 5,
    podReplacementPolicy: 'Failed',
    podFailurePolicy: { rules: rules([2, 6]) },
  } satisfies Partial<JobSpec>);
});

test('a difference ends the merge without another try', () => {
  expect(manifests()[3].spec).toMatchObject({
    podReplacementPolicy: 'Failed',
    podFailurePolicy: { rules: rules([2, 3, 6]) },
  } satisfies Partial<JobSpec>);
});

function rules(exitCodes: number[]): PodFailurePolicyRule[] {
  return [
    { action: 'FailJob', onExitCodes: { containerName: 'cdcctl', operator: 'In', values: exitCodes } },
    { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
  ];
}

test('pods may do nothing but their work', () => {
  for (const job of manifests().slice(2) as Job[]) {
    expect(podOf(job)).toMatchObject({
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'cdcctl',
          image: 'cdcctl:1.2.3',
          envFrom: [{ secretRef: { name: 'shop-cdcctl' } }],
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          volumeMounts: [
            { name: 'definition', mountPath: '/etc/cdcctl', readOnly: true },
            { name: 'records', mountPath: '/records' },
          ],
        },
      ],
      volumes: [
        { name: 'definition', configMap: { name: 'shop-cdcctl' } },
        { name: 'records', persistentVolumeClaim: { claimName: 'shop-verify-records' } },
      ],
    } satisfies PodSpec);
  }
});

test('the shell of a shard hands cdcctl its part of the ring and its record', () => {
  const directory = mkdtempSync(join(tmpdir(), 'cdcctl-stub-'));
  try {
    writeFileSync(join(directory, 'cdcctl'), '#!/bin/sh\nprintf "%s\\n" "$@"\n');
    chmodSync(join(directory, 'cdcctl'), 0o755);
    const [container] = podOf(manifests()[2]).containers;
    const [shell, ...rest] = [...container!.command!, ...container!.args!];
    const env = { PATH: `${directory}:${process.env.PATH}`, JOB_COMPLETION_INDEX: '9' };
    const { stdout, stderr, status } = spawnSync(shell!, rest, { env, encoding: 'utf8' });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout.trimEnd().split('\n')).toEqual([
      ...['verify', '-f', '/etc/cdcctl/pipeline.yaml'],
      ...['--shard', '10/12', '--record', '/records/shard-10.json'],
    ]);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('the merge waits for the record of every shard', () => {
  const [container] = podOf(manifests({ shards: 2 })[3]).containers;
  expect([...container!.command!, ...container!.args!]).toEqual([
    ...['cdcctl', 'verify', 'merge', '--file=/etc/cdcctl/pipeline.yaml', '--wait=24h'],
    ...['--report=/records/verify.html', '--report=/records/verify.xml'],
    ...['/records/shard-1.json', '/records/shard-2.json'],
  ]);
});

test('every object is in the namespace, and labelled, as its pods are', () => {
  for (const manifest of manifests({ namespace: 'on' })) {
    expect(manifest.metadata?.namespace).toBe('on');
    const labels = {
      'app.kubernetes.io/name': 'cdcctl',
      'app.kubernetes.io/instance': 'shop',
      'app.kubernetes.io/version': '1.2.3',
      'app.kubernetes.io/managed-by': 'cdcctl',
    };
    expect(manifest.metadata?.labels).toMatchObject(labels);
    if ('spec' in manifest && manifest.kind === 'Job') {
      expect(manifest.spec?.template.metadata?.labels).toEqual(manifest.metadata?.labels);
    }
  }
  for (const manifest of manifests()) expect(manifest.metadata).not.toHaveProperty('namespace');
});

test.each(['a'.repeat(39), 'a-1'])('%s can name objects', (pipeline) => {
  expect(kubernetesNames(pipeline).mergeJob).toBe(`${pipeline}-verify-merge`);
});

test.each(['a'.repeat(40), 'shop-'])('%s cannot', (pipeline) => {
  expect(() => kubernetesNames(pipeline)).toThrow(OperatorError);
});

test('RFC 1123', () => {
  expect(['a', '1-a', 'a'.repeat(63)].every(isDnsLabel)).toBe(true);
  expect(['', 'A', '-a', 'a-', 'a.b', 'a_b', 'a\n', 'a'.repeat(64)].some(isDnsLabel)).toBe(false);
  expect(['a', 'a.b-c', 'a'.repeat(253)].every(isDnsSubdomain)).toBe(true);
  expect(['', 'a..b', '.a', 'a.', 'a b', 'a'.repeat(254)].some(isDnsSubdomain)).toBe(false);
});
