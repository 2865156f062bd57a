/** Traces, sent while the server runs. Loaded only where there is a collector. */
import { context, propagation, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { numberSetting, textSetting } from '../runtime/settings.js';

/** Milliseconds; a collector that is away must not hold up the end of the server. */
const PATIENCE_MS = 3_000;

/** Sends spans to the collector that the environment names; what it gives ends that. */
export function startTraces(service: string): () => Promise<void> {
  const timeoutMillis = numberSetting('OTEL_EXPORTER_OTLP_TIMEOUT', PATIENCE_MS);
  const exporter = new OTLPTraceExporter({ timeoutMillis });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': textSetting('OTEL_SERVICE_NAME', service) }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  provider.register();
  return async () => {
    await provider.shutdown(); // waits for the collector
    trace.disable();
    context.disable();
    propagation.disable();
  };
}
