import { expect, test } from 'vitest';
import { noticeNames } from './hub';
import httpText from './http.ts?raw';
import hubText from './hub.ts?raw';
import { serverCodes } from './refusals';

/** The C# side as it is written now, by file name. */
const contracts = import.meta.glob<string>('../../../ConsultCluster.Contracts/{Hub,Http}/*.cs', { query: '?raw', import: 'default', eager: true });
const domain = import.meta.glob<string>('../../../ConsultCluster.Domain/RefusalCodes.cs', { query: '?raw', import: 'default', eager: true });

const camel = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

/** Parameter names of every `public sealed record Name(…)` of a file, in camel case. */
function recordFields(source: string): [string, string[]][] {
  return [...source.matchAll(/public sealed record (\w+)\(([^)]*)\)/g)].map(match => {
    const fields = match[2]!.replaceAll(/<[^<>]*>/g, '').split(',').map(part => camel(part.split('=')[0]!.trim().split(/\s+/).at(-1) ?? ''));
    return [match[1]!, fields];
  });
}

/** Field names of `export interface Name {…}` and of the notices, which are written inline. */
function mirrorFields(name: string): string[] | null {
  const body = new RegExp(`export interface ${name} \\{([^}]*)\\}`).exec(hubText + httpText)?.[1]
    ?? (name.endsWith('Notice') ? new RegExp(`^  ${name.slice(0, -6)}: \\{([^}]*)\\}`, 'm').exec(hubText)?.[1] : undefined);
  return body === undefined ? null : [...body.matchAll(/(\w+):/g)].map(match => match[1]!);
}

const records = Object.values(contracts).flatMap(recordFields);

test('the contracts were found', () => {
  expect(records.length).toBeGreaterThan(25);
});

test.each(records.filter(([name]) => mirrorFields(name) !== null))('%s has the same fields on both sides', (name, fields) => {
  expect(mirrorFields(name)!.sort()).toEqual(fields.sort());
});

test('every message of the hub is mirrored; of HTTP only what the pages use', () => {
  const hub = Object.entries(contracts).filter(([path]) => path.includes('/Hub/')).flatMap(([, source]) => recordFields(source).map(([name]) => name));
  expect(hub.length).toBeGreaterThan(20);
  expect(hub.filter(name => mirrorFields(name) === null)).toEqual([]);
});

const methods = (file: string) => Object.entries(contracts)
  .filter(([path]) => path.endsWith(file))
  .flatMap(([, source]) => [...source.matchAll(/^\s+Task\S*\s+(\w+)\(/gm)].map(match => match[1]!));

test('the hub has the methods that this terminal calls', () => {
  const called = [...(/export interface ConsultationHub \{([^}]*)\}/.exec(hubText)?.[1] ?? '').matchAll(/(\w+)\(/g)].map(match => match[1]!);
  expect(methods('IConsultationHub.cs').sort()).toEqual(called.sort());
});

test('every notice of the hub is listened to', () => {
  expect(methods('IConsultationClient.cs').sort()).toEqual([...noticeNames, 'Slots', 'MediaMoved', 'Standby', 'OfferAgain'].sort());
});

test('every refusal of the domain has words', () => {
  const codes = Object.values(domain).flatMap(source => [...source.matchAll(/"([a-z_]+\.[a-z_]+)"/g)].map(match => match[1]!));
  expect(codes.length).toBeGreaterThan(20);
  expect(codes.filter(code => !(serverCodes as readonly string[]).includes(code))).toEqual([]);
});
