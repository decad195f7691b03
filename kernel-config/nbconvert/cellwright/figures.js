// Turns each figure's picture into the live figure.
document.addEventListener("DOMContentLoaded", () => {
  for (const place of document.querySelectorAll(".cellwright-plotly")) {
    const picture = place.querySelector("img");
    const figure = JSON.parse(place.querySelector("script").textContent);
    const live = document.createElement("div");
    live.setAttribute("role", "img");
    live.setAttribute("aria-label", picture ? picture.alt : figure.layout?.meta?.alt ?? "");
    if (picture) picture.remove();
    place.append(live);
    void Plotly.newPlot(live, figure.data, figure.layout, { displaylogo: false, responsive: true, ...figure.config }).then(() => {
      if (figure.frames) return Plotly.addFrames(live, figure.frames);
    });
  }
});
