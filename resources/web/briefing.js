"use strict";
/* What an exported web page does: draws its layers, lets one switch, ask and measure them, and runs the hours.
   All text from the data becomes text nodes, never markup. */

const A = 6378137, F = 1 / 298.257223563, B = A * (1 - F), RAD = Math.PI / 180;

/* Geodesic [m] on WGS84 (Vincenty 1975); null where the two points are nearly opposite and it does not converge. */
function geodesic(a, b) {
  const turn = b.lng - a.lng, D = (turn - 360 * Math.round(turn / 360)) * RAD;
  const U1 = Math.atan((1 - F) * Math.tan(a.lat * RAD)), U2 = Math.atan((1 - F) * Math.tan(b.lat * RAD));
  const s1 = Math.sin(U1), c1 = Math.cos(U1), s2 = Math.sin(U2), c2 = Math.cos(U2);
  let lam = D, before, n = 0, sinS, cosS, sig, cosA2, c2m;
  do {
    const sl = Math.sin(lam), cl = Math.cos(lam);
    sinS = Math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl);
    if (sinS === 0) return 0;
    cosS = s1 * s2 + c1 * c2 * cl;
    sig = Math.atan2(sinS, cosS);
    const sinA = c1 * c2 * sl / sinS;
    cosA2 = 1 - sinA * sinA;
    c2m = cosA2 ? cosS - 2 * s1 * s2 / cosA2 : 0;
    const C = F / 16 * cosA2 * (4 + F * (4 - 3 * cosA2));
    before = lam;
    lam = D + (1 - C) * F * sinA * (sig + C * sinS * (c2m + C * cosS * (2 * c2m * c2m - 1)));
    if (++n > 200 || Math.abs(lam) > Math.PI) return null;
  } while (Math.abs(lam - before) > 1e-12);
  const u2 = cosA2 * (A * A - B * B) / (B * B);
  const k = 1 + u2 / 16384 * (4096 + u2 * (u2 * (320 - 175 * u2) - 768));
  const m = u2 / 1024 * (256 + u2 * (u2 * (74 - 47 * u2) - 128));
  const d = m * sinS * (c2m + m / 4 * (cosS * (2 * c2m * c2m - 1) - m / 6 * c2m * (4 * sinS * sinS - 3) * (4 * c2m * c2m - 3)));
  return B * k * (sig - d);
}

/* Points along the great circle from a to b, longitudes running on. */
function arc(a, b) {
  const v = p => { const c = Math.cos(p.lat * RAD); return [c * Math.cos(p.lng * RAD), c * Math.sin(p.lng * RAD), Math.sin(p.lat * RAD)]; };
  const p = v(a), q = v(b), w = Math.acos(Math.min(1, Math.max(-1, p[0] * q[0] + p[1] * q[1] + p[2] * q[2])));
  const n = Math.max(2, Math.ceil(w / RAD)), out = [];
  for (let i = 0; i <= n; i++) {
    const t = i / n, x = w ? Math.sin((1 - t) * w) / Math.sin(w) : 1 - t, y = w ? Math.sin(t * w) / Math.sin(w) : t;
    const r = [0, 1, 2].map(k => x * p[k] + y * q[k]);
    let lng = Math.atan2(r[1], r[0]) / RAD;
    const last = out.length ? out[out.length - 1][1] : a.lng;
    lng += 360 * Math.round((last - lng) / 360);
    out.push([Math.atan2(r[2], Math.hypot(r[0], r[1])) / RAD, lng]);
  }
  return out;
}

function el(tag, text, cls) {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  if (cls) node.className = cls;
  return node;
}

/* The language of the page: fixed words from its data, numbers with its decimal sign. */
let SPOKEN = { words: {}, decimal: "." };
const tell = (text, parts) => (SPOKEN.words[text] || text).replace(/\{(\w+)\}/g, (_, name) => parts[name]);
const figure = text => String(text).replace(".", SPOKEN.decimal);

