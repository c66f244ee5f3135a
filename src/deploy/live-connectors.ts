import { type ConnectClient, type LiveConnector } from '../clients/connect.js';
import { mapBounded } from './bounded.js';

/** What each Connect cluster runs, by its address. */
export type LiveConnectors = ReadonlyMap<string, ReadonlyMap<string, LiveConnector>>;

export async function readConnectors(connect: (url: string) => ConnectClient, urls: string[]): Promise<LiveConnectors> {
  const read = async (url: string) => [url, await connect(url).connectors()] as const;
  return new Map(await mapBounded([...new Set(urls)], read));
}
