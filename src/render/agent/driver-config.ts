import { type Pipeline } from '../../pipeline/pipeline.js';
import { driverConfig } from '../secrets.js';

const variables = {
  username: 'CASSANDRA_USERNAME',
  password: 'CASSANDRA_PASSWORD',
  truststorePassword: 'TRUSTSTORE_PASSWORD',
  keystorePassword: 'KEYSTORE_PASSWORD',
} as const;

/** A variable of the agent's environment. */
export type AgentVariable = (typeof variables)[keyof typeof variables];

/** The driver's configuration with variables in place of secrets, which HOCON replaces itself. */
export function agentDriverConfig({ cassandra, workerTls }: Pipeline): {
  content: string;
  variables: AgentVariable[];
} {
  const hidden = <T extends object>(values: T, names: (keyof T & keyof typeof variables)[]): T => ({
    ...values,
    ...Object.fromEntries(
      names.filter((name) => values[name] !== undefined).map((name) => [name, `\${${variables[name]}}`]),
    ),
  });
  const content = driverConfig({
    cassandra: hidden(cassandra, ['username', 'password']),
    ...(workerTls && { workerTls: hidden(workerTls, ['truststorePassword', 'keystorePassword']) }),
  }).replace(/"(\$\{[A-Z_]+\})"/g, '$1');
  return { content, variables: Object.values(variables).filter((name) => content.includes(`\${${name}}`)) };
}