function words(key) {
  const units = { km: "km", km2: "km²", nmi: "nmi", h: "h", lon: "lon", lat: "lat" };
  const parts = key.split("_"), unit = units[parts[parts.length - 1]];
  const name = (unit && parts.length > 1 ? parts.slice(0, -1) : parts).join(" ");
  const said = SPOKEN.words[name.charAt(0).toUpperCase() + name.slice(1)];
  if (said) return { name: said, unit: unit && parts.length > 1 && unit !== "lon" && unit !== "lat" ? tell(unit) : "" };
  return { name: name.charAt(0).toUpperCase() + name.slice(1), unit: unit && parts.length > 1 && unit.length < 4 && unit !== "lon" && unit !== "lat" ? unit : "" };
}

function say(value, unit) {
  if (typeof value === "boolean") return tell(value ? "yes" : "no");
  if (typeof value !== "number") return SPOKEN.words[value] || String(value);
  const text = Math.abs(value) >= 100 ? Math.round(value).toString() : String(+value.toPrecision(4));
  return unit ? figure(text) + " " + unit : figure(text);
}

function hours(h) {
  if (h < 1) return Math.round(h * 60) + " " + tell("min");
  if (h < 72) return figure(h < 10 ? h.toFixed(1) : Math.round(h)) + " " + tell("h");
  return figure((h / 24).toFixed(1)) + " " + tell("d");
}

function card(props) {
  const box = el("div");
  box.append(el("h3", props.name || props.id || ""));
  const table = el("table");
  for (const [key, value] of Object.entries(props)) {
    if (key === "name" || value === null || value === "") continue;
    const w = words(key), row = el("tr");
    row.append(el("th", w.name), el("td", say(value, w.unit)));
    table.append(row);
  }
  box.append(table);
  return box;
}

function sample(colour, kind) {
  const ns = "http://www.w3.org/2000/svg", svg = document.createElementNS(ns, "svg");
  svg.setAttribute("width", 16); svg.setAttribute("height", 12);
  const s = document.createElementNS(ns, kind === "area" ? "rect" : kind === "line" ? "path" : "circle");
  if (kind === "area") { s.setAttribute("width", 16); s.setAttribute("height", 12); s.setAttribute("fill", colour); s.setAttribute("fill-opacity", .6); }
  else if (kind === "line") { s.setAttribute("d", "M0 6H16"); s.setAttribute("stroke", colour); s.setAttribute("stroke-width", 2.5); }
  else { s.setAttribute("cx", 8); s.setAttribute("cy", 6); s.setAttribute("r", 4.5); s.setAttribute("fill", colour); }
  svg.append(s);
  return svg;
}

