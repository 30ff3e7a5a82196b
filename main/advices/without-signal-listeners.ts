/**
 * Loads electron-store or its engine without what it does to signals. Its file writer brings along a listener for every signal that ends a process,
 * which ends it at once: a till would be gone before it had closed in good order, and at the first Ctrl+C during a payment.
 * Nothing of it is needed here: leftovers of the writer are removed at the next start, because a power cut gives no signal.
 */
export async function withoutSignalListeners<Module>(load: () => Promise<Module>): Promise<Module> {
  const before = listeners();
  const loaded = await load();
  for (const [signal, known] of before) {
    for (const listener of process.listeners(signal)) if (!known.includes(listener)) process.off(signal, listener);
  }
  return loaded;
}

const signals = ['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGUSR2', 'SIGABRT', 'SIGALRM', 'SIGPWR'] as const;

function listeners(): ReadonlyMap<NodeJS.Signals, readonly NodeJS.SignalsListener[]> {
  return new Map(signals.map((signal) => [signal, process.listeners(signal)]));
}
