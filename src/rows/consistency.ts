/** Consistency levels for reads; apart from the driver, so that `--help` need not load it. */
export const consistencyLevels = [
  'ONE', 'TWO', 'THREE', 'QUORUM', 'ALL', 'LOCAL_QUORUM', 'EACH_QUORUM', 'LOCAL_ONE',
] as const; // prettier-ignore
export type Consistency = (typeof consistencyLevels)[number];
