/** What this server tells those who run it: logs, audit, metrics, traces. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallToolResult } from '@modelcontextprotocol/server';
import {
  type Context,
  context,
  propagation,
  type Span,
  SpanKind,
  type SpanOptions,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { Call } from '../runtime/calls.js';
import type { Delivered } from '../runtime/delivery.js';
import { ApiError } from '../runtime/errors.js';
import type {
  Extension,
  ProceedRequest,
  ProceedTool,
  Route,
  ToolCall,
} from '../runtime/extensions.js';
import { configureContext, log, newReference } from '../runtime/log.js';
import { oneOf, textSetting } from '../runtime/settings.js';
import { Metrics } from './observability-metrics.js';

const TRACER = 'mcp-package';
const CORRELATION = /^[A-Za-z0-9._-]{1,64}$/;

type Outcome = 'ok' | 'error' | 'cancelled';

/** Stands around everything else, so that it sees what clients see. */
export class Observability implements Extension {
  readonly metrics = new Metrics();
  readonly #audit = oneOf('MCP_AUDIT', ['all', 'writes', 'off'], 'writes');
  readonly #hasMetrics = textSetting('MCP_METRICS', 'on').toLowerCase() !== 'off';
  readonly #lines = new AsyncLocalStorage<Readonly<Record<string, unknown>>>();
  #stopTraces: (() => Promise<void>) | undefined;

  /** Has each line of the log say which call it is about, and sends traces while the server runs. */
  async start(): Promise<void> {
    configureContext(() => ({ ...this.#lines.getStore(), ...traceIds() }));
    if (!areTracesWanted()) return;
    const { startTraces } = await import('./observability-traces.js');
    this.#stopTraces = startTraces(TRACER);
  }

  async stop(): Promise<void> {
    await this.#stopTraces?.();
  }

  routes(): readonly Route[] {
    const answer = async (): Promise<Response> => {
      const headers = { 'content-type': this.metrics.contentType };
      return new Response(await this.metrics.text(), { headers });
    };
    return this.#hasMetrics ? [{ method: 'GET', path: '/metrics', isOpen: true, answer }] : [];
  }

  /** Counts, times, traces and writes down a call. */
  aroundTool(call: ToolCall, proceed: ProceedTool): Promise<CallToolResult> {
    const parent = propagation.extract(context.active(), call.caller.meta ?? {});
    const options = {
      kind: SpanKind.SERVER,
      attributes: { 'mcp.method.name': 'tools/call', 'gen_ai.tool.name': call.name },
    };
    const lines = { correlation_id: correlationOf(call), tool: call.name };
    return inSpan(`tools/call ${call.name}`, options, parent, (span) =>
      this.#lines.run(lines, () => this.#watched(call, proceed, span)),
    );
  }

  async #watched(call: ToolCall, proceed: ProceedTool, span: Span): Promise<CallToolResult> {
    const begun = performance.now();
    let outcome: Outcome = 'error';
    this.metrics.begun();
    try {
      const result = await proceed();
      if (result.isError !== true) outcome = 'ok';
      return result;
    } finally {
      if (call.signal?.aborted === true) outcome = 'cancelled';
      if (outcome !== 'ok') span.setStatus({ code: SpanStatusCode.ERROR });
      const seconds = (performance.now() - begun) / 1000;
      this.metrics.called(call.name, outcome, seconds);
      this.#write(call, outcome, seconds);
    }
  }

  #write(
    { operation, arguments: args, caller, readOnly }: ToolCall,
    outcome: Outcome,
    seconds: number,
  ) {
    if (this.#audit === 'off' || (this.#audit === 'writes' && readOnly)) return;
    log('info', 'tool called', {
      logger: 'audit',
      operation: operation?.key,
      arguments: Object.keys(args).sort(),
      subject: caller.claims?.['sub'],
      outcome,
      ms: Math.round(seconds * 1000),
    });
  }

  /** Counts, times and traces a request to the API. */
  aroundRequest(call: Call, proceed: ProceedRequest): Promise<Delivered> {
    const attributes = { 'http.request.method': call.method, 'url.template': call.template };
    const options = { kind: SpanKind.CLIENT, attributes };
    return inSpan(call.operation, options, context.active(), (span) =>
      this.#asked(call, proceed, span),
    );
  }

  async #asked(call: Call, proceed: ProceedRequest, span: Span): Promise<Delivered> {
    const begun = performance.now();
    const headers = { ...call.headers };
    propagation.inject(context.active(), headers);
    let status = 0;
    try {
      const answer = await proceed({ ...call, headers });
      status = answer.status;
      return answer;
    } catch (error) {
      if (error instanceof ApiError) status = error.status;
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      const said = status === 0 ? 'none' : String(status);
      if (status > 0) span.setAttribute('http.response.status_code', status);
      this.metrics.asked(call.operation, said, (performance.now() - begun) / 1000);
    }
  }
}

function inSpan<T>(
  name: string,
  options: SpanOptions,
  parent: Context,
  run: (span: Span) => Promise<T>,
): Promise<T> {
  return trace
    .getTracer(TRACER)
    .startActiveSpan(name, options, parent, (span) => run(span).finally(() => span.end()));
}

const areTracesWanted = (): boolean =>
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'].some(
    (name) => textSetting(name) !== '',
  );

/** The span in which a line is written. */
function traceIds(): Readonly<Record<string, string>> {
  const span = trace.getActiveSpan()?.spanContext();
  return span === undefined ? {} : { trace_id: span.traceId, span_id: span.spanId };
}

/** What the client calls this call, if that can be written into a log; else a new name. */
function correlationOf({ caller }: ToolCall): string {
  const said = caller.headers.get('x-correlation-id') ?? '';
  return CORRELATION.test(said) ? said : newReference();
}
