// Makes the charts that the server drew live: the same values, read from the same markup, with zoom and tooltips. Without this file, or
// when it fails, the drawn charts stay.
"use strict";
(() => {
  if (!window.echarts) return;
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const kinds = ["ok", "bad", "run", "dim", "p-delay", "p-code", "p-wait", "p-gc", "p-write"];
  // With ms where seconds would all be the same.
  const clocks = (from, to) => ms => new Date(ms).toISOString().slice(11, to - from < 10000 ? 23 : 19);
  const exact = matchMedia("(pointer: fine)").matches;
  const buckets = 500;
  const live = [];
  const groups = new Set();

  function upgrade(figure) {
    const svg = figure.querySelector("svg");
    const { chart: kind, from, to } = figure.dataset;
    if (!svg || !(+to > +from) || (kind === "series" && !figure.dataset.source)) return;
    const group = `${from}-${to}`;
    const first = !groups.has(group);
    groups.add(group);
    const box = document.createElement("div");
    box.className = "canvas";
    box.setAttribute("role", "img");
    box.setAttribute("aria-label", svg.getAttribute("aria-label"));
    const height = (kind === "series" ? 190 : +svg.getAttribute("height") + 24) + (first ? 34 : 0);
    box.style.height = height + "px";
    figure.append(box);
    figure.classList.add("live");
    const chart = echarts.init(box, null, { renderer: "canvas" });
    chart.group = group;
    const one = { figure, chart, first, height, from: +from, to: +to, bars: kind === "bars" ? readBars(svg, +figure.dataset.lane) : null, values: null };
    live.push(one);
    draw(one);
    if (one.bars) {
      chart.on("click", e => { const link = one.bars[e.dataIndex]?.link; if (link) location.href = link; });
    } else {
      load(one, one.from, one.to);
      let later;
      chart.on("datazoom", () => { clearTimeout(later); later = setTimeout(() => refine(one), 250); });
    }
    new ResizeObserver(() => chart.resize()).observe(box);
  }

  function readBars(svg, lane) {
    return [...svg.querySelectorAll("rect[data-t]")].map(rect => {
      const [from, to] = rect.dataset.t.split(" ").map(Number);
      return { from, to, lane: Math.floor(+rect.getAttribute("y") / lane), height: lane, kind: rect.getAttribute("class"), label: rect.textContent, link: rect.closest("a")?.getAttribute("href") };
    });
  }

  function frame(one) {
    const clock = clocks(one.from, one.to);
    const text = { color: colour("dim"), fontSize: 11 };
    return {
      animation: false,
      grid: { left: 4, right: 4, top: one.bars ? 2 : 18, bottom: (one.first ? 34 : 0) + 22, containLabel: false },
      tooltip: { renderMode: "richText", confine: true, backgroundColor: colour("bg"), borderColor: colour("line"), textStyle: { color: colour("fg"), fontSize: 12 } },
      xAxis: {
        type: "value", min: one.from, max: one.to, axisLine: { onZero: false, lineStyle: { color: colour("line") } }, splitLine: { show: false },
        axisLabel: { ...text, hideOverlap: true, formatter: clock, showMinLabel: false, showMaxLabel: false }, axisPointer: { label: { formatter: p => clock(p.value) } },
      },
      dataZoom: [
        { type: "inside", filterMode: "none", zoomOnMouseWheel: "ctrl", moveOnMouseMove: exact, moveOnMouseWheel: false, disabled: !exact },
        ...(one.first ? [{ type: "slider", filterMode: "none", height: 20, bottom: 6, labelFormatter: clock, textStyle: text, borderColor: colour("line"), fillerColor: colour("run-soft"), brushSelect: true, showDataShadow: false }] : []),
      ],
    };
  }

  function draw(one) {
    one.chart.setOption(one.bars ? bars(one) : series(one), { replaceMerge: ["series"] });
  }

  function bars(one) {
    const lanes = 1 + Math.max(0, ...one.bars.map(b => b.lane));
    return {
      ...frame(one),
      tooltip: { ...frame(one).tooltip, formatter: e => one.bars[e.dataIndex].label.replace(/(.{80}\S*)\s/g, "$1\n") },
      yAxis: { type: "value", min: 0, max: lanes, inverse: true, show: false },
      series: [{
        type: "custom", clip: true, encode: { x: [0, 1], y: 2 }, data: one.bars.map(b => [b.from, b.to, b.lane]), cursor: "pointer",
        renderItem: (params, api) => {
          const bar = one.bars[params.dataIndex];
          const [x, y] = api.coord([bar.from, bar.lane]);
          const width = Math.max(1.5, api.coord([bar.to, bar.lane])[0] - x);
          const shape = echarts.graphic.clipRectByRect({ x, y: y + 1, width, height: bar.height - 2 }, params.coordSys);
          return shape && { type: "rect", shape, style: { fill: colour(kinds.includes(bar.kind) ? bar.kind : "run"), opacity: bar.kind === "dim" ? .65 : 1 } };
        },
      }],
    };
  }

  function series(one) {
    const lines = one.values ?? [];
    const area = (name, points, fill, opacity) =>
      ({ name, type: "line", step: "end", symbol: "none", data: points, lineStyle: { width: 1, color: fill }, itemStyle: { color: fill }, areaStyle: { color: fill, opacity } });
    return {
      ...frame(one),
      tooltip: { ...frame(one).tooltip, trigger: "axis", formatter: points => [clocks(one.from, one.to)(points[0].value[0]), ...points.map(p => `${p.seriesName}: ${Math.round(p.value[1] * 10) / 10}`)].join("\n") },
      yAxis: { type: "value", min: 0, position: "right", axisLabel: { inside: true, color: colour("dim"), fontSize: 11, margin: 2, verticalAlign: "bottom", showMinLabel: false }, splitNumber: 3, axisLine: { show: false }, splitLine: { lineStyle: { color: colour("line") } }, z: 5 },
      series: lines.map(l => area(l.name, l.points, colour(l.kind), l.opacity)),
    };
  }

  async function load(one, from, to) {
    const source = one.figure.dataset.source;
    if (!source) return;
    const answer = await fetch(`${source}?buckets=${buckets}&from=${Math.floor(from)}&to=${Math.ceil(to)}`, { credentials: "same-origin" });
    if (!answer.ok) return;
    const found = await answer.json();
    const step = (found.to - found.from) / found.runningTasks.length;
    // A step ends at its point: each value stands at the end of its part of the time.
    const points = values => [[found.from, values[0]], ...values.map((v, i) => [found.from + (i + 1) * step, v])];
    one.values = [
      { name: "cores", kind: "dim", opacity: .25, points: points(found.cores) },
      { name: "running tasks", kind: "accent", opacity: .6, points: points(found.runningTasks) },
    ];
    draw(one);
  }

  function refine(one) {
    const zoom = one.chart.getOption().dataZoom[0];
    const at = percent => one.from + (one.to - one.from) * percent / 100;
    load(one, at(zoom.start), at(zoom.end));
  }

  function start() {
    for (const one of live.splice(0)) one.chart.dispose();
    groups.clear();
    for (const figure of document.querySelectorAll("figure.chart")) upgrade(figure);
    for (const group of groups) echarts.connect(group);
  }

  start();
  addEventListener("pagechange", start);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => live.forEach(draw));
  document.documentElement.dataset.charts = "live";
})();
