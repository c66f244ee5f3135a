import { type ServiceName } from '../services.js';
import { alertmanager } from './alertmanager.js';
import { cassandra } from './cassandra.js';
import { connect } from './connect.js';
import { jaeger } from './jaeger.js';
import { kafka } from './kafka.js';
import { metrics } from './metrics.js';
import { type NativeService } from './native-service.js';
import { postgresql } from './postgresql.js';
import { prometheus } from './prometheus.js';
import { registry } from './registry.js';
import { vault } from './vault.js';

export const nativeServices: Record<ServiceName, NativeService> = {
  cassandra,
  kafka,
  registry,
  postgresql,
  vault,
  connect,
  alertmanager,
  prometheus,
  jaeger,
  metrics,
};
