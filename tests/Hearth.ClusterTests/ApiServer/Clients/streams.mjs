// What the JavaScript client does with a pod that runs: commands, terminals, logs, ports.
import { PassThrough } from 'node:stream';

const k8s = await import(process.argv[2]);
const namespace = process.argv[3];
const config = new k8s.KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(k8s.CoreV1Api);
const say = (step, value) => console.log(`${step}: ${JSON.stringify(value)}`);

function collected() {
    const stream = new PassThrough();
    const parts = [];
    stream.on('data', part => parts.push(part));
    return { stream, text: () => Buffer.concat(parts).toString(), until: wanted => new Promise(resolve => { const look = () => wanted(Buffer.concat(parts).toString()) && resolve(); stream.on('data', look); look(); }) };
}

const exec = new k8s.Exec(config);
async function run(command, { input = null, tty = false } = {}) {
    const [out, err] = [collected(), collected()];
    const status = await new Promise((resolve, reject) => exec.exec(namespace, 'p', 'c', command, out.stream, err.stream, input, tty, resolve).catch(reject));
    // What came before the end may still be on its way through the streams.
    await new Promise(setImmediate);
    return [out.text(), err.text(), Number(status.details?.causes?.find(cause => cause.reason === 'ExitCode')?.message ?? 0)];
}

say('exec', await run(['sh', '-c', 'echo out; echo err >&2; exit 7']));
const typed = new PassThrough();
typed.write('piped\n');
say('input', (await run(['head', '-n', '1'], { input: typed }))[0]);
say('terminal', (await run(['sh', '-c', 'test -t 0 && test -t 1 && echo terminal'], { input: new PassThrough(), tty: true }))[0]);
say('log', await core.readNamespacedPodLog({ name: 'p', namespace }));
say('tail', await core.readNamespacedPodLog({ name: 'p', namespace, tailLines: 1 }));
const followed = collected();
await new k8s.Log(config).log(namespace, 'talker', 'c', followed.stream, { follow: true });
await followed.until(text => text.includes('3'));
say('followed', followed.text().trimEnd().split('\n'));

const forward = new k8s.PortForward(config);
async function talk(port, words) {
    const [out, err, input] = [collected(), collected(), new PassThrough()];
    const socket = await forward.portForward(namespace, 'p', [port], out.stream, err.stream, input);
    input.write(words);
    await Promise.race([out.until(text => text.endsWith('hello\n')), err.until(text => text)]);
    socket.close();
    return [out.text(), err.text()];
}
say('forwarded', (await talk(8080, 'GET /page HTTP/1.0\r\n\r\n'))[0].split('\r\n\r\n')[1]);
const refused = (await talk(9, 'x'))[1];
say('nobody listens', refused.slice(refused.indexOf('dial')));
process.exit(0);
