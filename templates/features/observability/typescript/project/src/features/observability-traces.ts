/** Traces, sent while the server runs. Loaded only where there is a collector. */
import { context, propagation, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { textSetting } from '../runtime/settings.js';

/** Sends spans to the collector that the environment names; what it gives ends that. */
export function startTraces(service: string): () => Promise<void> {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': textSetting('OTEL_SERVICE_NAME', service) }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  return async () => {
    await provider.shutdown(); // waits for the collector
    trace.disable();
    context.disable();
    propagation.disable();
  };
}