function start(map) {
  const data = JSON.parse(document.getElementById("rimland-map").textContent);
  SPOKEN = data.spoken || SPOKEN;
  const label = (lat, lng, text, cls, anchor) => L.marker([lat, lng], {
    interactive: false, keyboard: false, icon: L.divIcon({ html: el("span", text), className: cls, iconSize: null, iconAnchor: anchor || [0, 0] }),
  });
  map.createPane("ground").style.zIndex = 200;
  map.createPane("areas").style.zIndex = 350;
  const ground = L.canvas({ pane: "ground", padding: .3 }), areas = L.canvas({ pane: "areas", padding: .3 });
  const look = data.look;
  L.geoJSON(data.land, { renderer: ground, pane: "ground", interactive: false, style: { color: look.coast, weight: .7, fillColor: look.land, fillOpacity: 1 } }).addTo(map);
  L.geoJSON(data.borders, { renderer: ground, pane: "ground", interactive: false, style: { color: look.border, weight: .8, fill: false } }).addTo(map);
  const names = L.layerGroup(data.names.map(n => label(n.lat, n.lon, n.name, "name r" + n.rank))).addTo(map);

  /* Names that would lie on others go to the left of their sign or step back, the weightier first. */
  const clear = (a, b) => a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top;
  const apart = () => {
    const taken = [], names = [".target", ".sign:not(.target)", ".ring-label", ".name"];
    for (const name of names.flatMap(kind => [...map.getContainer().querySelectorAll(kind)])) {
      const free = () => { const r = name.firstChild.getBoundingClientRect(); return r.width && taken.every(t => clear(r, t)); };
      name.style.visibility = "visible";
      name.classList.remove("left");
      if (!free() && name.classList.contains("sign")) name.classList.add("left");
      if (free()) taken.push(name.firstChild.getBoundingClientRect()); else name.style.visibility = "hidden";
    }
  };
  const control = L.control.layers(null, null, { collapsed: true, position: "topright" }).addTo(map);
  const esc = text => { const s = el("span", text); return s.innerHTML; };
  control.addOverlay(names, esc(tell("Country names")));
  const bands = [];
  for (const layer of data.layers) {
    const group = L.layerGroup();
    for (const f of layer.features) {
      const area = layer.kind === "area", filled = area && f.opacity > 0;
      const style = { color: f.colour, weight: area ? 1.6 : 2.4, opacity: area && filled ? .5 : .95, fillColor: f.colour, fillOpacity: f.opacity, fill: filled };
      if (layer.name === "bands") Object.assign(style, { weight: .8 });
      if (f.late) style.dashArray = "7 4";
      const options = { interactive: layer.name !== "rings" || filled, smoothFactor: .5 };
      if (layer.kind !== "point") options.style = () => style;
      if (filled) Object.assign(options, { renderer: areas, pane: "areas" });
      options.pointToLayer = (_, at) => L.circleMarker(at, {
        radius: f.properties.is_target ? SIGN_PX : layer.name === "bases" ? (f.properties.responds ? 4.5 : 2.5) : layer.name === "flashpoints" ? 5 : 5,
        color: "#fff", weight: 1.2, fillColor: f.colour, fillOpacity: 1,
      });
      const made = L.geoJSON(f.shape, options);
      made.bindPopup(() => card(f.properties), { maxWidth: 380 });
      group.addLayer(made);
      if (layer.name === "bands") bands.push([f.properties, made]);
      if (layer.name === "rings" && f.top) group.addLayer(label(f.top[1], f.top[0], f.properties.name, "ring-label"));
      if (layer.name === "flashpoints" && f.at) group.addLayer(label(f.at[1], f.at[0], f.properties.name, f.properties.is_target ? "sign target" : "sign", [-SIGN_PX, 8]));
    }
    if (layer.shown) group.addTo(map);
    control.addOverlay(group, esc(layer.title));
  }

  const level = () => { const box = map.getContainer(); box.classList.remove("z2", "z3", "z4"); const z = Math.floor(map.getZoom()); if (z <= 4) box.classList.add("z" + Math.max(2, z)); };
  map.on("zoomend", level); level();
  const settle = () => requestAnimationFrame(apart);
  map.on("zoomend overlayadd overlayremove", settle); settle();
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);

  const legend = L.control({ position: "bottomright" });
  legend.onAdd = () => {
    const box = el("details", undefined, "legend");
    box.open = true;
    box.append(el("summary", tell("Legend")));
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    for (const group of data.legend) {
      box.append(el("b", group.title));
      for (const row of group.rows) { const line = el("div"); line.append(sample(row.colour, row.kind), el("span", row.text)); box.append(line); }
    }
    return box;
  };
  legend.addTo(map);
  fold(map, legend.getContainer());
  measure(map);
  run(map, data, bands);
  document.body.dataset.ready = "yes";
}

/* The page opens with its legend folded where that would cover much of the map, or the target and its name. */
const MOST_COVERED = .24, SIGN_PX = 9;

function fold(map, box) {
  const whole = map.getContainer().getBoundingClientRect(), key = box.getBoundingClientRect(), name = map.getContainer().querySelector(".target span");
  const covers = key.width * key.height > MOST_COVERED * whole.width * whole.height;
  const r = name && name.getBoundingClientRect();
  const hides = r && r.right > key.left && r.left - 2 * SIGN_PX < key.right && r.bottom > key.top && r.top < key.bottom;
  box.open = !covers && !hides;
}

