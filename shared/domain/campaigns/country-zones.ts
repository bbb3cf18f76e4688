/** The zones of a country, from the runtime's own data (CLDR), as the rules of the zones are. */
/// <reference lib="esnext.intl" />

const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));

/** The name that the runtime itself uses for a zone, of which several may be known. */
function canonical(timeZone: string): string {
  return new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone;
}

function zonesOfRegion(region: string): readonly string[] {
  return new Intl.Locale(`und-${region}`).getTimeZones() ?? [];
}

const known = new Map<string, readonly string[]>();

/**
 * All zones of the country that a zone lies in, that one among them; of a zone of no country, such as UTC, it alone. The
 * runtime has no list of countries, so the two-letter codes are gone through once for each zone asked for.
 *
 * @param timeZone one that the runtime knows
 */
export function zonesOfCountry(timeZone: string): readonly string[] {
  const remembered = known.get(timeZone);
  if (remembered !== undefined) return remembered;
  const zone = canonical(timeZone);
  let zones: readonly string[] = [zone];
  search: for (const first of letters) {
    for (const second of letters) {
      const ofRegion = zonesOfRegion(first + second).map(canonical);
      if (!ofRegion.includes(zone)) continue;
      zones = ofRegion;
      break search;
    }
  }
  known.set(timeZone, zones);
  return zones;
}
