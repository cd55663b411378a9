// Bundles src/ into src/duibiao/static/dist, each file with its .gz beside it, so that the server compresses nothing.
import { build } from "esbuild";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "src", "duibiao", "static", "dist");

rmSync(out, { recursive: true, force: true });
await build({
  absWorkingDir: here,
  entryPoints: [
    "src/site.js",
    "src/site.css",
    { in: "src/field/app.js", out: "field" },
    { in: "src/field/sw.js", out: "field-sw" },
    { in: "src/css/field.css", out: "field" },
    { in: "src/map.js", out: "map" },
    { in: "src/pick.js", out: "pick" },
    { in: "src/report.js", out: "report" },
    { in: "src/css/map.css", out: "map" },
    { in: "src/atlas/index.js", out: "atlas" },
    { in: "src/css/atlas.css", out: "atlas" },
  ].map((one) => (typeof one === "string" ? { in: one, out: one.replace(/^src\/|\.\w+$/g, "") } : one)),
  outdir: out,
  bundle: true,
  minify: true,
  target: ["chrome90", "firefox90", "safari15"],
  loader: { ".svg": "dataurl", ".png": "dataurl" },
  logLevel: "warning",
});
for (const name of readdirSync(out)) {
  writeFileSync(join(out, `${name}.gz`), gzipSync(readFileSync(join(out, name)), { level: 9 }));
}
