import { type Command } from 'commander';
import { type CliContext } from './context.js';

/** Makes a command with what it needs of the world. */
export type CommandCreator = (context: CliContext) => Command;

/** By name, in the order in which people meet them. */
const commands: Record<string, () => Promise<CommandCreator>> = {
  demo: async () => (await import('./demo.js')).demoCommand,
  up: async () => (await import('./up.js')).upCommand,
  down: async () => (await import('./down.js')).downCommand,
  ps: async () => (await import('./ps.js')).psCommand,
  logs: async () => (await import('./logs.js')).logsCommand,
  env: async () => (await import('./env.js')).envCommand,
  fetch: async () => (await import('./fetch.js')).fetchCommand,
  furnish: async () => (await import('./furnish.js')).furnishCommand,
  init: async () => (await import('./init.js')).initCommand,
  import: async () => (await import('./import.js')).importCommand,
  validate: async () => (await import('./validate.js')).validateCommand,
  doctor: async () => (await import('./doctor.js')).doctorCommand,
  render: async () => (await import('./render.js')).renderCommand,
  plan: async () => (await import('./plan.js')).planCommand,
  deploy: async () => (await import('./deploy.js')).deployCommand,
  undeploy: async () => (await import('./undeploy.js')).undeployCommand,
  status: async () => (await import('./status.js')).statusCommand,
  pause: async () => (await import('./operate/verbs.js')).pauseCommand,
  resume: async () => (await import('./operate/verbs.js')).resumeCommand,
  stop: async () => (await import('./operate/verbs.js')).stopCommand,
  restart: async () => (await import('./operate/verbs.js')).restartCommand,
  offsets: async () => (await import('./offsets/offsets.js')).offsetsCommand,
  lag: async () => (await import('./lag.js')).lagCommand,
  metrics: async () => (await import('./metrics.js')).metricsCommand,
  snapshot: async () => (await import('./snapshot.js')).snapshotCommand,
  reconcile: async () => (await import('./reconcile.js')).reconcileCommand,
  recover: async () => (await import('./recover.js')).recoverCommand,
  watch: async () => (await import('./watch.js')).watchCommand,
  schema: async () => (await import('./schema.js')).schemaCommand,
  secrets: async () => (await import('./secrets.js')).secretsCommand,
  generate: async () => (await import('./generate.js')).generateCommand,
  verify: async () => (await import('./verify.js')).verifyCommand,
  dlq: async () => (await import('./dlq/dlq.js')).dlqCommand,
  'replay-dlq': async () => (await import('./replay-dlq.js')).replayDlqCommand,
  completion: async () => (await import('./completion/completion.js')).completionCommand,
};

export async function allCommands(): Promise<CommandCreator[]> {
  const creators: CommandCreator[] = [];
  for (const load of Object.values(commands)) creators.push(await load());
  return creators;
}

/** The command that a line names, and nothing else: loading them all takes longer than most of them. */
export async function commandsFor(argv: string[]): Promise<CommandCreator[]> {
  const named = commandNamed(argv);
  // Completion is asked for the words of any command.
  if (named === 'completion') return allCommands();
  const load = named !== undefined && Object.hasOwn(commands, named) ? commands[named] : undefined;
  if (load !== undefined) return [await load()];
  // Help lists them all, and a wrong name is told the nearest.
  return named === undefined && argv.includes('--version') ? [] : allCommands();
}

/** The first word of a command line that is no option. */
export function commandNamed(argv: string[]): string | undefined {
  return argv.find((argument, index) => !argument.startsWith('-') && !takesValue(argv[index - 1]));
}

/** Global options that stand before the command. */
function takesValue(argument: string | undefined): boolean {
  return argument !== undefined && ['-o', '--output', '--log-format'].includes(argument);
}
