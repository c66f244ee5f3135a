import { type ProgressSubject } from '../progress.js';

/** Is told what a watch sees and does, as it comes. */
export type Teller = (level: 'info' | 'warn' | 'error', message: string, subject: ProgressSubject) => void;
