import { type AxiosInstance } from 'axios';
import { objectOf, text } from '../json-shape.js';
import { AnswerShape } from './answer-shape.js';
import { type HttpAddress, httpClient, unlessMissing } from './http.js';

const system = 'the schema registry';
const answers = {
  level: new AnswerShape<{ compatibilityLevel: string }>(system, objectOf({ compatibilityLevel: text })),
  version: new AnswerShape<{ schema: string }>(system, objectOf({ schema: text })),
  verdict: new AnswerShape<{ is_compatible: boolean }>(system, objectOf({ is_compatible: { type: 'boolean' } })),
};

/** The Confluent-compatible REST API of a schema registry, as far as cdcctl uses it. */
export class RegistryClient {
  private readonly http: AxiosInstance;

  constructor(address: HttpAddress) {
    this.http = httpClient({
      address,
      system,
      field: 'spec.schemaRegistry.url',
      tlsField: 'spec.schemaRegistry.tls',
    });
  }

  /** The level that is set for the subject itself. */
  async compatibility(subject: string): Promise<string | undefined> {
    const answer = await unlessMissing(this.http.get(`/config/${encodeURIComponent(subject)}`));
    return answer && answers.level.of(answer).compatibilityLevel;
  }

  async globalCompatibility(): Promise<string> {
    return answers.level.of(await this.http.get('/config')).compatibilityLevel;
  }

  async setGlobalCompatibility(compatibility: string): Promise<void> {
    await this.http.put('/config', { compatibility });
  }

  async setCompatibility(subject: string, compatibility: string): Promise<void> {
    await this.http.put(`/config/${encodeURIComponent(subject)}`, { compatibility });
  }

  /** The newest schema of a subject as text. */
  async latestSchema(subject: string): Promise<string | undefined> {
    const answer = await unlessMissing(this.http.get(`/subjects/${encodeURIComponent(subject)}/versions/latest`));
    return answer && answers.version.of(answer).schema;
  }

  /** Whether the subject's compatibility level allows an Avro schema beside the newest one. */
  async isCompatible(subject: string, schema: string): Promise<boolean> {
    const path = `/compatibility/subjects/${encodeURIComponent(subject)}/versions/latest`;
    return answers.verdict.of(await this.http.post(path, { schema, schemaType: 'AVRO' })).is_compatible;
  }

  /** Deletes for good: a subject that is only marked as deleted makes Apicurio refuse its next registration. */
  async deleteSubject(subject: string): Promise<void> {
    const path = `/subjects/${encodeURIComponent(subject)}`;
    await unlessMissing(this.http.delete(path));
    await unlessMissing(this.http.delete(`${path}?permanent=true`));
  }
}
