/** A utility process: answers its parent, and speaks over the port that it is handed. */
let held;

process.parentPort.on('message', ({ data, ports: [port] }) => {
  if (data === 'end') process.exit(7);
  if (data === 'block') {
    const until = Date.now() + 60_000;
    while (Date.now() < until);
  }
  if (data === 'go') {
    held.postMessage('question');
    return;
  }
  if (port === undefined) {
    process.parentPort.postMessage(data === 'env' ? (process.env.CONFORMANCE ?? 'none') : data);
    return;
  }
  held = port;
  port.on('message', ({ data: message }) => {
    if (message === 'question') port.postMessage(`answer from ${process.pid}`);
    else process.parentPort.postMessage(`${message} at ${Date.now()}`);
  });
  port.on('close', () => process.parentPort.postMessage('port closed'));
  port.start();
  process.parentPort.postMessage(`${data} ready`);
});
