"use strict";

// Asks the agent once a second for totals, and makes rates of answers that are some seconds apart. Everything that comes from the agent is set as text, never as HTML.

const PERIOD_MS = 1000;
const MOST_LINES = 500;
const RATES_OVER = 5; // answers: so that what comes in batches is no flicker

const element = id => document.getElementById(id);
const count = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const small = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

const answers = [];

function make(tag, text, className) {
  const made = document.createElement(tag);
  made.textContent = text ?? "";
  made.className = className ?? "";
  return made;
}

function perSecond(now, before, seconds) {
  if (now === undefined || before === undefined || !(seconds > 0)) {
    return null;
  }
  return Math.max(0, now - before) / seconds;
}

function rateText(rate, unit) {
  return rate === null ? "… " + unit + "/s" : (rate >= 100 ? count : small).format(rate) + " " + unit + "/s";
}

function duration(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  const days = Math.floor(seconds / 86400);
  const clock = new Date((seconds % 86400) * 1000).toISOString().slice(11, 19);
  return (days > 0 ? days + " d " : "") + clock;
}

// ---- one card for each component in a pipeline; it stays, so that what a person has unfolded stays unfolded

const cards = new Map();

function cardOf(key, edge) {
  let card = cards.get(key);
  if (!card) {
    card = element("card").content.cloneNode(true).querySelector(".card");
    card.querySelector(".watch").addEventListener("click", () => watch(card.dataset.edge, ""));
    cards.set(key, card);
  }
  card.dataset.edge = edge;
  return card;
}

function lostText(lost) {
  const reasons = Object.entries(lost ?? {}).map(([reason, events]) => count.format(events) + " " + reason);
  return reasons.length ? "lost: " + reasons.join(", ") : "";
}

function fill(card, part, rate, more) {
  const state = card.querySelector(".state");
  card.querySelector(".watch").textContent = part.id;
  card.querySelector(".watch").title = "Show what passes " + card.dataset.edge;
  state.textContent = part.state + (part.message ? ": " + part.message : "");
  state.className = "state " + part.state;
  card.querySelector(".rate").textContent = rate;
  card.querySelector(".more").textContent = more + (part.held_events ? ", holds " + count.format(part.held_events) + " events" : "");
  card.querySelector(".lost").textContent = lostText(part.lost_events);
  const queue = card.querySelector(".queue");
  queue.hidden = !(part.queue_capacity > 0);
  if (!queue.hidden) {
    queue.querySelector("meter").value = part.queue_size / part.queue_capacity;
    queue.querySelector("span").textContent =
      "queue " + count.format(part.queue_size) + " of " + count.format(part.queue_capacity);
  }
  const figures = Object.entries(part.figures ?? {});
  const details = card.querySelector("details");
  details.hidden = figures.length === 0;
  details.querySelector("tbody").replaceChildren(...figures.map(([name, value]) => {
    const row = make("tr");
    row.append(make("td", name), make("td", small.format(value), "number"));
    return row;
  }));
  return card;
}

function receiverCard(pipeline, part, before, seconds) {
  const rate = perSecond(part.accepted, before?.accepted, seconds);
  const refused = part.refused ? ", " + count.format(part.refused) + " refused" : "";
  const card = cardOf(pipeline.id + "\n" + part.component, pipeline.edge);
  return fill(card, part, rateText(rate, part.unit), count.format(part.accepted ?? 0) + " in all" + refused);
}

function processorCard(pipeline, part, before, seconds) {
  const rate = perSecond(part.out, before?.out, seconds);
  const more = count.format(part.in ?? 0) + " in, " + count.format(part.out ?? 0) + " out";
  return fill(cardOf(pipeline.id + "\n" + part.component, part.edge), part, rateText(rate, part.unit), more);
}

function exporterCard(pipeline, part, before, seconds) {
  const rate = perSecond(part.sent, before?.sent, seconds);
  const notSent = (part.send_failed ?? 0) + (part.enqueue_failed ?? 0);
  const more = count.format(part.sent ?? 0) + " sent" + (notSent ? ", " + count.format(notSent) + " given up" : "")
    + (part.export_failures ? ", failed attempts: " + count.format(part.export_failures) : "");
  return fill(cardOf(pipeline.id + "\n" + part.component, part.edge), part, rateText(rate, part.unit), more);
}

/** Fills the cards of a pipeline, wherever they are, and returns them as groups in the order of flow. */
function groupsOf(pipeline, before, seconds) {
  const was = (list, part) => before?.[list].find(each => each.id === part.id);
  return [
    pipeline.receivers.map(part => receiverCard(pipeline, part, was("receivers", part), seconds)),
    ...pipeline.processors.map(part => [processorCard(pipeline, part, was("processors", part), seconds)]),
    pipeline.exporters.map(part => exporterCard(pipeline, part, was("exporters", part), seconds)),
  ];
}

