/** A definition whose systems are nowhere, but for Kafka Connect and the registry where a server is given. */
export function unreachableDefinition(url = 'http://127.0.0.1:1'): string {
  return `apiVersion: cdcctl/v1
kind: Pipeline
metadata: { name: shop }
spec:
  cassandra: { contactPoints: [127.0.0.1:1], localDataCenter: dc1, keyspace: shop }
  source:
    nodes:
      - { id: node1, connectUrl: '${url}', driverConfig: /d, relocationDirectory: /r, offsetDirectory: /o }
  kafka: { bootstrapServers: [127.0.0.1:1] }
  schemaRegistry: { url: '${url}' }
  connect: { url: '${url}' }
  postgresql: { host: 127.0.0.1, port: 1, database: shop, username: writer, password: x }
  tables: [{ name: users }]
`;
}