function measure(map) {
  const button = document.getElementById("measure"), out = el("div", "", "readout"), trail = L.layerGroup().addTo(map);
  const control = L.control({ position: "topleft" });
  control.onAdd = () => out;
  let points = [], on = false;
  const clear = () => { points = []; trail.clearLayers(); out.textContent = tell("Click from point to point; Esc ends"); };
  const turn = state => {
    on = state; button.setAttribute("aria-pressed", on); map.getContainer().classList.toggle("measuring", on);
    if (on) { map.closePopup(); map.doubleClickZoom.disable(); control.addTo(map); } else { map.doubleClickZoom.enable(); control.remove(); }
    clear();
  };
  button.addEventListener("click", () => turn(!on));
  document.addEventListener("keydown", event => { if (event.key === "Escape" && on) turn(false); });
  // before the map sees it: a popup that opens, even to be closed at once, takes the next click while it fades
  map.getContainer().addEventListener("click", event => {
    if (!on || event.target.closest(".leaflet-control")) return;
    event.stopPropagation();
    if (map.dragging.moved() || map.boxZoom.moved()) return;
    add(map.mouseEventToLatLng(event));
  }, true);
  const add = place => {
    points.push(place);
    trail.addLayer(L.circleMarker(place, { radius: 3, color: "#7a1fa2", interactive: false }));
    const n = points.length;
    if (n > 1) trail.addLayer(L.polyline(arc(points[n - 2], points[n - 1]), { color: "#7a1fa2", weight: 2, interactive: false }));
    let total = 0;
    for (let i = 1; i < n; i++) { const d = geodesic(points[i - 1], points[i]); if (d === null) { out.textContent = tell("Nearly opposite points: no unique way"); return; } total += d; }
    if (n > 1) out.textContent = tell("{km} km · {nmi} nmi (geodesic, WGS84)", { km: figure((total / 1000).toFixed(1)), nmi: figure((total / 1852).toFixed(1)) });
  };
}

function run(map, data, bands) {
  const slider = document.getElementById("hour"), out = document.getElementById("hour-out"), play = document.getElementById("play");
  if (!slider || !data.units.length) return;
  const first = .25, last = Math.max(24, data.last_h), layer = L.layerGroup().addTo(map);
  const dots = data.units.map(u => L.circleMarker(u.line[0], { radius: 4.5, color: "#fff", weight: 1.2, fillColor: u.colour, fillOpacity: 1 }).bindPopup(() => card({ name: u.name, leaves_h: u.leaves_h, arrives_h: u.arrives_h })));
  const cuts = data.units.map(u => { let s = 0; const at = [0]; for (let i = 1; i < u.line.length; i++) { s += Math.hypot(u.line[i][0] - u.line[i - 1][0], (u.line[i][1] - u.line[i - 1][1]) * Math.cos(u.line[i][0] * RAD)); at.push(s); } return at; });
  const place = (k, share) => {
    const line = data.units[k].line, at = cuts[k], s = share * at[at.length - 1];
    let i = 1; while (i < at.length - 1 && at[i] < s) i++;
    const t = at[i] > at[i - 1] ? (s - at[i - 1]) / (at[i] - at[i - 1]) : 0;
    return [line[i - 1][0] + t * (line[i][0] - line[i - 1][0]), line[i - 1][1] + t * (line[i][1] - line[i - 1][1])];
  };
  const show = () => {
    const whole = +slider.value >= +slider.max, h = whole ? last : first * Math.pow(last / first, slider.value / slider.max);
    let there = 0;
    for (const hour of data.arrivals_h) if (hour <= h) there++;
    data.units.forEach((u, k) => {
      const moving = !whole && h > u.leaves_h;
      if (!moving) { layer.removeLayer(dots[k]); return; }
      dots[k].setLatLng(place(k, Math.min(1, (h - u.leaves_h) / Math.max(1e-9, u.arrives_h - u.leaves_h))));
      layer.addLayer(dots[k]);
    });
    for (const [p, shape] of bands) shape.setStyle({ fillOpacity: whole || p.from_h < h ? .36 : .06 });
    const clock = data.clock_h ? tell(h >= data.clock_h ? ", the clock has run out" : ", clock runs") : "";
    const many = tell("{early} of {count} units", { early: there, count: data.arrivals_h.length });
    out.textContent = (whole ? tell("All hours") : tell("H + {hours}", { hours: hours(h) })) + ": " + many + (whole ? "" : clock);
  };
  slider.addEventListener("input", show);
  let timer = 0;
  play.addEventListener("click", () => {
    if (timer) { clearInterval(timer); timer = 0; play.textContent = tell("Play"); return; }
    if (+slider.value >= +slider.max) slider.value = 0;
    play.textContent = tell("Pause");
    timer = setInterval(() => { slider.value = +slider.value + 2; show(); if (+slider.value >= +slider.max) { clearInterval(timer); timer = 0; play.textContent = tell("Play"); } }, 60);
  });
  show();
}
