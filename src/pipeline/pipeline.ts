import {
  type Node,
  type Postgresql,
  type SchemaRegistry,
  type Secrets,
  type Spec,
  type Table,
} from './definition-types.js';
import { type SecretReference } from './references.js';

/** A pipeline with every default filled in and every reference resolved; schema/pipeline.schema.json has each field. */
export interface Pipeline extends Spec {
  /** `metadata.name`: lower case letters, digits and dashes; prefixes everything that deploy makes. */
  name: string;
  postgresql: PostgresqlSettings;
  secrets: SecretsSettings;
  tables: TableSettings[];
}

export type SourceNode = Node;
export type SchemaRegistrySettings = SchemaRegistry;
export type VaultSettings = NonNullable<Secrets['vault']>;

/** Settings whose defaults depend on other fields, and so are always there. */
export type PostgresqlSettings = Postgresql & { schema: string };
export type TableSettings = Table & { target: string };

export interface SecretsSettings extends Secrets {
  /** The fields whose values came from Vault, `spec.postgresql.password`; absent when there are none. */
  references?: { field: string; reference: SecretReference }[];
}
