/** The job that carries what waits for an outside channel. */
export const deliverQueue = 'notifications.deliver';
