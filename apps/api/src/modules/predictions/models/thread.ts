import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

type Tasks = typeof import('./tasks.ts');

/**
 * Does a task in a thread of its own: fitting takes seconds, in which the process would answer nobody. Input and
 * answer are copied. Throws what the task threw.
 */
export async function inThread<T extends keyof Tasks>(
  task: T,
  input: Parameters<Tasks[T]>[0],
): Promise<ReturnType<Tasks[T]>> {
  const thread = new Worker(new URL('./thread-worker.mjs', import.meta.url), {
    workerData: { task, input },
    execArgv: [],
  });
  try {
    const [answer] = (await once(thread, 'message')) as [ReturnType<Tasks[T]>];
    return answer;
  } finally {
    await thread.terminate();
  }
}
