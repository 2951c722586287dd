/** Application ids with a known owner, from SQLite's magic.txt (https://www.sqlite.org/src/file/magic.txt). */
const APPLICATIONS: ReadonlyMap<number, string> = new Map([
  [0x0f055111, 'Fossil repository'],
  [0x0f055112, 'Fossil checkout'],
  [0x0f055113, 'Fossil configuration'],
  [0x42654462, 'Bentley BeSQLite'],
  [0x42654c6e, 'Bentley localization'],
  [0x45737269, 'Esri spatial database'],
  [0x47504b47, 'GeoPackage'],
  [0x47503130, 'GeoPackage 1.0'],
  [0x47503131, 'GeoPackage 1.1'],
  [0x4d504258, 'MBTiles'],
  [0x5f4d544e, 'Monotone repository'],
  [0x6a035744, 'TeXnicard database'],
]);

/** The name of the program or format that an application id stands for; an unknown one as hex, 0 as null. */
export function applicationName(applicationId: number): string | null {
  if (applicationId === 0) return null;
  return APPLICATIONS.get(applicationId) ?? `application 0x${applicationId.toString(16).padStart(8, '0')}`;
}
