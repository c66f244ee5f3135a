import { type ConnectorSettings, listOf } from './sections.js';
import { type SettingProblem } from './setting-problem.js';

/** Settings that are right each by itself and cannot be together. */
export function contradictions({ kind, config }: ConnectorSettings): SettingProblem[] {
  const own = kind === 'sink' ? sinkContradictions(config) : sourceContradictions(config);
  return [...own, ...namedProblems(config, 'transforms'), ...namedProblems(config, 'predicates')];
}

function sinkContradictions(config: ConnectorSettings['config']): SettingProblem[] {
  const problems: SettingProblem[] = [];
  const add = (key: string, message: string, hint: string): number => problems.push({ key, message, hint });
  const isSet = (key: string): boolean => (config[key] ?? '') !== '';
  const keyMode = config['primary.key.mode'] ?? 'none';
  const insertMode = config['insert.mode'] ?? 'insert';
  if (isSet('topics') && isSet('topics.regex')) add('topics.regex', 'topics is set too', 'keep one of them');
  if (!isSet('topics') && !isSet('topics.regex')) add('topics', 'is missing', 'name the topics, or set topics.regex');
  if (keyMode === 'record_key' && !isSet('primary.key.fields')) {
    add('primary.key.mode', 'record_key has no key fields', 'name them in primary.key.fields');
  }
  if (insertMode !== 'insert' && keyMode === 'none') {
    add('insert.mode', `${insertMode} finds its rows by a primary key`, 'set primary.key.mode');
  }
  if (config['delete.enabled'] === 'true' && keyMode !== 'record_key') {
    add('delete.enabled', 'deletes have nothing but their key', 'set primary.key.mode to record_key');
  }
  if (isSet('errors.deadletterqueue.topic.name') && config['errors.tolerance'] !== 'all') {
    add('errors.deadletterqueue.topic.name', 'nothing gets there', 'set errors.tolerance to all');
  }
  return problems;
}

function sourceContradictions(config: ConnectorSettings['config']): SettingProblem[] {
  const isCassandra = /\.Cassandra\d*Connector$/.test(config['connector.class'] ?? '');
  if (!isCassandra || Number(config['tasks.max'] ?? 1) <= 1) return [];
  const message = 'the Cassandra connector does not run with more than one task';
  return [{ key: 'tasks.max', message, hint: 'run one connector on each node' }];
}

/** Transforms or predicates that are listed and have no type, or are not listed and have settings, or are not there. */
function namedProblems(config: ConnectorSettings['config'], list: 'transforms' | 'predicates'): SettingProblem[] {
  const names = listOf(config[list]);
  const predicates = listOf(config.predicates);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const untyped = names.filter((name) => (config[`${list}.${name}.type`] ?? '') === '');
  const stray = Object.keys(config).filter(
    (key) => key.startsWith(`${list}.`) && !names.some((name) => key.startsWith(`${list}.${name}.`)),
  );
  const undefinedPredicates = names.filter((name) => {
    const predicate = config[`${list}.${name}.predicate`];
    return list === 'transforms' && predicate !== undefined && !predicates.includes(predicate);
  });
  return [
    ...twice.map((name) => ({ key: list, message: `${name} is listed twice`, hint: 'keep one of them' })),
    ...untyped.map((name) => ({ key: `${list}.${name}.type`, message: 'is missing', hint: 'add the class' })),
    ...stray.map((key) => ({ key, message: `${list} does not list this name`, hint: 'add it there, or remove this' })),
    ...undefinedPredicates.map((name) => ({
      key: `${list}.${name}.predicate`,
      message: 'predicates does not list this name',
      hint: 'add it there',
    })),
  ];
}
