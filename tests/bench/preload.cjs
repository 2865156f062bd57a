// Loaded into a measured program (`node -r`): says what it used, at its end or when SIGUSR2 asks for it.
const { writeFileSync } = require('node:fs');

const file = process.env.BENCH_USAGE_FILE;
function report() {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(
    file,
    JSON.stringify({ maxRssMb: maxRSS / 1024, cpuMs: (userCPUTime + systemCPUTime) / 1000 }),
  );
}
writeFileSync(`${file}.pid`, String(process.pid));
process.once('exit', report);
process.on('SIGUSR2', () => process.exit(0));
