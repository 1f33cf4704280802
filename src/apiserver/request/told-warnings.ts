// How much of its warnings a request is told: no client is to be flooded.
// Upstream: k8s.io/apiserver pkg/endpoints/filters/warning.go

const allCharacters = 4_096; // truncateAtTotalRunes
const eachCharacters = 256; // truncateItemRunes

/** The warnings as they are sent: each once, all of them, or when they are too long the beginnings of the first. */
export function toldWarnings(given: readonly string[]): readonly string[] {
  if (given.length === 0) return given;
  const warnings = [...new Set(given)];
  let total = 0;
  for (const warning of warnings) total += warning.length;
  if (total <= allCharacters) return warnings;
  const told: string[] = [];
  let length = 0;
  for (const warning of warnings) {
    if (length >= allCharacters) break;
    told.push(warning.slice(0, eachCharacters));
    length += Math.min(warning.length, eachCharacters);
  }
  return told;
}
