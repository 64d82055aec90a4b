// Builds static/vendor/codemirror/: the editor in one file, the licences of all that is in it, and
// its line in static/SHA256SUMS. The same packages give the same bytes.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const here = (path) => new URL(path, import.meta.url);
const BUNDLE = "vendor/codemirror/editor.min.js";
const text = (path) => readFileSync(here(path), "utf-8");

const { metafile, outputFiles: [output] } = await build({
  absWorkingDir: here(".").pathname,
  entryPoints: ["editor.js"],
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  write: false,
  outfile: "editor.min.js",
});

// Only what is left in the bundle has to be named; most of a package may have been shaken out.
const inside = Object.entries(Object.values(metafile.outputs)[0].inputs)
  .filter(([, { bytesInOutput }]) => bytesInOutput)
  .map(([path]) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1])
  .filter(Boolean);
const packages = [...new Set(inside)].sort().map((name) => ({
  title: `${name} ${JSON.parse(text(`node_modules/${name}/package.json`)).version}`,
  licence: text(`node_modules/${name}/LICENSE`).trim(),
}));

const titles = packages.map(({ title }) => title);
const header = `/*! ${titles.join(", ")}; licences: LICENSES.txt; built by "make frontend" */\n`;
const bundle = header + output.text;
const licences = new Map();
for (const { title, licence } of packages) licences.set(licence, [...(licences.get(licence) ?? []), title]);

mkdirSync(here("../static/vendor/codemirror/"), { recursive: true });
writeFileSync(here(`../static/${BUNDLE}`), bundle);
writeFileSync(
  here("../static/vendor/codemirror/LICENSES.txt"),
  [...licences].map(([licence, those]) => `${those.join("\n")}\n\n${licence}\n`).join(`\n${"-".repeat(72)}\n\n`),
);
const digest = createHash("sha256").update(bundle).digest("hex");
const others = text("../static/SHA256SUMS").trim().split("\n").filter((line) => !line.endsWith(`  ${BUNDLE}`));
const sums = [...others, `${digest}  ${BUNDLE}`].sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1));
writeFileSync(here("../static/SHA256SUMS"), `${sums.join("\n")}\n`);
