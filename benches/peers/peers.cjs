// Runs the peers of Node over the texts of a JSON file: for each its seconds of the processor (best of five rounds), and
// for every text the number of segments, or null where it raised. NODE_PATH says where they are installed.
const { readFileSync } = require("node:fs");

const texts = JSON.parse(readFileSync(process.argv[2], "utf8"));

function peers() {
  const found = {};
  try {
    const { SegmentedMessage } = require("sms-segments-calculator");
    found["sms-segments-calculator"] = (text) => new SegmentedMessage(text).segmentsCount;
  } catch {}
  try {
    const splitter = require("split-sms");
    found["split-sms"] = (text) => splitter.split(text).parts.length;
  } catch {}
  return found;
}

const answers = {};
for (const [name, count] of Object.entries(peers())) {
  const counts = [];
  let best = Infinity;
  for (let round = 0; round < 5; round++) {
    const start = process.cpuUsage();
    texts.forEach((text, place) => {
      try {
        counts[place] = count(text);
      } catch {
        counts[place] = null;
      }
    });
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1e6);
  }
  answers[name] = { seconds: best, counts };
}
console.log(JSON.stringify(answers));
