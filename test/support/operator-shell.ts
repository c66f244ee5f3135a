import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

const bin = join(import.meta.dirname, '../../bin');
const endOfCommand = /\nend of command, exit code (\d+)\n$/;

export interface ShellRun {
  exitCode: number;
  /** What it wrote to stdout and stderr. */
  output: string;
}

/** The shell of an operator, in which `cdcctl` is this checkout's. What a command sets, later ones have. */
export class OperatorShell {
  private readonly bash: ChildProcessWithoutNullStreams;

  constructor(cwd: string, env: NodeJS.ProcessEnv) {
    const path = `${bin}${delimiter}${process.env.PATH}`;
    this.bash = spawn('bash', { cwd, env: { ...process.env, ...env, PATH: path } });
  }

  run(command: string): Promise<ShellRun> {
    return new Promise((done, failed) => {
      let output = '';
      const onData = (chunk: Buffer) => {
        output += chunk.toString();
        const end = endOfCommand.exec(output);
        if (end === null) return;
        this.bash.stdout.off('data', onData);
        this.bash.off('exit', onExit);
        done({ exitCode: Number(end[1]), output: output.slice(0, end.index) });
      };
      const onExit = () => failed(new Error(`${command} has ended the shell: ${output}`));
      this.bash.stdout.on('data', onData);
      this.bash.once('exit', onExit);
      this.bash.stdin.write(`{ ${command}\n} </dev/null 2>&1; printf '\\nend of command, exit code %s\\n' $?\n`);
    });
  }

  close(): void {
    this.bash.stdin.end();
  }
}
