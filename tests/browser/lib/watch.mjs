// What must not happen behind a person's back: errors in the console, broken policies, failed requests, addresses elsewhere.

export class Watch {
  #faults = [];
  #allowed = new Set();
  #offline = false;
  #noScript = false;
  #lost = false;

  constructor(context, origin) {
    context.on('page', (page) => this.#page(page, origin));
    context.on('weberror', (error) => this.#faults.push(`uncaught: ${error.error().stack ?? error.error()}`));
    context.on('console', (message) => this.#console(message));
    context.on('response', (response) => {
      const status = response.status();
      const { pathname } = new URL(response.url());
      if (status >= 400 && !this.#allowed.has(status)) this.#faults.push(`${response.request().method()} ${pathname} answered ${status}`);
    });
    context.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      // A page that is left gives up what it was reading.
      if (why === 'net::ERR_ABORTED' || (this.#offline && why === 'net::ERR_INTERNET_DISCONNECTED') || (this.#lost && why === 'net::ERR_CONNECTION_RESET')) return;
      if (this.#noScript && why === 'csp' && /\.js$/.test(request.url())) return;
      this.#faults.push(`${request.method()} ${new URL(request.url()).pathname} failed: ${why}`);
    });
  }

  #page(page, origin) {
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(origin) && !/^(data|blob|about):/.test(url)) this.#faults.push(`asked for ${url}`);
    });
  }

  #console(message) {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    // Answers and lost connections are judged above, where their status is known.
    if (/^Failed to load resource/.test(message.text())) return;
    this.#faults.push(`console ${message.type()}: ${message.text()}`);
  }

  /** From here on these statuses are what the test is after. */
  expect(...statuses) {
    for (const status of statuses) this.#allowed.add(status);
  }

  expectOffline() {
    this.#offline = true;
  }

  /** Answers get lost on the way. */
  expectLost() {
    this.#lost = true;
  }

  /** A browser that runs no script fetches none either. */
  expectNoScript() {
    this.#noScript = true;
  }

  /** Throws with everything that went wrong so far. */
  assertQuiet() {
    const faults = this.#faults.splice(0);
    if (faults.length > 0) throw new Error(`behind the page:\n  ${[...new Set(faults)].join('\n  ')}`);
  }
}
