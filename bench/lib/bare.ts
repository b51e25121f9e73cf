/** The limit of S3, as a process: Fastify without anything, one select by primary key a request. */
import fastify from 'fastify';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.BENCH_DATABASE_URL, max: 16 });
const server = fastify();
server.get('/ready', async () => ({ ready: (await pool.query('select 1')).rowCount === 1 }));
server.get('/customers/:id', async (request) => {
  const { id } = request.params as { id: string };
  const text = 'select * from customers.customers where store_id = $1 and id = $2';
  const { rows } = await pool.query({ name: 'one', text, values: [request.headers['x-store-id'], id] });
  return rows[0];
});
await server.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
process.on('SIGTERM', () => {
  void server
    .close()
    .then(() => pool.end())
    .then(() => process.exit(0));
});
