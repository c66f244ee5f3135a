import cassandra from 'cassandra-driver';
import { type Consistency } from './consistency.js';

const { one, two, three, quorum, all, localQuorum, eachQuorum, localOne } = cassandra.types.consistencies;

/** The driver's codes of consistency levels. */
export const driverConsistency: Record<Consistency, cassandra.types.consistencies> = {
  ONE: one,
  TWO: two,
  THREE: three,
  QUORUM: quorum,
  ALL: all,
  LOCAL_QUORUM: localQuorum,
  EACH_QUORUM: eachQuorum,
  LOCAL_ONE: localOne,
};
