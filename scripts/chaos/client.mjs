// An MCP client over streamable HTTP that hides nothing: one connection, one call at a time, both protocol eras.
import { Agent, request } from 'node:http';

const STATELESS = '2026-07-28';
const SESSION = '2025-11-25';
const IDLE_MS = 3_000;
const INFO = { name: 'chaos', version: '1.0.0' };
const META = {
  'io.modelcontextprotocol/protocolVersion': STATELESS,
  'io.modelcontextprotocol/clientInfo': INFO,
  'io.modelcontextprotocol/clientCapabilities': {},
};

export class Client {
  // Servers close idle connections after 5 s; who sends in that moment gets no answer, and that says nothing about the server.
  #agent = new Agent({ keepAlive: true, maxSockets: 1, timeout: IDLE_MS });
  #session;
  #next = 0;

  /** `era`: `stateless` (2026-07-28) or `session`. `address`: the loopback address to come from. */
  constructor(url, era, address) {
    this.url = url;
    this.era = era;
    this.address = address;
  }

  /** Begins a session where the era has them. Throws when the server does not answer. */
  async open(timeoutMs) {
    this.#session = undefined;
    if (this.era === 'stateless') return;
    const params = { protocolVersion: SESSION, capabilities: {}, clientInfo: INFO };
    const { headers } = await this.#send('initialize', params, { timeoutMs });
    this.#session = headers['mcp-session-id'];
    await this.#post({ jsonrpc: '2.0', method: 'notifications/initialized' }, {}, { timeoutMs });
  }

  /** The JSON-RPC answer of a tool. Throws with `code` `LATE`, `LEFT` (after `leaveMs`) or that of the connection. */
  async call(name, args, limits) {
    const meta = this.era === 'stateless' ? { _meta: META } : {};
    return (await this.#send('tools/call', { name, arguments: args, ...meta }, limits)).message;
  }

  async close() {
    const headers = { 'mcp-session-id': this.#session };
    if (this.#session)
      await this.#exchange('DELETE', headers, '', { timeoutMs: 2_000 }).catch(() => undefined);
    this.#agent.destroy();
  }

  async #send(method, params, limits) {
    const id = ++this.#next;
    const stateless = { 'mcp-protocol-version': STATELESS, 'mcp-method': method, 'mcp-name': params.name };
    const session = { 'mcp-protocol-version': SESSION, 'mcp-session-id': this.#session };
    const headers = this.era === 'stateless' ? stateless : session;
    const answer = await this.#post({ jsonrpc: '2.0', id, method, params }, headers, limits);
    const message = messagesIn(answer).find((one) => one.id === id);
    if (message === undefined) throw failure('NONE', `status ${answer.status} without an answer`);
    return { ...answer, message };
  }

  #post(message, headers, limits) {
    const types = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const session = this.#session === undefined ? {} : { 'mcp-session-id': this.#session };
    return this.#exchange('POST', { ...types, ...session, ...headers }, JSON.stringify(message), limits);
  }

  #exchange(method, headers, body, { timeoutMs, leaveMs }) {
    const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
    return new Promise((done, failed) => {
      const options = { method, headers: given, agent: this.#agent, localAddress: this.address };
      const sent = request(this.url, options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part) => {
          text += part;
        });
        response.on('end', () =>
          end(() => done({ status: response.statusCode, headers: response.headers, text })),
        );
        response.on('error', (error) => end(() => failed(error)));
      });
      const timers = [
        setTimeout(() => sent.destroy(failure('LATE', 'no answer in time')), timeoutMs),
        ...(leaveMs === undefined ? [] : [setTimeout(() => sent.destroy(failure('LEFT', 'left')), leaveMs)]),
      ];
      const end = (settle) => {
        for (const timer of timers) clearTimeout(timer);
        settle();
      };
      sent.on('error', (error) => end(() => failed(error)));
      sent.end(body);
    });
  }
}

const failure = (code, message) => Object.assign(new Error(message), { code });

/** The JSON-RPC messages of an answer, which is one of them or a stream of events. */
function messagesIn({ headers, text }) {
  const isStream = (headers['content-type'] ?? '').startsWith('text/event-stream');
  const texts = isStream ? [...text.matchAll(/^data: ?(.+)$/gm)].map((found) => found[1]) : [text];
  return texts.flatMap((one) => {
    try {
      return [JSON.parse(one)];
    } catch {
      return [];
    }
  });
}
