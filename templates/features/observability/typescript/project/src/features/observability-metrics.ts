/** Metrics for Prometheus, in a registry of their own. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What is counted and timed. Labels are names of tools and operations, never values. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #registers = [this.#registry];
  readonly #inProgress = new Gauge({
    name: 'mcp_requests_in_progress',
    help: 'Calls of tools that run',
    registers: this.#registers,
  });
  readonly #calls = new Counter({
    name: 'mcp_requests_total',
    help: 'Calls of tools',
    labelNames: ['tool', 'outcome'],
    registers: this.#registers,
  });
  readonly #callSeconds = new Histogram({
    name: 'mcp_request_duration_seconds',
    help: 'Time of calls of tools',
    labelNames: ['tool'],
    buckets: BUCKETS,
    registers: this.#registers,
  });
  readonly #requests = new Counter({
    name: 'mcp_api_requests_total',
    help: 'Requests to the API',
    labelNames: ['operation', 'status'],
    registers: this.#registers,
  });
  readonly #requestSeconds = new Histogram({
    name: 'mcp_api_request_duration_seconds',
    help: 'Time of requests to the API, retries included',
    labelNames: ['operation'],
    buckets: BUCKETS,
    registers: this.#registers,
  });

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** A call of a tool has begun; `called` follows. */
  begun(): void {
    this.#inProgress.inc();
  }

  /** Counts a call of a tool. */
  called(tool: string, outcome: string, seconds: number): void {
    this.#inProgress.dec();
    this.#calls.inc({ tool, outcome });
    this.#callSeconds.observe({ tool }, seconds);
  }

  /** Counts a request to the API. */
  asked(operation: string, status: string, seconds: number): void {
    this.#requests.inc({ operation, status });
    this.#requestSeconds.observe({ operation }, seconds);
  }

  /** What Prometheus reads. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
