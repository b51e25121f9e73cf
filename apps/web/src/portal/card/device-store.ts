/** What this browser keeps to show one customer's rotating code. */
export interface KeptDevice {
  /** The private half cannot be read out, by this page or any other. */
  key: CryptoKeyPair;
  device: string;
  certificate: Uint8Array<ArrayBuffer>;
  /** Milliseconds since 1970. */
  renewedAt: number;
  endsAt: number;
  /** Ended by its owner or the store: it is not begun again unasked. */
  ended: boolean;
}

const table = 'devices';

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('wafa-card', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(table);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(table, mode);
      const request = work(transaction.objectStore(table));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** What is kept for a customer of a store; rejects where the browser keeps nothing. */
export function readDevice(owner: string): Promise<KeptDevice | undefined> {
  return run<KeptDevice | undefined>('readonly', (store) => store.get(owner));
}

export async function keepDevice(owner: string, kept: KeptDevice): Promise<void> {
  await run('readwrite', (store) => store.put(kept, owner));
}

export async function forgetDevice(owner: string): Promise<void> {
  await run('readwrite', (store) => store.delete(owner));
}
