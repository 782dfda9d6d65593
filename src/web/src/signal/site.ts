/** Where the label is kept for the tab's stay. */
const key = 'consult.region';

/**
 * Region label of the site this terminal stands at, which the site's links carry (`?region=east`): it places media where round trips
 * cannot be measured. Null when no link said one.
 */
export function siteRegion(): string | null {
  const said = new URLSearchParams(window.location.search).get('region');
  if (said !== null && said !== '') sessionStorage.setItem(key, said.slice(0, 64));
  return sessionStorage.getItem(key);
}
