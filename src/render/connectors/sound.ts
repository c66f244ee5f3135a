import { connectorProblems } from '../../connectors/check.js';
import { readPluginProperties } from '../../connectors/properties.js';
import { OperatorError } from '../../errors.js';
import { type Connector } from '../rendered.js';

/** Throws an OperatorError of kind `invalid` that lists what is wrong with the configurations of connectors. */
export function requireSound(connectors: Connector[]): void {
  const known = readPluginProperties();
  const lines = connectors.flatMap((connector) =>
    connectorProblems(connector, known).map(({ key, message, hint }) => {
      return `  - ${connector.name}: ${key}: ${hint === undefined ? message : `${message}; ${hint}`}`;
    }),
  );
  if (lines.length === 0) return;
  throw new OperatorError({
    kind: 'invalid',
    message: `connectors have settings that their plugins do not take:\n${lines.join('\n')}`,
    hint: 'look at what spec.source.connector and spec.sink.connector add: cdcctl render',
  });
}
