// Does one task in a thread of its own. Plain JavaScript, since Node 20 starts threads without the loader that
// reads TypeScript.
import { parentPort, workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
const tasks = await import('./tasks.ts');
parentPort.postMessage(tasks[workerData.task](workerData.input));
