// A real SMTP server (npm smtp-server) that does as it is told: takes, puts off, refuses, keeps the sender waiting.
import { setTimeout as wait } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';

export class PostOffice {
  letters = []; // { id, to, raw, secure, user } in the order of coming, answered or not
  answer = () => undefined; // (address) -> an SMTP code to refuse a recipient with
  hold = undefined; // a promise: the answer to the whole letter waits for it
  sockets = new Set();

  constructor(options = {}) {
    this.options = options;
  }

  async open(port = 0) {
    this.server = new SMTPServer({
      disabledCommands: this.options.key ? [] : ['AUTH', 'STARTTLS'],
      authOptional: !this.options.users,
      closeTimeout: 50,
      ...this.options,
      onAuth: ({ username, password }, session, done) =>
        this.options.users?.[username] === password ? done(null, { user: username }) : done(new Error('535 no such user')),
      onRcptTo: ({ address }, session, done) => {
        const code = this.answer(address);
        if (!code) return done();
        done(Object.assign(new Error('not now'), { responseCode: code }));
      },
      onData: (stream, session, done) => {
        const chunks = [];
        stream.on('data', (chunk) => chunks.push(chunk));
        stream.on('end', async () => {
          const raw = Buffer.concat(chunks).toString('latin1');
          const to = session.envelope.rcptTo[0].address;
          this.letters.push({ id: raw.match(/^message-id: *(\S+)/im)[1], to, raw, secure: session.secure, user: session.user });
          await this.hold;
          done(null, 'taken');
        });
      },
    });
    this.server.on('error', () => {}); // a sender that is killed breaks off
    this.server.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    await new Promise((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    this.port = this.server.server.address().port;
    return this;
  }

  async close() {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  to(address) {
    return this.letters.filter((letter) => letter.to === address);
  }

  // Waits until `count` letters to this address have come.
  async received(address, count = 1, seconds = 20) {
    for (const end = Date.now() + seconds * 1000; this.to(address).length < count; await wait(20))
      if (Date.now() > end) throw new Error(`${this.to(address).length} letters to ${address} in ${seconds} s, not ${count}`);
    return this.to(address);
  }
}
