import ora, { type Ora } from 'ora';
import { type ProgressEvent, type ProgressListener } from '../progress.js';
import { inert } from './inert.js';
import { type Output } from './output.js';

/** Milliseconds between two lines about the same step where no terminal redraws them. */
const plainIntervalMs = 5000;

/** Shows progress on stderr: a spinner on a terminal, lines elsewhere. */
export function progressOn(output: Output): ProgressListener {
  const { quiet, interactive, stderr } = output.options;
  if (quiet) return (event) => event.status === 'failed' && output.log('error', lineOf(event), event.subject);
  if (interactive) return spinner(stderr);
  const lastShown = new Map<string, number>();
  return (event) => {
    const now = output.options.now().getTime();
    if (event.status === 'advanced' && now - (lastShown.get(event.step) ?? 0) < plainIntervalMs) return;
    lastShown.set(event.step, now);
    if (output.options.logFormat === 'json') {
      const text = `${lineOf(event)}${event.status === 'advanced' ? '' : `: ${event.status}`}`;
      return output.log(event.status === 'failed' ? 'error' : 'info', text, event.subject);
    }
    const mark = { started: '…', advanced: '…', done: '✔', failed: '✖', note: 'ℹ' }[event.status];
    output.log(event.status === 'failed' ? 'error' : 'info', `${mark} ${lineOf(event)}`);
  };
}

function spinner(stream: NodeJS.WritableStream): ProgressListener {
  let current: Ora | undefined;
  let currentStep: string | undefined;
  return (event) => {
    const text = lineOf(event);
    if (current === undefined || currentStep !== event.step) {
      current?.stop();
      current = ora({ stream, text, discardStdin: false }).start();
      currentStep = event.step;
    }
    current.text = text;
    switch (event.status) {
      case 'done':
        current.succeed(text);
        break;
      case 'failed':
        current.fail(text);
        break;
      case 'note':
        current.info(text);
        break;
      default:
        return;
    }
    current = undefined;
    currentStep = undefined;
  };
}

function lineOf(event: ProgressEvent): string {
  const count =
    event.completed === undefined
      ? ''
      : ` ${event.completed.toLocaleString('en')}${event.total === undefined ? '' : ` of ${event.total.toLocaleString('en')}`}`;
  return inert(`${event.step}${count}${event.detail === undefined ? '' : ` — ${event.detail}`}`);
}