function sectionOf(pipeline, groups) {
  const flow = make("div", "", "flow");
  groups.forEach((cardsOfGroup, index) => {
    if (index > 0) {
      flow.append(make("span", "→", "arrow"));
    }
    const group = make("div", "", "group");
    group.append(...cardsOfGroup);
    flow.append(group);
  });
  const section = make("section");
  section.dataset.pipeline = pipeline.id;
  section.append(make("h2", pipeline.id), flow);
  return section;
}

// ---- the page

let layout = "";

/** Sections are made anew only if they consist of other components: what a person points at or has selected stays in place. */
function show(report) {
  const earlier = answers[0];
  const seconds = earlier ? (report.monotonic_ns - earlier.monotonic_ns) / 1e9 : 0;
  const groups = report.pipelines.map(pipeline =>
    groupsOf(pipeline, earlier?.pipelines.find(each => each.id === pipeline.id), seconds));
  const layoutNow = JSON.stringify(report.pipelines.map(pipeline => [pipeline.id,
    ...["receivers", "processors", "exporters"].map(list => pipeline[list].map(part => part.component))]));
  if (layout !== layoutNow) {
    layout = layoutNow;
    element("pipelines").replaceChildren(...report.pipelines.map((pipeline, i) => sectionOf(pipeline, groups[i])));
  }
  showAgent(report, earlier, seconds);
  showErrors(report.errors);
  answers.push(report);
  answers.splice(0, answers.length - RATES_OVER);
}

function showAgent(report, earlier, seconds) {
  const up = duration(Date.parse(report.time) - Date.parse(report.started));
  const memory = report.process_memory_rss ? ", " + count.format(report.process_memory_rss / 1048576) + " MiB resident" : "";
  const cpu = perSecond(report.process_cpu_seconds, earlier?.process_cpu_seconds, seconds);
  element("instance").textContent = report.instance;
  element("agent").textContent = (report.ready ? "Ready" : "Not ready") + ", up for " + up + memory
    + (cpu === null ? "" : ", " + small.format(cpu * 100) + "% of one CPU");
  element("reload").hidden = !report.reloadable;
  if (report.reload && !element("reload").disabled) {
    element("outcome").textContent = report.reload.time.slice(11, 19) + " " + report.reload.message;
    element("outcome").className = report.reload.succeeded ? "" : "failed";
  }
}

function showErrors(errors) {
  element("errors").replaceChildren(...errors.map(error => {
    const row = make("tr");
    row.append(make("td", error.time.slice(0, 19).replace("T", " ")), make("td", error.component),
      make("td", error.message), make("td", error.over ? "works again" : "not over"));
    return row;
  }));
}

async function ask() {
  try {
    const answer = await fetch("pipelines");
    if (!answer.ok) {
      throw new Error(await answer.text());
    }
    show(await answer.json());
  } catch (failure) {
    element("agent").textContent = "The agent does not answer: " + failure.message;
    answers.length = 0;
  }
  setTimeout(ask, PERIOD_MS);
}

element("reload").addEventListener("click", async () => {
  element("reload").disabled = true;
  element("outcome").textContent = "Reading the configuration.";
  try {
    const answer = await fetch("reload", { method: "POST", headers: { "X-Borescope": "1" } });
    if (!answer.ok && answer.status !== 422) { // what became of a reload is in the next report
      element("outcome").textContent = await answer.text();
    }
  } catch (failure) {
    element("outcome").textContent = "No answer; the agent's log says more.";
  }
  element("reload").disabled = false;
});

// ---- what passes an edge

let watching = null;

async function watch(edge, filter) {
  watching?.abort();
  watching = new AbortController();
  element("tap").hidden = false;
  element("tap-edge").textContent = edge;
  element("tap-filter").value = filter;
  element("tap-counts").textContent = "";
  element("tap-records").textContent = "";
  const query = new URLSearchParams({ edge, format: "text", rate: "10" });
  if (filter) {
    query.append("filter", filter);
  }
  try {
    const answer = await fetch("tap?" + query, { signal: watching.signal });
    if (!answer.ok) {
      element("tap-counts").textContent = await answer.text();
      return;
    }
    await showRecords(answer.body.pipeThrough(new TextDecoderStream()).getReader());
  } catch (ended) {
    // closed, or another edge
  }
}

async function showRecords(reader) {
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    const records = lines.filter(line => !line.startsWith("#"));
    const counts = lines.filter(line => line.startsWith("#")).pop();
    if (counts) {
      element("tap-counts").textContent = counts.slice(2);
    }
    if (records.length) {
      const kept = element("tap-records").textContent.split("\n").concat(records).slice(-MOST_LINES);
      element("tap-records").textContent = kept.join("\n");
      element("tap-records").scrollTop = element("tap-records").scrollHeight;
    }
  }
}

element("tap-apply").addEventListener("click", () => watch(element("tap-edge").textContent, element("tap-filter").value.trim()));
element("tap-filter").addEventListener("keydown", event => {
  if (event.key === "Enter") {
    element("tap-apply").click();
  }
});
element("tap-close").addEventListener("click", () => {
  watching?.abort();
  element("tap").hidden = true;
});

ask();
