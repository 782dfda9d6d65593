// Prints what every attack of the tests came to: node scripts/attacks.mjs TESTS RESULTS. Reports (trx) do not hold xunit's traits, so the
// numbers of attacks are read from [Trait("attack", "N")] in the sources of the folders named Attacks. Ends with code 1 when a test has no number.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const [tests, results] = process.argv.slice(2);

// Numbered as in docs/security.md.
const titles = {
  1: 'rights that outlive their reason', 2: 'a removed member acts', 3: 'races of account updates', 4: 'an administrator reads as somebody else',
  5: 'connections that never enter', 6: 'chat without bound', 7: 'a member floods', 8: 'tokens and seats used up', 9: 'calls past the budget',
  10: 'locking others out', 11: 'one caller with many addresses', 12: 'a relay sends to a third party', 13: 'a session taken by its address',
  14: 'a node nobody asked for', 15: 'silent sockets at the node door', 16: 'the record rewritten', 17: 'host names, plain HTTP, demo, files, log',
};

const files = folder => readdirSync(folder).map(name => join(folder, name)).flatMap(path => statSync(path).isDirectory() ? files(path) : [path]);

// `Class.Method` and `Method` (inherited tests run under another class) to numbers.
const numbers = new Map();
for (const project of readdirSync(tests)) {
  const folder = join(tests, project, 'Attacks');
  let sources;
  try { sources = files(folder).filter(path => path.endsWith('.cs')); } catch { continue; }
  for (const source of sources) {
    let type = '', ofType = [], pending = [];
    for (const line of readFileSync(source, 'utf8').split('\n')) {
      pending.push(...[...line.matchAll(/Trait\("attack",\s*"(\d+)"\)/g)].map(match => Number(match[1])));
      const declared = /^\s*(?:public|internal).*\bclass (\w+)/.exec(line);
      const method = /^\s*public (?:async |static |override )*[\w<>[\], ]+ (\w+)\(/.exec(line);
      if (declared) [type, ofType, pending] = [declared[1], pending, []];
      else if (method) {
        const all = pending.length > 0 ? pending : ofType;
        if (all.length > 0) for (const name of [`${type}.${method[1]}`, method[1]]) if (!numbers.has(name)) numbers.set(name, all);
        pending = [];
      }
    }
  }
}

const rows = new Map();
const unnumbered = new Set();
for (const report of readdirSync(results).filter(name => name.endsWith('.trx'))) {
  for (const [, attributes] of readFileSync(join(results, report), 'utf8').matchAll(/<UnitTestResult ([^>]*)>/g)) {
    const test = /testName="([^"(]*)/.exec(attributes)[1];
    if (!test.includes('.Attacks.')) continue;
    const [type, method] = test.split('.').slice(-2);
    const all = numbers.get(`${type}.${method}`) ?? numbers.get(method);
    if (!all) { unnumbered.add(test); continue; }
    for (const number of all) {
      const row = rows.get(number) ?? { passed: 0, failed: 0, types: new Set() };
      row[/outcome="Passed"/.test(attributes) ? 'passed' : 'failed']++;
      row.types.add(type);
      rows.set(number, row);
    }
  }
}

console.log('\n| no. | attack | tests passed | failed | classes |\n|---|---|---|---|---|');
for (const number of Object.keys(titles).map(Number)) {
  const { passed, failed, types } = rows.get(number) ?? { passed: 0, failed: 0, types: new Set() };
  console.log(`| ${number} | ${titles[number]} | ${passed} | ${failed} | ${[...types].sort().join(', ')} |`);
}
console.log();
for (const test of unnumbered) console.log(`Without a number: ${test}`);
process.exitCode = unnumbered.size > 0 ? 1 : 0;
