// The map of a figure: a plain backdrop and the routes told, thicker where more people told them.
"use strict";

document.addEventListener("DOMContentLoaded", async () => {
  const place = document.querySelector("[data-map]");
  if (!place || typeof L === "undefined") return;
  const map = L.map(place, { attributionControl: false, zoomSnap: 0.25, preferCanvas: true });
  const colours = { coast: "#6d8793", border: "#b58a5a", river: "#8fb7cf" };
  const [backdrop, routes] = await Promise.all(
    [place.dataset.basemap, place.dataset.routes].map((address) => fetch(address).then((answer) => answer.json()))
  );
  L.geoJSON(backdrop, {
    interactive: false,
    style: (feature) => ({ color: colours[feature.properties.layer], weight: feature.properties.layer === "border" ? 1.4 : 0.8, dashArray: feature.properties.layer === "border" ? "5 4" : null }),
  }).addTo(map);
  const most = Math.max(1, ...routes.features.map((feature) => feature.properties.people || 0));
  const drawn = L.geoJSON(routes, {
    style: (feature) => ({ color: "#0f6b6b", opacity: 0.55, weight: 1 + 8 * Math.sqrt((feature.properties.people || 0) / most) }),
    pointToLayer: (feature, at) => L.circleMarker(at, { radius: 4, color: "#17324d", fillColor: "#ffffff", fillOpacity: 1, weight: 2 }),
    onEachFeature: (feature, layer) => {
      const p = feature.properties;
      layer.bindTooltip(p.place ? p.place : window.said("{0} → {1}: {2} people", p.from, p.to, p.people));
    },
  }).addTo(map);
  if (routes.features.length) map.fitBounds(drawn.getBounds(), { padding: [20, 20] });
  else map.fitBounds(L.geoJSON(backdrop).getBounds());
  place.dataset.ready = "yes";
});
