import { type VerifyReport } from '../../verify/report.js';
import { type ResultFormat } from '../report-files.js';
import { renderHtml } from './html.js';
import { renderJunit } from './junit.js';

/** The formats that `verify` has besides those of every command, by their names for `-o`. */
export const verifyFormats: Record<'junit' | 'html', ResultFormat<VerifyReport>> = {
  junit: { ending: '.xml', text: renderJunit },
  html: { ending: '.html', text: renderHtml },
};
