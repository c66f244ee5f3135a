/** One thing that is wrong with a connector's configuration. */
export interface SettingProblem {
  key: string;
  message: string;
  hint?: string;
}
