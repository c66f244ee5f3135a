import { type AxiosInstance } from 'axios';
import { type HttpAddress, httpClient, unlessMissing } from './http.js';

/** The Confluent-compatible REST API of a schema registry, as far as cdcctl uses it. */
export class RegistryClient {
  private readonly http: AxiosInstance;

  constructor(address: HttpAddress) {
    this.http = httpClient({
      address,
      system: 'the schema registry',
      field: 'spec.schemaRegistry.url',
      tlsField: 'spec.schemaRegistry.tls',
    });
  }

  /** The level that is set for the subject itself. */
  async compatibility(subject: string): Promise<string | undefined> {
    const answer = await unlessMissing(
      this.http.get<{ compatibilityLevel: string }>(`/config/${encodeURIComponent(subject)}`),
    );
    return answer?.data.compatibilityLevel;
  }

  async globalCompatibility(): Promise<string> {
    return (await this.http.get<{ compatibilityLevel: string }>('/config')).data.compatibilityLevel;
  }

  async setGlobalCompatibility(compatibility: string): Promise<void> {
    await this.http.put('/config', { compatibility });
  }

  async setCompatibility(subject: string, compatibility: string): Promise<void> {
    await this.http.put(`/config/${encodeURIComponent(subject)}`, { compatibility });
  }

  /** The newest schema of a subject as text. */
  async latestSchema(subject: string): Promise<string | undefined> {
    const answer = await unlessMissing(
      this.http.get<{ schema: string }>(`/subjects/${encodeURIComponent(subject)}/versions/latest`),
    );
    return answer?.data.schema;
  }

  /** Whether the subject's compatibility level allows an Avro schema beside the newest one. */
  async isCompatible(subject: string, schema: string): Promise<boolean> {
    const { data } = await this.http.post<{ is_compatible: boolean }>(
      `/compatibility/subjects/${encodeURIComponent(subject)}/versions/latest`,
      { schema, schemaType: 'AVRO' },
    );
    return data.is_compatible;
  }

  /** Deletes for good: a subject that is only marked as deleted makes Apicurio refuse its next registration. */
  async deleteSubject(subject: string): Promise<void> {
    const path = `/subjects/${encodeURIComponent(subject)}`;
    await unlessMissing(this.http.delete(path));
    await unlessMissing(this.http.delete(`${path}?permanent=true`));
  }
}
