import { defineCommand } from '../command.ts';

export const command = defineCommand({
  name: 'demo',
  summary: 'Start and deploy the local stage, and send a shop’s events through it (npm start)',
  usage: `
npx perennial demo [--json]

Starts the local AWS unless it runs, deploys the stacks to it, publishes the starter programme, sends fourteen months of
a small shop's events over the bus, and prints what became of them. Run again, it sends them again and nothing moves.
The stack stays up until \`npm stop\`. PERENNIAL_PORT and the other variables are those of \`npx perennial up\`.`,
  options: { json: { type: 'boolean' } },
  async run({ values }, io) {
    const { runDemo } = await import('../demo/run-demo.ts');
    const document = await runDemo(io);
    if (values.json === true) await io.json(document);
    return 0;
  },
});
